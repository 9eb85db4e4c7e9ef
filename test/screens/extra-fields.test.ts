import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../shared/model/filter.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { resultsAre, resultsShown, soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

const rightToLeft = 'القسم (التمريض)'
const longest = 'In which department and on which ward do you work right now?'

describe('extra fields under the teacher’s own names, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  /** The first result whose link asks three questions, and its row. */
  async function asked() {
    const { resultList, results } = laptop.fake.bridge
    const opened = await resultList.open({ query: { filter: [], sort: newestFirst }, first: 300 })
    for (const [row, { id }] of (opened.ok ? opened.value.rows : []).entries()) {
      const read = await results.detail({ id })
      const answers = read.ok ? read.value.extraInfo.filter(Boolean) : []
      if (read.ok && answers.length === 3) return { row, answers: answers as string[], detail: read.value }
    }
    throw new Error('No link asks three questions')
  }

  async function detailOf(row: number): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, 300)
    const line = screen.page.locator(`[data-row="${row}"]`)
    await soon(async () => {
      if ((await line.count()) > 0) return true
      await screen.page.getByRole('grid').hover()
      await screen.page.mouse.wheel(0, 300)
      return false
    }).toBe(true)
    await line.click()
    await screen.page.getByText('Everything ClassMarker sent').waitFor()
    return screen
  }

  it('a field is named in the panel by keyboard, and the name is taken back by keys', async () => {
    const { row } = await asked()
    const screen = await detailOf(row)
    const { page } = screen
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Rename “Extra info 1”' }).press('Enter')
    const form = page.getByRole('dialog', { name: 'Name extra info 1' })
    await form.getByRole('textbox', { name: 'Name' }).waitFor()
    await page.keyboard.type('Department')
    await lookInEveryForm(screen, 'extra-field-form')
    await form.getByRole('textbox', { name: 'Name' }).press('Enter')
    await page.getByText('Extra info 1 is now called “Department”.').first().waitFor()
    const renamed = panel.getByRole('button', { name: 'Rename “Department”' })
    await soon(() => renamed.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Control+z')
    await page.getByText('Undone: extra field called “Department”.').first().waitFor()
    await panel.getByRole('button', { name: 'Rename “Extra info 1”' }).waitFor()
    await page.keyboard.press('Control+Shift+z')
    await renamed.waitFor()
  })

  it('two fields of a link cannot have one name; long and right-to-left ones leave room for the answers', async () => {
    const { row, answers, detail } = await asked()
    const field = { account: detail.accountId, link: detail.sourceId, number: 1 } as const
    await laptop.fake.bridge.extraFields.name({ field, name: 'Department' })
    const screen = await detailOf(row)
    const { page } = screen
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Rename “Extra info 2”' }).click()
    const name = page.getByRole('textbox', { name: 'Name' })
    await name.fill('DEPARTMENT')
    await name.press('Enter')
    await page.getByText('Extra info 1 of this link has this name already.').waitFor()
    await lookInEveryForm(screen, 'extra-field-taken')
    await name.fill(`${longest}${'x'.repeat(40_000)}`)
    await soon(() => name.inputValue()).toBe(longest)
    await name.press('Enter')
    await panel.getByRole('button', { name: `Rename “${longest}”` }).waitFor()
    await panel.getByRole('button', { name: 'Rename “Extra info 3”' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(rightToLeft)
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: `Rename “${rightToLeft}”` }).waitFor()
    for (const answer of answers) {
      const value = panel.locator('dd').filter({ hasText: answer }).first()
      await expect.poll(async () => (await value.boundingBox())?.width ?? 0).toBeGreaterThan(100)
    }
    await panel.getByText('Times in', { exact: false }).click()
    await lookInEveryForm(screen, 'extra-field-names')
  })

  it('the filter looks in the fields of one name, at every link that has it', async () => {
    const { answers, detail } = await asked()
    const [answer = ''] = answers
    const field = (number: 1 | 2) => ({ account: detail.accountId, link: detail.sourceId, number })
    const { extraFields, resultList } = laptop.fake.bridge
    for (const [number, name] of [
      [1, 'Department'],
      [2, longest],
    ] as const)
      expect(await extraFields.name({ field: field(number), name })).toMatchObject({ ok: true })
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await resultsAre(page, 300)
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
    await page.getByRole('option', { name: 'Extra info', exact: true }).press('Enter')
    const editor = page.getByRole('dialog', { name: 'Extra info', exact: true })
    await editor.getByRole('textbox', { name: 'Words of the extra info' }).fill(answer)
    await page.getByRole('button', { name: `Extra info: with “${answer}”` }).waitFor()
    await editor.getByRole('button', { name: 'Any question' }).click()
    await page.getByRole('option', { name: longest }).waitFor()
    await lookInEveryForm(screen, 'filter-extra-field-choices')
    await page.getByRole('option', { name: 'Department', exact: true }).click()
    const chip = page.getByRole('button', { name: `Department: with “${answer}”` })
    await chip.waitFor()
    await lookInEveryForm(screen, 'filter-extra-field')
    const filter = [{ field: 'extraInfo', op: 'contains', value: answer, within: 'Department' }] as const
    const found = await resultList.open({ query: { filter, sort: newestFirst }, first: 500 })
    const rows = found.ok ? found.value.rows : []
    expect(rows.map(({ id }) => id)).toContain(detail.id)
    expect(new Set(rows.map(({ sourceId }) => sourceId))).toEqual(new Set([detail.sourceId]))
    await soon(() => resultsShown(page)).toBe(rows.length)
    // A field that is called so no more is said to be gone, and asks for nothing else meanwhile.
    await page.keyboard.press('Escape')
    await extraFields.name({ field: field(1), name: '' })
    await soon(() => resultsShown(page)).toBe(0)
    await chip.click()
    await page.getByRole('button', { name: 'Department (no longer here)' }).waitFor()
    await lookInEveryForm(screen, 'filter-extra-field-gone')
  })
})
