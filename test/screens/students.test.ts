import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { StudentRow, StudentsQuery } from '../../shared/model/student.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

const mostAttempts: StudentsQuery = {
  filter: { results: [], classes: [], labels: [] },
  policy: 'best',
  sort: { field: 'attempts', direction: 'desc' },
}

describe('students, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  /** The students with most attempts, as the store has them. */
  async function busiest(first = 5): Promise<readonly StudentRow[]> {
    const opened = await laptop.fake.bridge.studentList.open({ query: mostAttempts, first })
    if (!opened.ok) throw new Error('The students were not read')
    return opened.value.rows
  }

  async function students() {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Students' }).click()
    await page.locator('[data-row="2"]').waitFor()
    return screen
  }

  it('finds no fault with the list', async () => {
    const screen = await students()
    await lookInEveryForm(screen, 'students')
  })

  it('gives the chart of a student the whole width where letters are twice the size', async () => {
    const { page } = await students()
    await page.locator('[data-row="0"]').click()
    const chart = page.getByRole('figure').first()
    await chart.waitFor()
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    await expect.poll(async () => (await chart.boundingBox())?.width, { timeout: 20_000 }).toBeGreaterThan(700)
  })

  it('tells the marks of a chart apart where the system gives the colours', async () => {
    const { page } = await students()
    await page.emulateMedia({ forcedColors: 'active' })
    const legend = page.getByRole('figure').first().getByRole('listitem')
    for (let row = 0; row < 5; row++) {
      await page.locator(`[data-row="${row}"]`).click()
      await legend.first().waitFor()
      if ((await legend.getByText('not passed', { exact: true }).count()) > 0) break
      await page.keyboard.press('Escape')
    }
    const words = await legend.allTextContents()
    expect(words).toEqual(expect.arrayContaining(['counts', 'not passed']))
    const looks = await Promise.all(
      words.map(async (_, place) => (await legend.nth(place).locator('svg').screenshot()).toString('base64')),
    )
    expect(new Set(looks).size).toBe(words.length)
  })

  it('finds no fault with a search that nobody matches', async () => {
    const screen = await students()
    const { page } = screen
    await page.getByRole('searchbox', { name: 'Search students' }).fill('zzzzzz')
    await page.getByText('No student matches this search').waitFor()
    await lookInEveryForm(screen, 'students-no-match')
  })

  it('finds no fault with the page of a student, with what is merged into them', async () => {
    const [one, other] = await busiest()
    if (one === undefined || other === undefined) throw new Error('There are no students')
    const { accountId: account, key } = one
    await laptop.fake.bridge.classes.add({
      account,
      name: '10B',
      members: [one, other].map(({ key: each, first, last, email }) => ({
        ...{ key: each, first, last, email, externalId: null, extraTime: null },
      })),
    })
    await laptop.fake.bridge.students.merge({ account, into: key, keys: [other.key] })
    const [merged] = await busiest()
    const name = `${merged?.first} ${merged?.last}`
    const screen = await students()
    const { page } = screen
    await page.getByRole('columnheader', { name: 'Attempts' }).click()
    await page.locator('[data-row="0"]').filter({ hasText: name }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await lookInEveryForm(screen, 'student')
    await page.getByRole('button', { name: 'Show as table' }).click()
    await page.getByRole('button', { name: '1 entry merged' }).click()
    await page.getByRole('dialog', { name: 'Entries merged into this student' }).waitFor()
    await lookInEveryForm(screen, 'student-entries')
    await page.keyboard.press('Escape')
    await laptop.fake.bridge.students.split({ account, key })
  })

  it('prints one page of a student, with nothing of the window on it', async () => {
    const { page } = await students()
    await page.locator('[data-row="0"]').click()
    await page.getByRole('button', { name: 'Print one page…' }).waitFor()
    await page.getByRole('button', { name: 'Print one page…' }).click()
    await expect.poll(() => laptop.prints.isOpen()).toBe(true)
    await page.emulateMedia({ media: 'print' })
    const printed = page.locator('[data-printed="student-page"]')
    await expect.poll(() => printed.getByText('mean of', { exact: false }).count()).toBe(1)
    const file = await page.pdf({ format: 'A4', preferCSSPageSize: true })
    expect([...file.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)]).toHaveLength(1)
    laptop.prints.close()
    await page.locator('[data-print-pages]').waitFor({ state: 'detached' })
  })

  it('goes from student to student by keys, and back to where the list was', async () => {
    const { page } = await students()
    const name = page.getByRole('heading', { level: 1 })
    const row = await page.locator('[data-row="3"]').textContent()
    await page.locator('[data-row="3"]').click()
    // Between the list and the student stands a heading without a name, while the student is read.
    const named = async () => ((await name.textContent()) ?? '') || 'nobody yet'
    await expect.poll(async () => row?.includes(await named())).toBe(true)
    const third = await named()
    await page.keyboard.press(']')
    await expect.poll(named).not.toBe('nobody yet')
    await expect.poll(named).not.toBe(third)
    await page.keyboard.press('[')
    await expect.poll(() => name.textContent()).toBe(third)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1, name: 'Students' }).waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row')))
      .toBe('3')
  })

  it('shows what a merge makes of several before it is made, and takes it back', async () => {
    const screen = await students()
    const { page } = screen
    const count = await page.getByRole('grid').getAttribute('aria-rowcount')
    for (const row of [1, 2]) await page.locator(`[data-row="${row}"]`).getByRole('checkbox').click()
    await page.getByRole('button', { name: 'Merge 2 students…' }).click()
    await page.getByRole('dialog', { name: 'Merge 2 students into one' }).waitFor()
    await lookInEveryForm(screen, 'students-merge')
    await page.getByRole('button', { name: 'Merge 2 students', exact: true }).click()
    await page
      .getByText(/^2 entries are .* now\.$/)
      .first()
      .waitFor()
    laptop.fake.emit('students', 'changed', undefined)
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(Number(count) - 1))
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Taken back.').first().waitFor()
    laptop.fake.emit('students', 'changed', undefined)
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(count)
  })

  it('a student who is erased elsewhere leaves the page, and what Find shows', async () => {
    const all = await busiest(300)
    const isAlone = ({ email }: StudentRow) => email !== null && all.filter((each) => each.email === email).length === 1
    const [one, other] = all.filter(isAlone)
    if (one === undefined || other === undefined) throw new Error('There are no students')
    const erase = async ({ accountId: account, key }: StudentRow) =>
      expect(await laptop.fake.bridge.students.erase({ account, key, remakeCopies: false })).toMatchObject({ ok: true })
    const nameOf = ({ first, last }: StudentRow) => `${first} ${last}`
    const { page } = await students()
    const found = page.getByRole('group', { name: 'Students' }).getByRole('option')
    /** Has Find show them, by what nobody else has. */
    const find = async ({ email }: StudentRow) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill(email ?? '')
      await soon(() => found.count()).toBe(1)
    }
    await find(one)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: nameOf(one) }).waitFor()
    await erase(one)
    await page.getByText('This student is not here any more').waitFor()
    await soon(() => page.getByText(nameOf(one)).count()).toBe(0)
    await find(other)
    await erase(other)
    await soon(() => found.count()).toBe(0)
  })

  it('opens the student from the name of a result, and says who is not here any more', async () => {
    const { page } = await openScreen(laptop.fake)
    // Some results of the sample have no name.
    await page.getByRole('rowheader').filter({ hasText: /\p{L}/u }).nth(2).click()
    const panel = page.getByRole('complementary')
    const name = await panel.getByRole('heading', { level: 2 }).filter({ hasText: /\p{L}/u }).first().textContent()
    await panel.getByRole('button', { name: name ?? '', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor()
    laptop.fake.handle('students', 'page', async () => {
      throw new AppError('student/not-found')
    })
    laptop.fake.emit('results', 'changed', undefined)
    await page.getByRole('heading', { name: 'This student is not here any more' }).waitFor()
    await page.getByRole('button', { name: 'Show all students' }).click()
    await page.getByRole('heading', { level: 1, name: 'Students' }).waitFor()
  })

  it('a class that was deleted is a chip that says so, and that clears it', async () => {
    const [one] = await busiest()
    if (one === undefined) throw new Error('There are no students')
    const { accountId: account, key, first, last, email } = one
    const member = { key, first, last, email, externalId: null, extraTime: null }
    const made = await laptop.fake.bridge.classes.add({ account, name: 'Monday group', members: [member] })
    const screen = await students()
    const { page } = screen
    await page.getByRole('button', { name: /^Class:/ }).click()
    await page.getByRole('option', { name: 'Monday group' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Class: Monday group/ }).waitFor()
    await soon(() => page.locator('[data-row="2"]').count()).toBe(0)
    await laptop.fake.bridge.classes.remove({ id: made.ok ? made.value : 0 })
    const chip = page.getByRole('button', { name: /^Class: a class that is gone/ })
    await chip.waitFor()
    await lookInEveryForm(screen, 'students-of-gone-class')
    await chip.press('Enter')
    await page.getByRole('option', { name: 'a class that is gone', selected: true }).press('Enter')
    await page.locator('[data-row="2"]').waitFor()
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('button', { name: /a class that is gone/ }).count()).toBe(0)
  })
})
