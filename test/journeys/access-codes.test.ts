import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { alphabets } from '../../shared/model/access-code.ts'
import { copySample } from '../screens/laptop-answers.ts'
import {
  bothAgree,
  changesSent,
  codesThere,
  openStaffList,
  paste,
  staffLink,
  startWithEmptyLists,
} from './code-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { givenLaptop, resultsAre, soon } from './teacher-steps.ts'

const sidebar = (page: Page) => page.getByRole('navigation')
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click()
const grid = (page: Page) => page.getByRole('grid', { name: 'Access codes' })
const row = (page: Page, place: number) => page.locator(`[data-row="${place}"]`)
const box = (page: Page, place: number) => page.locator(`[data-row="${place}"] [data-select-box]`)
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search codes' })
const adding = (page: Page) => page.getByRole('dialog', { name: 'Add codes' })
const kind = (page: Page, words: string, count: number) =>
  page.getByRole('dialog').getByRole('tab', { name: new RegExp(`^${words} ?${count}$`) })

/** Searches for one code and waits until it alone is there. */
async function find(page: Page, code: string): Promise<void> {
  await search(page).fill(code)
  await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual([code])
}

/** Waits until the list says so many codes. */
const shown = (page: Page, count: number): Promise<void> =>
  page
    .getByRole('tabpanel')
    .getByText(new RegExp(`^${count} codes?$`))
    .waitFor()

const pupil = (number: number) => `Pupil ${String(number).padStart(2, '0')}`

