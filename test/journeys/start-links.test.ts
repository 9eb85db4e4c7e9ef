import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'
import Papa from 'papaparse'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { givenStaffCodes, paste } from './code-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { soon } from './teacher-steps.ts'

const headers = ['First name', 'Last name', 'E-mail', 'User ID', 'Access code'] as const
const people = [
  ['Zoë', "O'Neill & Sons", 'zoe+exam@mail.example', 'staff|17', 'STAFF-001'],
  ['Łukasz', 'Żak-Müller', 'zak@mail.example', '50%', 'STAFF-002'],
  ['Ana (10B)', 'de la Cruz', '', '#3', 'A b/c?=&'],
] as const
const quizId = 'g6v533a63444719ce32'
const parameters = ['cm_fn', 'cm_ln', 'cm_e', 'cm_user_id', 'cm_access_list_item'] as const

/** The values that somebody who opens the address would read from it. */
function readBack(address: string): readonly string[] {
  const url = new URL(address)
  expect(`${url.origin}${url.pathname}`).toBe('https://www.classmarker.com/online-test/start/')
  expect(url.searchParams.get('quiz')).toBe(quizId)
  return parameters.map((name) => url.searchParams.get(name) ?? '')
}

/** The addresses of the first people, as the window shows them. */
const addressesShown = (page: Page): Promise<string[]> =>
  page
    .getByRole('region', { name: 'First people and their addresses' })
    .getByRole('cell')
    .filter({ hasText: /^https:/ })
    .allTextContents()

const step = (page: Page, name: string) => page.getByRole('region', { name })

