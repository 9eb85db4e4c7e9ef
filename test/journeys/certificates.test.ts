import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import type { GroupResult } from '../../electron/simulator/result.ts'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { box, card, desk, fact, tab } from './certificate-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { givenLaptop, type Laptop, nameOf, now, resultsAre, soon } from './teacher-steps.ts'

const nightShift = 29790
const safety = { id: 64815, name: 'Health and Safety Induction' }
const openDay = 38690
const firstAid = { id: 48801, name: 'First Aid at Work' }

const sidebar = (page: Page) => page.getByRole('navigation')
const grid = (page: Page) => page.getByRole('grid')
const rowOf = (page: Page, words: string) => grid(page).getByRole('row').filter({ hasText: words })
const isFocused = (element: Element) => element === document.activeElement

// One morning at the desk: each step begins where the one before ended.
describe('certificates of an account', () => {
  let ada: GroupResult
  let ben: GroupResult
  let renewed: GroupResult
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 7 })

  function hold({ simulator: { world } }: Laptop): void {
    const ago = (days: number) => plusSeconds(now(), -days * day)
    const shift = { group_id: nightShift, test_id: safety.id, percentage: 92 }
    const visit = { link_id: openDay, test_id: firstAid.id, percentage: 87.5 }
    const taken = (person: object, days: number) =>
      world.addGroupResult({ ...shift, time_finished: ago(days), ...person })
    const firstAidTaken = (person: object, days: number) =>
      world.addLinkResult({ ...visit, time_finished: ago(days), ...person })
    ada = taken({ user_id: 501, first: 'Ada', last: 'Quillfeather', email: 'ada@northbridge.example' }, 80)
    ben = taken({ user_id: 502, first: 'Ben', last: 'Quillfeather', email: 'ben@northbridge.example' }, 40)
    renewed = taken({ user_id: 501, first: 'Ada', last: 'Quillfeather', email: 'ada@northbridge.example' }, 3)
    firstAidTaken({ first: 'Zo&euml;', last: 'Okonkwo', email: 'zoe@mail.example' }, 10)
    firstAidTaken({ first: 'Ada', last: 'Marsh', email: 'marsh@mail.example', certificate_url: '' }, 9)
    // Not earned: a result without a serial, and a serial of a result that is not passed.
    taken({ user_id: 503, first: 'Cem', last: 'Nearly', percentage: 60 }, 8)
    taken(
      {
        user_id: 504,
        first: 'Dora',
        last: 'Lost',
        percentage: 60,
        certificate_serial: 'CQQQQQQQQQ-WWWWWWWW-TTTTTTTTTT',
      },
      7,
    )
  }

  it('is a screen of its own, by mouse from the sidebar and by Ctrl 3', async () => {
    const { page } = laptop.app
    await sidebar(page)
      .getByRole('button', { name: /^Certificates/ })
      .click()
    await page.getByRole('heading', { name: 'Certificates', level: 1 }).waitFor()
    await sidebar(page).getByRole('button', { name: 'Certificates 5' }).waitFor()
    await page.keyboard.press('Control+2')
    await resultsAre(page, 7)
    await page.keyboard.press('Control+6')
    await page.getByText('5 certificates are here to look through.').waitFor()
    await soon(() => desk(page).evaluate(isFocused)).toBe(true)
    await liesWithinTheWindow(laptop.app, 'the desk')
  })

  it('knows a certificate by nine characters of its serial, typed small and without dashes', async () => {
    const { page } = laptop.app
    const letters = ada.certificate_serial.replaceAll('-', '').toLowerCase().replaceAll('l', '1')
    // These characters reach across the first dash.
    await page.keyboard.type(letters.slice(6, 15))
    await card(page).getByRole('heading', { name: 'Ada Quillfeather' }).waitFor()
    await card(page).getByText('This certificate is real', { exact: true }).waitFor()
    const words = async (name: string) => (await fact(page, name).textContent()) ?? ''
    expect(await words('Test')).toBe(safety.name)
    const earned = await page.evaluate(
      (moment) =>
        new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
          moment * 1_000,
        ),
      ada.time_finished,
    )
    expect(await words('Earned')).toBe(earned)
    expect(await words('Score')).toBe('92.0% · passed · pass mark 80%')
    expect(await words('Serial')).toBe(ada.certificate_serial)
    expect(await words('Group or link')).toBe('Night shift intake')
    expect(await words('PDF')).toBe('At ClassMarker, not on this computer')
    await card(page).getByText('ada@northbridge.example').waitFor()
    await lookInEveryForm(laptop.app, 'certificates-found')
    await liesWithinTheWindow(laptop.app, 'a certificate at the desk')
  })

  it('lets the arrow keys choose among several of one name, and Enter open one', async () => {
    const { page } = laptop.app
    await desk(page).fill('QUILL feather')
    const found = page.getByRole('listbox', { name: 'Certificates found' })
    await found.getByRole('option').nth(2).waitFor()
    await soon(() => found.getByRole('option').count()).toBe(3)
    const reached = found.getByRole('option', { selected: true })
    // The newest stands first.
    await soon(() => reached.textContent()).toContain(renewed.certificate_serial)
    await page.keyboard.press('ArrowDown')
    await soon(() => reached.textContent()).toContain('Ben Quillfeather')
    await page.keyboard.press('Enter')
    await card(page).getByRole('heading', { name: 'Ben Quillfeather' }).waitFor()
    await soon(() => fact(page, 'Serial').textContent()).toBe(ben.certificate_serial)
    await page.keyboard.press('Escape')
    await found.getByRole('option').filter({ hasText: ada.certificate_serial }).click()
    await soon(() => fact(page, 'Serial').textContent()).toBe(ada.certificate_serial)
    await page.getByRole('button', { name: 'Back to the others' }).click()
    await found.waitFor()
  })

  it('copies the serial as ClassMarker writes it, and opens the PDF in the browser', async () => {
    const { page } = laptop.app
    await desk(page).fill(ben.certificate_serial)
    await card(page).getByRole('button', { name: 'Copy serial' }).click()
    await page
      .getByText(/^Copied the serial /)
      .first()
      .waitFor()
    await card(page).getByRole('button', { name: 'Open at ClassMarker' }).click()
    await soon(async () => (await laptop.app.outside()).opened).toEqual([ben.certificate_url])
    await soon(async () => (await laptop.app.outside()).copied.at(-1)).toBe(ben.certificate_serial)
  })

  it('says there is no PDF where ClassMarker gave no address for it', async () => {
    const { page } = laptop.app
    await desk(page).fill('marsh')
    await soon(() => fact(page, 'PDF').textContent()).toBe('ClassMarker gave no address for it')
    expect(
      await card(page)
        .getByRole('button', { name: /Open|Download/ })
        .allTextContents(),
    ).toEqual(['Open result'])
  })

  it('says of what it does not find what it looked through and how far that reaches, not that it is forged', async () => {
    const { page } = laptop.app
    await desk(page).fill('zzzz-9999')
    await page.getByRole('heading', { name: 'No certificate here matches “zzzz-9999”' }).waitFor()
    await page
      .getByText('Looked through 5 certificates: serials, names, e-mail addresses, access codes and tests.', {
        exact: true,
      })
      .waitFor()
    await page.getByRole('heading', { name: 'How far this reaches' }).waitFor()
    for (const feed of ['Groups', 'Links'])
      await page.getByText(new RegExp(`^${feed}: Complete since .+, as of .+`)).waitFor()
    await page.getByText(/^A certificate earned outside this time is not know/).waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/forged|fake/i)
    await lookInEveryForm(laptop.app, 'certificates-not-found')
    await desk(page).press('Escape')
    await page.getByText('5 certificates are here to look through.').waitFor()
  })

  it('does not take the serial of a result that is not passed for a certificate', async () => {
    const { page } = laptop.app
    await desk(page).fill('cqqqqqqqqqww')
    await card(page).getByText('Not a valid certificate').waitFor()
    expect(await card(page).getByText('This certificate is real').count()).toBe(0)
    // What was found before may still be being read out.
    await soon(() => page.getByText('This certificate is real').count()).toBe(0)
  })

  it('leads from a serial that was replaced to the one that counts', async () => {
    const { page } = laptop.app
    laptop.simulator.world.changeResult(ben, {
      certificate_serial: 'CBENJAMINX-QUILLFEA-THERNEWONE',
      time_finished: plusSeconds(now(), -60),
    })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page
      .getByText(/1 result updated/)
      .first()
      .waitFor()
    await desk(page).fill(ben.certificate_serial)
    await page.getByText('This serial was replaced').waitFor()
    await page.getByRole('button', { name: 'Look up the one that counts' }).click()
    await card(page).getByRole('heading', { name: 'Ben Quillfeather' }).waitFor()
    await soon(() => fact(page, 'Serial').textContent()).toBe('CBENJAMINX-QUILLFEA-THERNEWONE')
    await desk(page).press('Escape')
  })

  it('lists every certificate, narrowed by test and by search', async () => {
    const { page } = laptop.app
    await tab(page, 'List')
    await page
      .getByRole('tabpanel')
      .getByText(/^5 certificates$/)
      .waitFor()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('option', { name: 'Test', exact: true }).click()
    await page.getByRole('option', { name: firstAid.name }).click()
    await page.keyboard.press('Escape')
    await page
      .getByRole('tabpanel')
      .getByText(/^2 of 5 certificates$/)
      .waitFor()
    await page.getByRole('searchbox', { name: 'Search certificates' }).fill('zoe')
    await page
      .getByRole('tabpanel')
      .getByText(/^1 of 5 certificates$/)
      .waitFor()
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual(['Zoë Okonkwo'])
    await page.getByRole('searchbox').fill('nobody of this name')
    await page.getByRole('heading', { name: /^No/ }).waitFor()
    await page.getByRole('searchbox').fill('')
    await page.getByRole('button', { name: 'Remove filter: Test' }).click()
    await page
      .getByRole('tabpanel')
      .getByText(/^5 certificates$/)
      .waitFor()
    await liesWithinTheWindow(laptop.app, 'the list of certificates')
  })

  it('is selected from by mouse: single rows, a range, everything', async () => {
    const { page } = laptop.app
    await box(page, 0).click()
    await page
      .getByRole('tabpanel')
      .getByText(/^1 selected$/)
      .waitFor()
    await box(page, 3).click({ modifiers: ['Shift'] })
    await page
      .getByRole('tabpanel')
      .getByText(/^4 selected$/)
      .waitFor()
    await box(page, 1).click()
    await page
      .getByRole('tabpanel')
      .getByText(/^3 selected$/)
      .waitFor()
    await page.getByRole('checkbox', { name: 'Select all' }).click()
    await page
      .getByRole('tabpanel')
      .getByText(/^5 selected$/)
      .waitFor()
    await page.getByRole('button', { name: 'Clear selection' }).click()
    await page
      .getByRole('tabpanel')
      .getByText(/^5 certificates$/)
      .waitFor()
  })

  it('is selected from by Space and Shift, and only what is selected goes to Excel', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Three.xlsx')
    await page.locator('[data-row="0"]').getByRole('rowheader').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page
      .getByRole('tabpanel')
      .getByText(/^3 selected$/)
      .waitFor()
    await lookInEveryForm(laptop.app, 'certificates-selected')
    const selected = () => grid(page).locator('[aria-selected="true"]').getByRole('rowheader').allTextContents()
    await soon(selected).toHaveLength(3)
    const names = await selected()
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: 'Export 3 to Excel…' }).press('Enter')
    await page
      .getByText(/^Saved Three\.xlsx · 3 /)
      .first()
      .waitFor()
    const rows = await rowsOf(file)
    expect(rows.map((row) => `${row['First name']} ${row['Last name']}`)).toEqual(names)
    for (const row of rows) expect(row.Serial).toMatch(/^C[A-Z]{9}-[A-Z]{8}-[A-Z]{10}$/)
    await page.keyboard.press('Escape')
  })

  it('writes all of them as ClassMarker sent them', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'All.xlsx')
    await page.locator('[data-row="0"]').getByRole('rowheader').focus()
    await page.keyboard.press('Escape')
    await page
      .getByRole('tabpanel')
      .getByText(/^5 certificates$/)
      .waitFor()
    await laptop.app.dialogs.answerNextSave(file)
    await page.keyboard.press('Control+e')
    await page
      .getByText(/^Saved All\.xlsx · 5 /)
      .first()
      .waitFor()
    const rows = await rowsOf(file)
    const written = rows.find((row) => row.Serial === ada.certificate_serial)
    expect(written).toMatchObject({
      'Last name': 'Quillfeather',
      'First name': 'Ada',
      'E-mail': 'ada@northbridge.example',
      Test: safety.name,
      'Group or link': 'Night shift intake',
      Percent: 0.92,
      Passed: 'Yes',
      'On this computer': 'No',
    })
    expect(rows.map((row) => row['Last name']).sort()).toEqual(['Marsh', 'Okonkwo', ...Array(3).fill('Quillfeather')])
  })

  it('opens the result of a certificate by Enter, with its card, and gives the focus back', async () => {
    const { page } = laptop.app
    const row = page.locator('[data-row="0"]')
    const name = await nameOf(row)
    await row.getByRole('rowheader').focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: `Result of ${name}` })
    await panel.getByText('Everything ClassMarker sent').waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await soon(() => row.getByRole('rowheader').evaluate(isFocused)).toBe(true)
  })

  it('tells what expires when and who has renewed, once a test has a validity', async () => {
    const { page } = laptop.app
    await tab(page, 'Renewals')
    await page.getByRole('heading', { name: 'Nothing expires yet' }).waitFor()
    await lookInEveryForm(laptop.app, 'certificates-no-validity')
    await liesWithinTheWindow(laptop.app, 'validities')
    await page.getByRole('button', { name: `Validity of ${safety.name}` }).click()
    await page.getByRole('option', { name: '24 months' }).click()
    await soon(() => states(page)).toEqual({ Expired: 0, 'Due within 60 days': 0, Valid: 2, Renewed: 1 })
    const year = String(new Date((renewed.time_finished - 2 * day) * 1_000).getFullYear() + 2)
    const newest = rowOf(page, 'Ada Quillfeather').filter({ hasNotText: 'Renewed' })
    // All belong to one test, which is shown once.
    await page.getByText(`Test: ${safety.name} for all 3 certificates`).waitFor()
    await soon(() => newest.getByRole('gridcell').allTextContents()).toEqual([
      // The selection box.
      '',
      expect.any(String),
      expect.stringContaining(year),
      'Valid',
    ])
    await rowOf(page, 'Ada Quillfeather').filter({ hasText: 'Renewed' }).waitFor()
  })

  it('takes any number of months, by keyboard', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Validity…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'How long certificates count' })
    await dialog.getByRole('button', { name: `Validity of ${firstAid.name}` }).press('Enter')
    await page.getByRole('option', { name: 'Another number…' }).press('Enter')
    await page.keyboard.type('2')
    await lookInEveryForm(laptop.app, 'certificates-validity')
    await page.keyboard.press('Enter')
    await dialog
      .getByRole('button', { name: `Validity of ${firstAid.name}` })
      .filter({ hasText: '2 months' })
      .waitFor()
    await dialog.getByRole('button', { name: 'Done' }).press('Enter')
    await soon(() => states(page)).toEqual({ Expired: 0, 'Due within 60 days': 2, Valid: 2, Renewed: 1 })
    await page.getByRole('toolbar', { name: 'States' }).getByRole('button', { name: /^Due/ }).press('Space')
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual(
      ['Ada Marsh', 'Zoë Okonkwo'].reverse(),
    )
    await lookInEveryForm(laptop.app, 'certificates-renewals')
    await liesWithinTheWindow(laptop.app, 'renewals')
  })

  it('shows at the desk until when a certificate counts', async () => {
    const { page } = laptop.app
    await tab(page, 'Desk')
    await desk(page).fill(ada.certificate_serial)
    const year = String(new Date((ada.time_finished - 2 * day) * 1_000).getFullYear() + 2)
    await soon(() => fact(page, 'Valid until').textContent()).toContain(year)
  })

  it('says of a result still to be graded that its certificate is provisional', async () => {
    const { page } = laptop.app
    laptop.simulator.world.addLinkResult({
      link_id: openDay,
      test_id: firstAid.id,
      first: 'Gil',
      last: 'Ungraded',
      percentage: 80,
      requires_grading: 'Yes',
      certificate_serial: 'CGJLLLLLLL-NNNNNNNN-GGGGGGGGGG',
    })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page
      .getByText(/^1 new result/)
      .first()
      .waitFor()
    await desk(page).fill('gil')
    await card(page).getByText('Provisional: still to be graded', { exact: true }).waitFor()
    await soon(() => fact(page, 'Serial').textContent()).toBe('CGJLLLLLLL-NNNNNNNN-GGGGGGGGGG')
    await soon(() => fact(page, 'Score').textContent()).toContain('to grade')
  })

  it('has gone without an error in the window', () => {
    expect(laptop.app.logs.filter((line) => line.startsWith('page error'))).toEqual([])
  })
})

const states = async (page: Page): Promise<Record<string, number>> => {
  const words = await page.getByRole('toolbar', { name: 'States' }).getByRole('button').allTextContents()
  return Object.fromEntries(words.map((word) => [word.replace(/\d+$/, ''), Number(word.match(/\d+$/)?.[0])]))
}

async function rowsOf(file: string): Promise<Record<string, unknown>[]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(file)
  const sheet = workbook.getWorksheet('Certificates')
  if (!sheet) throw new Error('The workbook has no sheet "Certificates"')
  const headers = (sheet.getRow(1).values as unknown[]).slice(1).map(String)
  const rows = sheet.getRows(2, sheet.rowCount - 1) ?? []
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row.getCell(index + 1).value])))
}
