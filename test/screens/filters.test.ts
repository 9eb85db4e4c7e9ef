import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { resultsAre, resultsShown, soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

describe('the filters of results, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  async function open(): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, 300)
    return screen
  }

  /** Opens the editor of a filter by keyboard. */
  async function editorOf({ page }: Screen, name: string): Promise<void> {
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
    await page.getByRole('option', { name, exact: true }).press('Enter')
    await page.getByRole('dialog', { name, exact: true }).waitFor()
  }

  it('each class and label has its count before it is chosen, and the row its marks', async () => {
    const { notes, labels, classes, resultList } = laptop.fake.bridge
    const [account] = await laptop.accounts()
    const id = account?.id ?? ''
    const opened = await resultList.open({
      query: { filter: [], sort: { field: 'finished', direction: 'desc' } },
      first: 6,
    })
    const rows = opened.ok ? opened.value.rows : []
    const ids = rows.map((row) => row.id)
    await labels.add({ account: id, name: 'Re-sit', colour: 1, about: { kind: 'results', ids: ids.slice(0, 4) } })
    await notes.add({ about: { kind: 'results', ids: ids.slice(0, 2) }, text: 'Fire alarm in room seven' })
    // Nobody is excused from a survey.
    const place = rows.findIndex(({ survey }) => !survey)
    await laptop.fake.bridge.overrides.excuse({ ids: [ids[place] ?? 0], reason: 'Ill' })
    const first = await laptop.fake.bridge.results.detail({ id: ids[0] ?? 0 })
    if (first.ok) {
      const { studentKey: key, first: given, last } = first.value
      const member = { key, first: given, last, email: null, externalId: null, extraTime: null }
      await classes.add({ account: id, name: '10A', members: [member] })
    }
    const screen = await open()
    const { page } = screen
    await page.locator('[data-row="0"]').getByText('Has a note').waitFor()
    await page.locator(`[data-row="${place}"]`).getByText('Excused').waitFor()
    await lookInEveryForm(screen, 'row-marks')
    await editorOf(screen, 'Label')
    await page.getByRole('option', { name: 'Re-sit' }).getByText('4').waitFor()
    await lookInEveryForm(screen, 'filter-label')
    await page.getByRole('option', { name: 'Re-sit' }).click()
    await resultsAre(page, 4, 300)
    await page.keyboard.press('Escape')
    await editorOf(screen, 'Class')
    await page.getByRole('option', { name: '10A' }).getByText('1', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox', { name: 'Search results' }).fill('room fire')
    await resultsAre(page, 2, 300)
    await lookInEveryForm(screen, 'filter-note')
  })

  it('a long list of choices is reached by keyboard, however long it is', async () => {
    const [account] = await laptop.accounts()
    const id = account?.id ?? ''
    const about = { kind: 'results', ids: [] } as const
    const addLabels = async (from: number, to: number) => {
      for (let at = from; at <= to; at++) {
        await laptop.fake.bridge.labels.add({ account: id, name: `Term ${at}`, colour: 1, about })
      }
    }
    /** Goes down in the list, and chooses where it ends, which must be on the screen. */
    const goDownAndChoose = async ({ page }: Screen) => {
      await page.getByRole('combobox', { name: 'Find…' }).focus()
      for (let press = 0; press < 25; press++) await page.keyboard.press('ArrowDown')
      const reached = page.locator('[role="option"][data-focused]')
      await soon(() =>
        reached.evaluate((option) => {
          const [own, list] = [option, option.closest('[role="listbox"]')].map((each) => each?.getBoundingClientRect())
          return own !== undefined && list !== undefined && own.top >= list.top - 1 && own.bottom <= list.bottom + 1
        }),
      ).toBe(true)
      await page.keyboard.press('Enter')
      await soon(() => reached.getAttribute('aria-selected')).toBe('true')
    }
    await addLabels(1, 30)
    const screen = await open()
    await editorOf(screen, 'Label')
    await screen.page.getByRole('option', { name: /^Term 30/ }).waitFor({ state: 'attached' })
    await lookInEveryForm(screen, 'filter-thirty-choices')
    await goDownAndChoose(screen)
    // Of so many, only those on the screen are drawn.
    await addLabels(31, 230)
    const other = await open()
    await editorOf(other, 'Label')
    await soon(() => other.page.getByRole('option').count()).toBeLessThan(100)
    await lookInEveryForm(other, 'filter-hundreds-of-choices')
    await goDownAndChoose(other)
  })

  it('a range that ends before it begins says why nothing matches', async () => {
    const screen = await open()
    const { page } = screen
    await editorOf(screen, 'Duration')
    const said = page.getByText('Nothing can match: the end comes before the beginning.')
    await page.getByLabel('At least, in minutes').fill('90')
    await page.getByLabel('At most, in minutes').fill('10')
    await page.keyboard.press('Tab')
    await said.waitFor()
    await lookInEveryForm(screen, 'filter-crossed')
    await page.getByLabel('At most, in minutes').fill('95')
    await page.keyboard.press('Tab')
    await said.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await editorOf(screen, 'Finished')
    await page.getByRole('button', { name: 'Last month' }).click()
    await page.getByRole('spinbutton', { name: /^year/ }).last().pressSequentially('2020')
    await page.keyboard.press('Tab')
    await said.waitFor()
    await lookInEveryForm(screen, 'filter-crossed-days')
  })

  it('students are found by name and chosen by keyboard, each with as many results as it leaves', async () => {
    const asked = { filter: { results: [], classes: [], labels: [] }, policy: 'best' } as const
    const opened = await laptop.fake.bridge.studentList.open({
      query: { ...asked, sort: { field: 'attempts', direction: 'desc' } },
      first: 20,
    })
    const [one, other] = (opened.ok ? opened.value.rows : []).filter(({ email }) => email !== null)
    const screen = await open()
    const { page } = screen
    const search = () => page.getByRole('combobox', { name: 'Find students' })
    /** Chooses the first of the few who have the address. @returns their name, and the number beside it */
    const choose = async (email: string | null | undefined) => {
      await search().fill(email ?? '')
      await soon(() => page.getByRole('option').count()).toBeLessThan(5)
      const option = page.getByRole('option').first()
      const [name = '', results] = ((await option.textContent()) ?? '').split(email ?? '')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      return { name: name.trim(), results: Number(results) }
    }
    await editorOf(screen, 'Student')
    await soon(() => page.getByRole('option').count()).toBeGreaterThan(10)
    await lookInEveryForm(screen, 'filter-student')
    const first = await choose(one?.email)
    await resultsAre(page, first.results, 300)
    await page.locator(`[aria-label="Student: ${first.name}"]`).waitFor()
    await search().fill('')
    await soon(() => page.getByRole('option').count()).toBeGreaterThan(10)
    const second = await choose(other?.email)
    await resultsAre(page, first.results + second.results, 300)
    // Without a text, those chosen stand first.
    await search().fill('')
    await soon(() => page.getByRole('option', { selected: true }).count()).toBe(2)
    await soon(() => page.getByRole('option').first().getAttribute('aria-selected')).toBe('true')
    await search().fill('zzzzzz')
    await page.getByText('Nothing found').waitFor()
    await lookInEveryForm(screen, 'filter-student-none')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Student: any of 2' }).waitFor()
    await page.getByRole('button', { name: 'Remove filter: Student' }).click()
    await resultsAre(page, 300)
  })

  it('the results of one student are shown from a row, a result and a page of theirs', async () => {
    const screen = await open()
    const { page } = screen
    const row = page.locator('[data-row="0"]')
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Results of this student' }).click()
    const chip = page.getByRole('button', { name: /^Student: / })
    await soon(() => resultsShown(page)).toBeLessThan(300)
    const [words, shown] = [await chip.getAttribute('aria-label'), await resultsShown(page)]
    await page.getByRole('button', { name: 'Remove filter: Student' }).click()
    await resultsAre(page, 300)
    await row.click()
    const panel = page.getByRole('complementary', { name: /^Result of / })
    await panel.getByRole('button', { name: 'Results of this student' }).click()
    await resultsAre(page, shown, 300)
    await page.getByRole('button', { name: 'Remove filter: Student' }).click()
    await resultsAre(page, 300)
    await panel.getByRole('heading', { level: 2 }).getByRole('button').click()
    await page.getByRole('button', { name: 'All results' }).click()
    await resultsAre(page, shown, 300)
    await expect.poll(() => chip.getAttribute('aria-label')).toBe(words)
  })

  it('students are listed by what their results have, also by points, a code and a kind', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Students' }).click()
    await page.locator('[data-row="2"]').waitFor()
    const rows = () => page.getByRole('grid').getAttribute('aria-rowcount').then(Number)
    const before = await rows()
    await editorOf(screen, 'Test or survey')
    await page.getByRole('option', { name: 'Surveys' }).press('Enter')
    await page.keyboard.press('Escape')
    await soon(rows).toBeLessThan(before)
    const [surveys] = [await rows()]
    await editorOf(screen, 'Access code')
    await page.keyboard.type('zzzzzz')
    await page.keyboard.press('Escape')
    await page.getByText('No student fits these filters.').waitFor()
    expect(surveys).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'Clear search and filters' }).click()
    await soon(rows).toBe(before)
    const row = page.locator('[data-row="0"]')
    await row.waitFor()
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Results of this student' }).click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.getByRole('button', { name: /^Student: / }).waitFor()
    await soon(() => resultsShown(page)).toBeLessThan(300)
  })

  it('a duration, points, a code and a kind are asked for by keyboard', async () => {
    const screen = await open()
    const { page } = screen
    await editorOf(screen, 'Duration')
    await page.keyboard.type('20')
    await page.keyboard.press('Tab')
    await soon(() => resultsShown(page)).toBeLessThan(300)
    await lookInEveryForm(screen, 'filter-duration')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Duration: 20 min or longer' }).waitFor()
    await editorOf(screen, 'Access code')
    await page.keyboard.type('a')
    await lookInEveryForm(screen, 'filter-code')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Access code: with “a”' }).waitFor()
    // As a column of a spreadsheet is pasted, each line an entry of its own.
    await page.getByRole('button', { name: 'Access code: with “a”' }).click()
    const codes = page.getByRole('textbox', { name: 'Letters of the access code' })
    const paste = (text: string) =>
      codes.evaluate((box, pasted) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', pasted)
        box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, text)
    await codes.press('Control+a')
    await paste('K7-1\r\nK7-2\r\n')
    await page.getByRole('button', { name: 'Access code: with “K7-1, K7-2”' }).waitFor()
    await codes.press('End')
    await paste('K7-3\r\nK7-4\r\n')
    await page.getByRole('button', { name: 'Access code: with “K7-1, K7-2, K7-3, K7-4”' }).waitFor()
    // Of a list that is too long whole codes stay: the beginning of the next would find others.
    await codes.press('Control+a')
    await paste(Array.from({ length: 200 }, (_, at) => `K-${1000 + at}`).join('\n'))
    await soon(() => codes.inputValue()).toMatch(/, K-1061$/)
    await page.getByText('A search takes').waitFor()
    await codes.fill('a')
    await page.keyboard.press('Escape')
    await editorOf(screen, 'Test or survey')
    await page.getByRole('option', { name: 'Tests' }).press('Enter')
    await lookInEveryForm(screen, 'filter-type')
    await page.keyboard.press('Escape')
    await editorOf(screen, 'Changed')
    await lookInEveryForm(screen, 'filter-changed')
  })
})
