import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, now, resultsAre, soon } from './teacher-steps.ts'

const group = 29765
const [quadratics, fractions] = [64781, 64776]

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
const row = (page: Page, name: RegExp) => page.getByRole('listitem').getByRole('button', { name })

function taken(
  { simulator: { world } }: Laptop,
  last: string,
  test: number,
  said: { readonly percentage: number; readonly requires_grading?: 'Yes' | 'No' },
): void {
  world.addGroupResult({
    group_id: group,
    test_id: test,
    user_id: last.length,
    first: 'Ada',
    last,
    time_finished: plusSeconds(now(), -day),
    ...said,
  })
}

// A morning: each step begins where the one before ended.
describe('Home', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 3 })

  function hold(own: Laptop): void {
    taken(own, 'Quillfeather', quadratics, { percentage: 86 })
    taken(own, 'Zimmer', quadratics, { percentage: 40 })
    taken(own, 'Abernathy', fractions, { percentage: 70, requires_grading: 'Yes' })
  }

  it('says by test what arrived, and opens just that by keyboard', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+1')
    await heading(page, 'Home')
    await page.getByRole('heading', { name: '3 new results' }).waitFor()
    await row(page, /^2 Quadratic/).focus()
    await page.keyboard.press('Enter')
    await heading(page, 'Results')
    await resultsAre(page, 2, 3)
    await page.getByRole('button', { name: 'Remove filter: Picked' }).click()
    await resultsAre(page, 3)
  })

  it('says what waits to be graded, and opens it with the mouse', async () => {
    const { page } = laptop.app
    await page.getByRole('navigation').getByRole('button', { name: 'Home' }).click()
    await row(page, /^1 result to grade/).click()
    await heading(page, 'Results')
    await resultsAre(page, 1, 3)
    await page.keyboard.press('Control+1')
  })

  it('is read over once it is marked as seen, and comes back by undo', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Mark as seen' }).click()
    await page.getByText('Nothing has arrived since then.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: '3 new results' }).waitFor()
    await page.getByRole('button', { name: 'Mark as seen' }).click()
    await page.getByText('Nothing has arrived since then.').waitFor()
  })

  it('follows a sync: what is new comes, what was graded leaves, a changed score is no new one', async () => {
    const { page } = laptop.app
    const { world } = laptop.simulator
    taken(laptop, 'Jones', fractions, { percentage: 90 })
    const toGrade = world.groupResults().find(({ requires_grading }) => requires_grading === 'Yes')
    if (toGrade === undefined) throw new Error('There is nothing to grade')
    world.gradeResult(toGrade, { points_scored: 1, percentage: 75 })
    await page.getByRole('navigation').getByRole('button', { name: 'Activity' }).click()
    await page.getByRole('button', { name: 'Recheck…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Recheck', exact: true }).click()
    await page.keyboard.press('Control+1')
    await row(page, /^1 score changed/).waitFor({ timeout: 20_000 })
    await page.getByRole('heading', { name: '1 new result', exact: true }).waitFor()
    await row(page, /to grade/).waitFor({ state: 'detached' })
    await row(page, /^1 score changed/).click()
    await resultsAre(page, 1, 4)
  })

  it('keeps what is new over a restart', async () => {
    await laptop.app.close()
    await laptop.open()
    const { page } = laptop.app
    await page.keyboard.press('Control+1')
    await page.getByRole('heading', { name: '1 new result', exact: true }).waitFor()
    await soon(() => page.getByRole('heading', { level: 2 }).allInnerTexts()).toContain('1 new result')
    expect(laptop.app.requests.filter((address) => !address.startsWith('app://gradekeep/'))).toEqual([])
  })
})
