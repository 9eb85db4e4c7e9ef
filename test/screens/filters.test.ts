import { describe, it } from 'vitest'
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
    await editorOf(screen, 'Test or survey')
    await page.getByRole('option', { name: 'Tests' }).press('Enter')
    await lookInEveryForm(screen, 'filter-type')
    await page.keyboard.press('Escape')
    await editorOf(screen, 'Changed')
    await lookInEveryForm(screen, 'filter-changed')
  })
})
