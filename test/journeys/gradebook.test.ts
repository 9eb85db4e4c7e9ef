import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../shared/ipc/sent-rows.ts'
import type { GradebookDefinition, GradebookRow } from '../../shared/model/gradebook.ts'
import { usualGradebook } from '../../shared/model/gradebook.ts'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, now, resultsAre, soon } from './teacher-steps.ts'

const group = 29765
const [quadratics, fractions] = [64781, 64776]

const cellOf = (page: Page, student: string, column: number) =>
  page.getByRole('row').filter({ hasText: student }).locator(`[data-column="${column}"]`)
const words = (page: Page, student: string, column: number): Promise<string | null> =>
  cellOf(page, student, column).getAttribute('title')
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** The rows that the store reckons, asked as the window asks. */
async function stored(page: Page, gradebook: GradebookDefinition): Promise<readonly GradebookRow[]> {
  const sent = await page.evaluate(async (asked) => {
    const query = { gradebook: asked, sort: { field: 'name', direction: 'asc' } as const }
    const answer = await globalThis.gradekeep?.gradebookList.open({ query, first: 100 })
    if (!answer?.ok) throw new Error('The store did not answer')
    return answer.value
  }, gradebook)
  return (readRows(sent) as typeof sent).rows
}

// One afternoon at the gradebook: each step begins where the one before ended.
describe('the gradebook', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 4 })

  function hold({ simulator: { world } }: Laptop): void {
    const taken = (user: number, last: string, test: number, percentage: number, daysAgo: number) =>
      world.addGroupResult({
        group_id: group,
        test_id: test,
        user_id: user,
        first: 'Ada',
        last,
        percentage,
        time_finished: plusSeconds(now(), -daysAgo * day),
      })
    taken(501, 'Quillfeather', quadratics, 51, 9)
    taken(501, 'Quillfeather', quadratics, 86, 3)
    taken(501, 'Quillfeather', fractions, 70, 2)
    taken(502, 'Zimmer', quadratics, 40, 2)
  }

  it('is a screen of its own, with a row for each student and the best attempt of each test', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+3')
    await heading(page, 'Gradebook')
    await soon(() => words(page, 'Quillfeather', 1)).toBe('86.0%, best of 2 attempts')
    expect(await words(page, 'Zimmer', 2)).toBe('not taken')
    await cellOf(page, 'Quillfeather', 3).getByText('2 of 2').waitFor()
    await cellOf(page, 'Quillfeather', 4).getByText('78.0%').waitFor()
  })

  it('shows the numbers that the store reckons under another policy', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Counts: best attempt' }).click()
    await page.getByText('first attempt', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Counts: first attempt' }).waitFor()
    await soon(() => words(page, 'Quillfeather', 1)).toBe('51.0%, first of 2 attempts, not passed')
    const rules = { ...usualGradebook.rules, policy: 'first' } as const
    const [row] = await stored(page, { ...usualGradebook, rules })
    expect(row).toMatchObject({ average: { mean: 605, rounded: 605 }, grade: 'D' })
    await cellOf(page, 'Quillfeather', 4).getByText('60.5%').waitFor()
    await cellOf(page, 'Quillfeather', 5).getByText('D', { exact: true }).waitFor()
  })

  it('excuses a student by a key and a reason, and takes it back', async () => {
    const { page } = laptop.app
    await cellOf(page, 'Zimmer', 2).click()
    await page.getByRole('complementary', { name: 'Zimmer, Ada at Unit 3: Fractions, Ratio & Proportion' }).waitFor()
    await page.keyboard.press('x')
    await page.getByLabel('Reason').fill('Joined in November')
    await page.keyboard.press('Enter')
    await soon(() => words(page, 'Zimmer', 2)).toBe('excused: Joined in November')
    await cellOf(page, 'Zimmer', 3).getByText('1 of 1').waitFor()
    await page.getByText('Reason: Joined in November').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(() => words(page, 'Zimmer', 2)).toBe('not taken')
  })

  it('lets another attempt count', async () => {
    const { page } = laptop.app
    await cellOf(page, 'Quillfeather', 1).click()
    await page.getByRole('button', { name: 'Count this one' }).click()
    await page.getByLabel('Reason').fill('The fire alarm rang')
    await page.getByRole('button', { name: 'Count it' }).click()
    await soon(() => words(page, 'Quillfeather', 1)).toBe('86.0%, chosen of 2 attempts, The fire alarm rang')
    await cellOf(page, 'Quillfeather', 4).getByText('78.0%').waitFor()
    await page.keyboard.press('Escape')
  })

  it('is checked before it leaves the house: a line opens the place, and is gone once that is mended', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Check: 1 thing to look at' }).click()
    const panel = page.getByRole('complementary', { name: 'Check' })
    await panel.getByRole('button', { name: 'Zimmer, Ada: 1, most have 2' }).click()
    const student = page.getByRole('complementary', { name: 'Student Zimmer, Ada' })
    await student.getByRole('button', { name: /^Unit 3/ }).click()
    await page.getByRole('button', { name: 'Excuse…' }).click()
    await page.getByLabel('Reason').fill('Joined in November')
    await page.keyboard.press('Enter')
    await soon(() => words(page, 'Zimmer', 2)).toBe('excused: Joined in November')
    await page.keyboard.press('Escape')
    await panel.getByText('Nothing to look at was found.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await panel.getByRole('button', { name: 'Zimmer, Ada: 1, most have 2' }).waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
    await panel.waitFor({ state: 'detached' })
  })

  it('is kept under a name, and shown again when the app is opened the next time', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Gradebooks' }).click()
    await page.getByRole('menuitem', { name: 'Save under a name…' }).click()
    await page.getByLabel('Name').fill('10B, autumn term')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await heading(page, '10B, autumn term')
    await page.getByRole('button', { name: 'Average of tests' }).click()
    await page.getByText('by points', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Average by points' }).waitFor()
    await soon(async () => (await page.getByText('Average: by points.').count()) > 0).toBe(true)
    await laptop.app.close()
    await laptop.openOnResults()
    const again = laptop.app.page
    await resultsAre(again, 4)
    await again.keyboard.press('Control+3')
    await heading(again, '10B, autumn term')
    await again.getByRole('button', { name: 'Counts: first attempt' }).waitFor()
    await again.getByRole('button', { name: 'Average by points' }).waitFor()
    await soon(() => words(again, 'Quillfeather', 1)).toBe('86.0%, chosen of 2 attempts, The fire alarm rang')
  })

  it('is deleted, and brought back', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Gradebooks' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await heading(page, 'Gradebook')
    await page.getByRole('button', { name: 'Undo' }).click()
    await heading(page, '10B, autumn term')
    await page.getByRole('button', { name: 'Counts: first attempt' }).waitFor()
  })
})
