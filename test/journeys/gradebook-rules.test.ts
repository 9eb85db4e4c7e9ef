import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, now, soon } from './teacher-steps.ts'

const quadratics = 64781

const cellOf = (page: Page, student: string, column: number) =>
  page.getByRole('row').filter({ hasText: student }).locator(`[data-column="${column}"]`)
const gradeOf = (page: Page, student: string) => soon(() => cellOf(page, student, 4).textContent())

// One afternoon: each step begins where the one before ended.
describe('a class, and a scale', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 2 })

  function hold({ simulator: { world } }: Laptop): void {
    const taken = (user: number, last: string, percentage: number) =>
      world.addGroupResult({
        group_id: 29765,
        test_id: quadratics,
        user_id: user,
        first: 'Ada',
        last,
        percentage,
        time_finished: plusSeconds(now(), -2 * day),
      })
    taken(501, 'Quillfeather', 86)
    taken(502, 'Zimmer', 79)
  }

  async function previewFile(page: Page): Promise<void> {
    const file = join(laptop.folder, 'Class.csv')
    writeFileSync(
      file,
      [
        'First name,Last name,E-mail,Student number,Extra time',
        'Ada,Quillfeather,,17,',
        'Nora,Before,nora@northgate.example,18,25%',
        ',,nobody@northgate.example,19,',
      ].join('\n'),
    )
    await laptop.app.dialogs.answerNextOpen(file)
    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'From a file…' }).click()
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByRole('button', { name: 'Use 3 rows' }).click()
  }
  const kind = (page: Page, name: string) => page.getByRole('tab', { name })

  it('is made from a file, with somebody who has no result yet', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'Students: All students' }).click()
    await page.getByRole('button', { name: 'Classes…' }).click()
    await page.getByLabel('Name of the new class').fill('10B')
    await page.keyboard.press('Enter')
    await previewFile(page)
    await kind(page, 'New 2').waitFor()
    await kind(page, 'Passed over 1').click()
    await page.getByRole('row', { name: '4 there is no name' }).waitFor()
    await page.getByRole('button', { name: 'Add 2 students' }).click()
    await page.getByRole('rowheader', { name: 'Before, Nora no results yet' }).waitFor()
    await page
      .getByRole('row', { name: /Before, Nora/ })
      .getByText('+25%', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Show in the gradebook' }).click()
    await page.getByRole('button', { name: 'Students: Class 10B' }).waitFor()
    await soon(() => cellOf(page, 'Before, Nora', 1).getAttribute('title')).toBe('not taken')
    await expect.poll(() => cellOf(page, 'Quillfeather', 1).getAttribute('title')).toBe('86.0%')
    expect(await page.getByText('Zimmer').count()).toBe(0)
  })

  it('finds nothing new in the same file', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Students: Class 10B' }).click()
    await page.getByRole('button', { name: 'Classes…' }).click()
    await page.getByRole('button', { name: /^10B/ }).click()
    await previewFile(page)
    await kind(page, 'Unchanged 2').waitFor()
    for (const name of ['New 0', 'Changed 0', 'Not in the file 0']) await kind(page, name).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Nothing to change' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Cancel' }).click()
  })

  it('is deleted with its students, and comes back', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'All classes' }).click()
    await page.getByRole('button', { name: 'Delete 10B' }).click()
    await page.getByText(/^There is no class yet/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: '10B 2 students' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Students: Class 10B' }).click()
    await page.getByRole('option', { name: 'All students' }).click()
    await page.keyboard.press('Escape')
    await gradeOf(page, 'Zimmer').toBe('C')
  })

  async function lowerB(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Scale / }).click()
    await page.getByRole('button', { name: 'Bounds, and what if…' }).click()
    await page.getByRole('slider', { name: 'B from' }).focus()
    await page.keyboard.press('PageDown')
    await page.getByText('1 student changes.').waitFor()
    await page.getByText('Zimmer, Ada: C → B').waitFor()
  }

  it('shows who changes with a bound, and keeps nothing until it is told to', async () => {
    const { page } = laptop.app
    await lowerB(page)
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Scale A–F' }).waitFor()
    await gradeOf(page, 'Zimmer').toBe('C')
    await lowerB(page)
    await page.getByRole('button', { name: 'Keep these bounds' }).click()
    await gradeOf(page, 'Zimmer').toBe('B')
    await page.getByRole('button', { name: 'Undo' }).click()
    await gradeOf(page, 'Zimmer').toBe('C')
  })
})