// One term of an access list: each step begins where the one before ended.
describe('the codes of an access list', () => {
  const laptop = givenLaptop({ classMarker: startWithEmptyLists, fetched: 1 })

  it('are a screen of their own, by mouse from the sidebar and by Ctrl 4', async () => {
    const { page } = laptop.app
    await sidebar(page).getByRole('button', { name: 'Access codes' }).click()
    await page.getByRole('heading', { name: 'Access codes', level: 1 }).waitFor()
    await page.keyboard.press('Control+2')
    await resultsAre(page, 1)
    await openStaffList(page)
    await page.getByRole('heading', { name: 'No codes known here yet' }).waitFor()
    await page.getByText(/^Number at ClassMarker not known, 0 known here$/).waitFor()
    await liesWithinTheWindow(laptop.app, 'an empty access list')
  })

  it('are pasted with names, and nothing is sent before it was seen what it would do', async () => {
    const { page } = laptop.app
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).first().click()
    const lines = Array.from({ length: 250 }, (_, at) => `STAFF-${String(at + 1).padStart(3, '0')}\tPerson ${at + 1}`)
    await paste(
      adding(page).getByLabel('Codes, one per line'),
      [...lines.slice(0, 100), '', 'STAFF-007\tSomebody else', 'L'.repeat(256), ...lines.slice(100)].join('\n'),
    )
    await liesWithinTheWindow(laptop.app, 'adding codes')
    await adding(page).getByRole('button', { name: 'Continue' }).click()
    const kinds = { New: 250, 'Already known': 0, 'Twice in your list': 1, Empty: 1, 'Too long': 1 }
    for (const [words, count] of Object.entries(kinds)) await kind(page, words, count).waitFor()
    await adding(page)
      .getByText('It takes 3 requests, which do not count against the 30 an hour. The list then holds 250 known codes.')
      .waitFor()
    await lookInEveryForm(laptop.app, 'codes-preview')
    await liesWithinTheWindow(laptop.app, 'the preview of codes')
    expect(changesSent(laptop.simulator)).toHaveLength(0)
    expect(codesThere(laptop.simulator)).toHaveLength(0)
  })

  it('go out in three requests for 250, and the server’s number is said beside what is known here', async () => {
    const { page } = laptop.app
    await adding(page).getByRole('button', { name: 'Add 250 codes' }).click()
    await page.getByText('Added 250 codes.').first().waitFor()
    await bothAgree(page, laptop.simulator)
    await soon(() => changesSent(laptop.simulator).map(({ method, outcome }) => `${method} ${outcome}`)).toEqual(
      Array(3).fill('POST ok'),
    )
    expect(codesThere(laptop.simulator)).toEqual(
      Array.from({ length: 250 }, (_, at) => `STAFF-${String(at + 1).padStart(3, '0')}`),
    )
    await soon(() => row(page, 6).getByRole('gridcell').nth(1).textContent()).toBe('Person 7')
    await shown(page, 250)
    await lookInEveryForm(laptop.app, 'codes')
    await liesWithinTheWindow(laptop.app, 'codes')
  })

  it('are generated one for each name, by keyboard alone', async () => {
    const { page } = laptop.app
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).focus()
    for (const key of ['Enter', 'Shift+Tab', 'ArrowRight', 'ArrowRight', 'Tab', 'Control+a'])
      await page.keyboard.press(key)
    await page.keyboard.type('EXAM-{code}')
    for (const key of ['Tab', 'Control+a', '6', 'Tab', 'Tab', 'ArrowRight', 'Enter', 'Tab'])
      await page.keyboard.press(key)
    await page.keyboard.insertText(Array.from({ length: 30 }, (_, at) => pupil(at + 1)).join('\n'))
    await lookInEveryForm(laptop.app, 'codes-generate')
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
    await adding(page).getByRole('button', { name: 'Add 30 codes' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Added 30 codes.').first().waitFor()
    await bothAgree(page, laptop.simulator)
    const made = () => codesThere(laptop.simulator).filter((code) => code.startsWith('EXAM-'))
    await soon(made).toHaveLength(30)
    for (const code of made()) expect(code).toMatch(new RegExp(`^EXAM-[${alphabets['letters-and-digits']}]{6}$`))
    await search(page).fill('pupil 17')
    await shown(page, 1)
    await soon(() => row(page, 0).getByRole('gridcell').nth(1).textContent()).toBe('Pupil 17')
    expect(made()).toContain(await row(page, 0).getByRole('rowheader').textContent())
    await search(page).fill('')
  })

  it('come from a CSV file, its columns chosen by hand', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Badges.csv')
    const rows = Array.from({ length: 12 }, (_, at) => `Room ${at};Holder ${at};B-${at + 100}`)
    writeFileSync(file, ['Where;Who;What', ...rows].join('\r\n'))
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).click()
    await adding(page).getByRole('tab', { name: 'From a file' }).click()
    await laptop.app.dialogs.answerNextOpen(file)
    await adding(page).getByRole('button', { name: 'Choose a file…' }).click()
    const columns = adding(page).getByRole('group', { name: 'Which column is which' })
    await columns.getByRole('button', { name: /Code$/ }).click()
    await page.getByRole('option', { name: 'What', exact: true }).click()
    await columns.getByRole('button', { name: /Name$/ }).click()
    await page.getByRole('option', { name: 'Who', exact: true }).click()
    await lookInEveryForm(laptop.app, 'codes-file')
    await columns.getByRole('button', { name: 'Use 12 rows' }).click()
    await adding(page).getByRole('button', { name: 'Add 12 codes' }).click()
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator).filter((code) => code.startsWith('B-'))).toHaveLength(12)
    await find(page, 'B-105')
    await soon(() => row(page, 0).getByRole('gridcell').nth(1).textContent()).toBe('Holder 5')
    await search(page).fill('')
  })

  it('come from an Excel workbook, whose columns are told by their headers', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Candidates.xlsx')
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('Candidates')
    sheet.addRow(['No.', 'Name', 'Access code'])
    for (const at of [1, 2, 3]) sheet.addRow([at, `Candidate ${at}`, 700_100 + at])
    // A known code: the preview says so, and it is not sent again.
    sheet.addRow([4, 'Person 1', 'STAFF-001'])
    await workbook.xlsx.writeFile(file)
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).click()
    await adding(page).getByRole('tab', { name: 'From a file' }).click()
    await laptop.app.dialogs.answerNextOpen(file)
    await adding(page).getByRole('button', { name: 'Choose a file…' }).press('Enter')
    await adding(page).getByRole('button', { name: 'Use 4 rows' }).press('Enter')
    await kind(page, 'Already known', 1).waitFor()
    await adding(page).getByRole('button', { name: 'Add 3 codes' }).press('Enter')
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toEqual(expect.arrayContaining(['700101', '700102', '700103']))
    await find(page, '700102')
    await soon(() => row(page, 0).getByRole('gridcell').nth(1).textContent()).toBe('Candidate 2')
  })

  it('are selected by mouse and removed, a few without a question, and come back by Undo', async () => {
    const { page } = laptop.app
    await search(page).fill('exam-')
    await shown(page, 30)
    const before = codesThere(laptop.simulator)
    await box(page, 0).click()
    await box(page, 4).click({ modifiers: ['Shift'] })
    await page.getByRole('button', { name: 'Remove 5 codes', exact: true }).click()
    await page.getByText('Removed 5 codes.').first().waitFor()
    expect(await page.getByRole('alertdialog').count()).toBe(0)
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toHaveLength(before.length - 5)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Undone here: 5 codes are as they were before.').first().waitFor()
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toEqual(before)
  })

  it('are selected by keyboard and removed, more than twenty after one question that names the number', async () => {
    const { page } = laptop.app
    const before = codesThere(laptop.simulator)
    await shown(page, 30)
    await row(page, 0).getByRole('rowheader').focus()
    await page.keyboard.press('Space')
    for (let at = 0; at < 24; at += 1) await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: 'Remove 25 codes…' }).press('Enter')
    const question = page.getByRole('alertdialog', { name: 'Remove 25 codes?' })
    await question.waitFor()
    // The button that changes nothing has the focus.
    await page.keyboard.press('Enter')
    await question.waitFor({ state: 'detached' })
    expect(codesThere(laptop.simulator)).toEqual(before)
    await page.getByRole('button', { name: 'Remove 25 codes…' }).press('Enter')
    await question.getByRole('button', { name: 'Remove 25 codes' }).press('Enter')
    await page.getByText('Removed 25 codes.').first().waitFor()
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toHaveLength(before.length - 25)
    await search(page).fill('')
  })

  it('keep a name beside them, opened by Enter and left by Escape', async () => {
    const { page } = laptop.app
    await find(page, 'STAFF-003')
    await row(page, 0).getByRole('rowheader').focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('complementary', { name: 'Code STAFF-003' })
    await details.getByLabel('Name').fill('Ida Renamed')
    await page.keyboard.press('Enter')
    await soon(() => row(page, 0).getByRole('gridcell').nth(1).textContent()).toBe('Ida Renamed')
    await lookInEveryForm(laptop.app, 'code')
    await details.getByRole('button', { name: 'Copy code' }).click()
    await soon(async () => (await laptop.app.outside()).copied.at(-1)).toBe('STAFF-003')
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    await search(page).fill('')
  })

  it('stand in a journal, and its Undo takes back exactly what one change did', async () => {
    const { page } = laptop.app
    const before = codesThere(laptop.simulator)
    await tab(page, /^Journal/)
    const changes = page.getByRole('table', { name: 'Changes made here' })
    const fromFile = changes.getByRole('row').filter({ hasText: 'Added 12' })
    await soon(() => fromFile.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['Added 12', 'File', 'Sent']),
    )
    await lookInEveryForm(laptop.app, 'codes-journal')
    await liesWithinTheWindow(laptop.app, 'the journal of codes')
    await fromFile.getByRole('button', { name: /^Undo: Added 12/ }).press('Enter')
    await page.getByText('Undone here: 12 codes are as they were before.').first().waitFor()
    await fromFile.getByText(/^Undone /).waitFor()
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toEqual(before.filter((code) => !code.startsWith('B-')))
  })

  it('ask before an Undo that removes more than twenty', async () => {
    const { page } = laptop.app
    const before = codesThere(laptop.simulator)
    await page.getByRole('button', { name: /^Undo: Added 30/ }).click()
    const question = page.getByRole('alertdialog', { name: 'Take 30 codes off again?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    expect(codesThere(laptop.simulator)).toEqual(before)
  })

  it('tell where ClassMarker counted otherwise', async () => {
    const { page } = laptop.app
    const list = laptop.simulator.world.accessList(123456)
    list?.codes.delete('STAFF-010')
    list?.codes.add('ELSEWHERE-1')
    list?.codes.add('ELSEWHERE-2')
    await tab(page, /^Codes/)
    await find(page, 'STAFF-010')
    await box(page, 0).click()
    await page.getByRole('button', { name: 'Remove 1 code', exact: true }).click()
    await page.getByText('2 codes on ClassMarker’s list are not known here', { exact: false }).waitFor()
    await search(page).fill('')
    await tab(page, /^Journal/)
    await page.getByRole('heading', { name: 'ClassMarker’s answer differed' }).waitFor()
    await page.getByText('Sent 1 to remove, ClassMarker removed 0: 1 was not on the list.', { exact: false }).waitFor()
  })

  it('are known again once the full list is pasted, which sends nothing', async () => {
    const { page } = laptop.app
    const sent = changesSent(laptop.simulator).length
    laptop.simulator.world.accessList(123456)?.codes.delete('STAFF-011')
    await page.getByRole('button', { name: 'Paste the full list…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Paste the full list' })
    await paste(dialog.getByLabel('Codes, one per line'), codesThere(laptop.simulator).join('\n'))
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByText('Nothing is sent: only what is known here changes.', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Learn 2, forget 1' }).press('Enter')
    await bothAgree(page, laptop.simulator)
    expect(changesSent(laptop.simulator)).toHaveLength(sent)
    await page.getByText('Full list: 2 learned, 1 forgotten').first().waitFor()
  })

  it('are worth a look where two names used one, and where nobody here knows one', async () => {
    const { page } = laptop.app
    const uses = [
      { access_code: 'STAFF-020', first: 'Ana', last: 'Bell' },
      { access_code: 'STAFF-020', first: 'Cy', last: 'Dole' },
      { access_code: 'STRAY-1', first: 'Eve', last: 'Farr' },
    ]
    for (const use of uses) laptop.simulator.world.addLinkResult({ link_id: staffLink, ...use })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page
      .getByText(/3 new results/)
      .first()
      .waitFor()
    await tab(page, /^Worth a look/)
    const shared = page.getByRole('table', { name: 'Used under two names or more' })
    await shared.getByRole('button', { name: 'Show the code STAFF-020' }).waitFor()
    for (const name of ['Ana Bell', 'Cy Dole']) await shared.getByText(name, { exact: false }).waitFor()
    await soon(() => page.getByRole('table', { name: 'Used, but not known here' }).textContent()).toContain('STRAY-1')
    await lookInEveryForm(laptop.app, 'codes-findings')
    await liesWithinTheWindow(laptop.app, 'what is worth a look')
    await page.getByRole('button', { name: 'Add 1 code…' }).click()
    await adding(page).getByRole('button', { name: 'Add 1 code', exact: true }).click()
    await bothAgree(page, laptop.simulator)
    await page.getByText('Every code in the results is known here.').waitFor()
    await shared.getByRole('button', { name: 'Show the code STAFF-020' }).click()
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual(['STAFF-020'])
    await soon(() => row(page, 0).getByRole('gridcell').nth(2).textContent()).toBe('2×')
    await search(page).fill('')
  })

  it('are held back where ClassMarker refuses them, and sent all the same when somebody says so', async () => {
    const { page } = laptop.app
    laptop.simulator.faults.next({ kind: 'error', code: 'payloadValidationError' }, { path: /\/v1\/accesslists\// })
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).click()
    await adding(page).getByLabel('Codes, one per line').fill('REFUSED-1')
    await adding(page).getByRole('button', { name: 'Continue' }).click()
    await adding(page).getByRole('button', { name: 'Add 1 code', exact: true }).click()
    await page.getByText(/^1 change is held back/).waitFor()
    await find(page, 'REFUSED-1')
    await soon(() => row(page, 0).textContent()).toContain('Adding refused')
    await liesWithinTheWindow(laptop.app, 'a change held back')
    expect(codesThere(laptop.simulator)).not.toContain('REFUSED-1')
    await page.getByRole('button', { name: 'Send all the same' }).click()
    await page.getByText(/^1 change is held back/).waitFor({ state: 'detached' })
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toContain('REFUSED-1')
  })

  it('are removed by typing them, also where they are not known here', async () => {
    const { page } = laptop.app
    await search(page).fill('')
    await page.getByRole('main').getByRole('button', { name: 'Remove codes…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Remove codes' })
    await page.keyboard.insertText('REFUSED-1\nNOBODY-KNOWS')
    await dialog.getByRole('button', { name: 'Continue' }).press('Enter')
    await kind(page, 'Not known here', 1).waitFor()
    await dialog.getByRole('button', { name: 'Remove 2 codes' }).press('Enter')
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).not.toContain('REFUSED-1')
  })

  it('has gone without an error in the window', () => {
    expect(laptop.app.logs.filter((line) => line.startsWith('page error'))).toEqual([])
  })
})

describe('access codes of the sample account', () => {
  const laptop = givenLaptop({ prepare: ({ folder }) => copySample(folder) })

  beforeAll(() => resultsAre(laptop.app.page, 3_000))

  it('come with something worth a look, and are added and removed like real ones', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+7')
    const numbers = page.getByText(/^[\d,]+ at ClassMarker, [\d,]+ known here$/)
    const known = async () => Number((await numbers.textContent())?.match(/^[\d,]+/)?.[0].replace(',', ''))
    const before = await known()
    expect(before).toBeGreaterThan(20)
    const saying = (count: number) => {
      const words = new Intl.NumberFormat('en-US').format(count)
      return page.getByText(`${words} at ClassMarker, ${words} known here`, { exact: true })
    }
    await saying(before).waitFor()
    // The sample banner stands above them too.
    await soon(async () => (await page.getByRole('rowheader').first().boundingBox())?.y).toBeLessThanOrEqual(200)
    await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).first().click()
    await adding(page).getByLabel('Codes, one per line').fill('AAA-TRY-1, Ada\nAAA-TRY-2, Ben')
    await adding(page).getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => adding(page).getByRole('button', { name: 'Cancel' }).count()).toBe(1)
    await adding(page).getByRole('button', { name: 'Add 2 codes' }).click()
    await saying(before + 2).waitFor()
    await box(page, 0).click()
    await page.getByRole('button', { name: 'Remove 1 code', exact: true }).click()
    await saying(before + 1).waitFor()
    await tab(page, /^Worth a look/)
    await page.getByRole('table', { name: 'Used under two names or more' }).getByRole('row').nth(1).waitFor()
  })
})