// Handing out start links in order: each step begins where the one before ended.
describe('start links', () => {
  const laptop = givenStaffCodes('FREE-1\nFREE-2\nFREE-3, Bo Berg', 3)

  it('begin with the link of the list and people pasted from a spreadsheet', async () => {
    const { page } = laptop.app
    await page.getByRole('tab', { name: 'Start links' }).click()
    await step(page, '1 Link')
      .getByRole('button', { name: /New York sales staff/ })
      .waitFor()
    const table = [headers, ...people].map((row) => row.join('\t')).join('\n')
    await paste(page.getByLabel('People, one a row'), table)
    const columns = page.getByRole('group', { name: 'Which column is which' })
    await columns.getByRole('button', { name: 'Use 3 rows' }).waitFor()
    await columns.getByRole('button', { name: 'Use 3 rows' }).press('Enter')
    await page.getByText(/^3 people$/).waitFor()
    await lookInEveryForm(laptop.app, 'start-links')
    await liesWithinTheWindow(laptop.app, 'start links')
  })

  it('give everybody an address that says exactly who they are', async () => {
    const { page } = laptop.app
    const addresses = await addressesShown(page)
    expect(addresses.map(readBack)).toEqual(people)
    // Some mail programs end an address at these characters.
    for (const address of addresses) expect(address).not.toMatch(/[\s"'()<>+]/)
  })

  it('are saved as Excel', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Start.xlsx')
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: 'Save as Excel…' }).click()
    await page.getByText('Saved Start.xlsx · 3 people').first().waitFor()
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(file)
    const rows = workbook.worksheets[0]?.getSheetValues().slice(1) as unknown[][]
    const texts = rows.map((row) => row.slice(1).map(cellText))
    expect(texts[0]).toEqual([...headers, 'Start link'])
    expect(texts.slice(1).map((row) => Array.from({ length: 5 }, (_, at) => row[at] ?? ''))).toEqual(people)
    expect(texts.slice(1).map((row) => readBack(row[5] ?? ''))).toEqual(people)
  })

  it('are saved as CSV for mail merge', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Start.csv')
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: 'Save as CSV for mail merge…' }).press('Enter')
    await page.getByText('Saved Start.csv · 3 people').first().waitFor()
    const text = readFileSync(file, 'utf8')
    // Excel and Word read accents correctly only after this mark.
    expect(text.startsWith('\uFEFF')).toBe(true)
    const [head, ...rows] = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true }).data
    expect(head).toEqual([...headers, 'Start link'])
    expect(rows.map((row) => row.slice(0, 5))).toEqual(people)
    expect(rows.map((row) => readBack(row[5] ?? ''))).toEqual(people)
  })

  it('are copied, ready for a spreadsheet', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('Copied 3 people with their addresses', { exact: false }).first().waitFor()
    const [head, ...rows] = ((await laptop.app.outside()).copied.at(-1) ?? '')
      .split('\r\n')
      .map((line) => line.split('\t'))
    expect(head).toEqual([...headers, 'Start link'])
    expect(rows.map((row) => row.slice(0, 5))).toEqual(people)
    expect(rows.map((row) => readBack(row[5] ?? ''))).toEqual(people)
  })

  it('are printed as slips, a QR code on each and nothing else on the paper', async () => {
    const { page } = laptop.app
    const addresses = await addressesShown(page)
    await page.getByRole('button', { name: 'Print slips…' }).click()
    await soon(() => laptop.app.logs.filter((line) => line.includes('printing')).length).toBe(1)
    await page.emulateMedia({ media: 'print' })
    const slips = await page.locator('[data-slips="3"] svg').evaluateAll((codes) =>
      codes.map((code) => {
        const slip = code.parentElement
        const { width, height } = code.getBoundingClientRect()
        const drawn = code.querySelector('path')?.getAttribute('d') ?? ''
        return { text: slip?.innerText ?? '', side: Math.round(Math.min(width, height)), drawn }
      }),
    )
    expect(slips).toHaveLength(3)
    for (const [at, { text, side, drawn }] of slips.entries()) {
      const [person, address] = [people[at], addresses[at] ?? '']
      expect(drawn).toBe(toSvgPath(generate(address, { minCorrectionLevel: correction.M })))
      // Large enough for a telephone: 34 millimetres.
      expect(side).toBeGreaterThan(120)
      for (const words of [person?.[0], person?.[1], person?.[4], address]) expect(text).toContain(words)
    }
    const besides = await page.evaluate(
      () =>
        [...document.body.children].filter(
          (child) => !child.hasAttribute('data-print-pages') && child.getClientRects().length > 0,
        ).length,
    )
    expect(besides).toBe(0)
    await page.emulateMedia({ media: null })
    // The page hears of that while the dialog is still open, on some systems, and never on others.
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await expect.poll(() => page.locator('[data-slips]').count()).toBe(1)
    await laptop.app.dialogs.answerNextPrint('')
    await page.getByText('3 slips went to the printer.').first().waitFor()
    expect(await page.locator('[data-slips]').count()).toBe(0)
  })

  it('are not called printed where the dialog was cancelled, and a printer that fails is told', async () => {
    const { page } = laptop.app
    const said = page.getByText('slips went to the printer.')
    const before = await said.count()
    await laptop.app.dialogs.answerNextPrint('Print job canceled')
    await page.getByRole('button', { name: 'Print slips…' }).click()
    await soon(() => laptop.app.logs.filter((line) => line.includes('printing')).length).toBe(2)
    await soon(() => page.locator('[data-slips]').count()).toBe(0)
    await laptop.app.dialogs.answerNextPrint('No valid printers available')
    await page.getByRole('button', { name: 'Print slips…' }).click()
    await page.getByText('The system could not print this.', { exact: false }).first().waitFor()
    expect(await page.locator('[data-slips]').count()).toBe(0)
    expect(await said.count()).toBeLessThanOrEqual(before)
  })

  it('give people without a code an unused one, and keep their names beside it', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Other people…' }).click()
    await page.getByLabel('People, one a row').fill('Bo Berg\nCleo Lund')
    await page.getByRole('button', { name: 'Read these rows' }).click()
    await page.getByRole('button', { name: 'Use 2 rows' }).click()
    await page.getByText('Give each person an unused code of this list').click()
    await page.getByText('2 people get a code.').waitFor()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('1 name is written beside its code.', { exact: false }).first().waitFor()
    const rows = ((await laptop.app.outside()).copied.at(-1) ?? '').split('\r\n').map((line) => line.split('\t'))
    // The code that carries his name is his.
    expect(rows[1]?.[4]).toBe('FREE-3')
    expect(rows[2]?.[4]).toBe('FREE-1')
    await page.getByRole('tab', { name: /^Codes/ }).click()
    await page.getByRole('row').filter({ hasText: 'FREE-1' }).getByText('Cleo Lund').waitFor()
  })

  it('come from the codes of the list, each for the name beside it', async () => {
    const { page } = laptop.app
    await page.getByRole('tab', { name: 'Start links' }).click()
    await page.getByRole('button', { name: 'Other people…' }).click()
    await page.getByRole('radio', { name: 'Codes of this list' }).click()
    await page.getByRole('radio', { name: 'With a name' }).click()
    await page.getByRole('button', { name: 'Use these codes' }).click()
    await page.getByText(/^2 people$/).waitFor()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await soon(async () =>
      ((await laptop.app.outside()).copied.at(-1) ?? '')
        .split('\r\n')
        .slice(1)
        .map((line) => line.split('\t').slice(0, 5).join(' ')),
    ).toEqual(['Cleo Lund   FREE-1', 'Bo Berg   FREE-3'])
  })

  it('say so where the key may not see the link’s address', async () => {
    const { page } = laptop.app
    await step(page, '1 Link')
      .getByRole('button', { name: /Link to start$/ })
      .click()
    await page.getByRole('option', { name: /Parents' evening feedback/ }).click()
    await page.getByText(/^This API key may not see the address of this link/).waitFor()
  })

  it('has gone without an error in the window', () => {
    expect(laptop.app.logs.filter((line) => line.startsWith('page error'))).toEqual([])
  })
})

/** The words of a cell, whether it is a link or plain text. */
function cellText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'hyperlink' in value) return String(value.hyperlink)
  return String(value ?? '')
}
