import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, now, soon } from './teacher-steps.ts'

const group = 29765
const [quadratics, fractions] = [64781, 64776]

// One walk by keyboard alone: each step begins where the one before ended.
describe('students by keyboard', () => {
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

  const heading = (name: string) => laptop.app.page.getByRole('heading', { name, level: 1 }).waitFor()
  const press = (key: string) => laptop.app.page.keyboard.press(key)

  it('opens the list, and a student from it with the average of the best attempts', async () => {
    const { page } = laptop.app
    await press('Control+4')
    await heading('Students')
    await page.locator('[data-row="1"]').getByText('Ada Zimmer').waitFor()
    await page.locator('[role="grid"] [tabindex="0"]').focus()
    await press('Control+Home')
    await press('Enter')
    await heading('Ada Quillfeather')
    const own = page.getByRole('region', { name: 'Student: Ada Quillfeather' })
    await own.getByText('78.0%').waitFor()
    await own.getByText('mean of 2 tests, best attempt of each').waitFor()
    await own.getByText('The second try came out higher', { exact: false }).waitFor()
  })

  it('leafs to the next student and back, and returns to the list where it was', async () => {
    await press(']')
    await heading('Ada Zimmer')
    await press('[')
    await heading('Ada Quillfeather')
    await press('Escape')
    await heading('Students')
  })

  it('merges two students after showing what that does, and takes it back', async () => {
    const { page } = laptop.app
    await soon(() => page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)).toBe(true)
    await press('Space')
    await press('Shift+ArrowDown')
    const merge = page.getByRole('button', { name: 'Merge 2 students…' })
    await merge.focus()
    await press('Enter')
    await page.getByRole('dialog', { name: 'Merge 2 students into one' }).waitFor()
    await page.getByRole('button', { name: 'Merge 2 students', exact: true }).focus()
    await press('Enter')
    await page.getByText('2 entries are Ada Quillfeather now.').first().waitFor()
    await soon(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2')
    await page.getByRole('button', { name: 'Undo' }).focus()
    await press('Enter')
    await soon(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('3')
    await expect.poll(() => page.locator('[data-row="1"]').textContent()).toContain('Ada Zimmer')
  })
})
