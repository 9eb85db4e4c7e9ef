import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../electron/cli/run.ts'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { type Cell, sheetRows } from '../electron/export/laptop.ts'
import { workers } from '../electron/support/workers.ts'
import { environmentOf, givenLaptop, type Laptop, now, soon } from './teacher-steps.ts'

const group = 29765
const [quadratics, fractions] = [64781, 64776]
const students = { Quillfeather: 501, Zimmer: 502, Adeyemi: 503 }

const cellOf = (page: Page, student: string, column: number) =>
  page.getByRole('row').filter({ hasText: student }).locator(`[data-column="${column}"]`)
const words = (page: Page, student: string, column: number): Promise<string | null> =>
  cellOf(page, student, column).getAttribute('title')

/** What the screen shows of a score, as a file holds it. */
function asInFile(said: string | null): unknown {
  if (said === null || said.startsWith('not taken')) return null
  if (said.startsWith('excused')) return 'EX'
  const percent = said.match(/^(\d+\.\d)%/)?.[1]
  return percent === undefined ? said : Math.round(Number(percent) * 10) / 1000
}

/** What a cell of a workbook shows; exceljs reads a formula that comes to 0 as one without a result. */
function shownIn(cell: Cell, empty: unknown = null): unknown {
  const value = typeof cell === 'object' && cell !== null && 'formula' in cell ? cell.result : cell
  return value === '' || value === undefined ? empty : value
}

// One afternoon: each step begins where the one before ended.
describe('a gradebook that is handed in', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 5 })
  const first = () => join(laptop.folder, 'First.xlsx')
  const second = () => join(laptop.folder, 'Second.xlsx')

  function hold({ simulator }: Laptop): void {
    taken(simulator.world, 'Quillfeather', quadratics, 51, 9)
    taken(simulator.world, 'Quillfeather', quadratics, 86, 3)
    taken(simulator.world, 'Quillfeather', fractions, 70, 2)
    taken(simulator.world, 'Zimmer', quadratics, 40, 2)
    taken(simulator.world, 'Stranger', quadratics, 99, 2)
  }

  function taken(
    world: Laptop['simulator']['world'],
    last: keyof typeof students | 'Stranger',
    test: number,
    percentage: number,
    daysAgo: number,
  ): void {
    world.addGroupResult({
      ...{ group_id: group, test_id: test, user_id: last === 'Stranger' ? 599 : students[last] },
      ...{ first: 'Ada', last, percentage, requires_grading: 'No', time_finished: plusSeconds(now(), -daysAgo * day) },
    })
  }

  const exportDialog = async (page: Page) => {
    await page.getByRole('button', { name: 'Export to Excel…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export this gradebook' })
    await dialog.waitFor()
    return dialog
  }

  it('is of a class, under the policy that was chosen', async () => {
    const { page } = laptop.app
    await page.evaluate(async (people) => {
      const accounts = await globalThis.gradekeep?.accounts.list()
      const account = accounts?.ok ? accounts.value[0]?.id : undefined
      if (account === undefined) throw new Error('There is no account')
      const members = Object.entries(people).map(([last, number]) => ({
        ...{ key: `user:${number}`, first: 'Ada', last, email: null, externalId: null, extraTime: null },
      }))
      await globalThis.gradekeep?.classes.add({ account, name: '10B', members })
    }, students)
    await page.keyboard.press('Control+3')
    await page.getByRole('heading', { name: 'Gradebook', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Students: All students' }).click()
    await page.getByRole('option', { name: '10B 3' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Counts: best attempt' }).click()
    await page.getByText('first attempt', { exact: true }).click()
    await page.keyboard.press('Escape')
    await soon(() => words(page, 'Quillfeather', 1)).toBe('51.0%, first of 2 attempts, not passed')
    await soon(() => words(page, 'Adeyemi', 1)).toBe('not taken')
    expect(await page.getByRole('row').filter({ hasText: 'Stranger' }).count()).toBe(0)
  })

  it('is looked through, and mended where it needs it', async () => {
    const { page } = laptop.app
    await page.locator('[data-checks-button]').click()
    await page.getByRole('complementary', { name: 'Check' }).waitFor()
    await page.locator('[data-checks-button]').click()
    await cellOf(page, 'Zimmer', 2).click()
    await page.keyboard.press('x')
    await page.getByLabel('Reason').fill('Joined in November')
    await page.keyboard.press('Enter')
    await soon(() => words(page, 'Zimmer', 2)).toBe('excused: Joined in November')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Gradebooks' }).click()
    await page.getByRole('menuitem', { name: 'Save under a name…' }).click()
    await page.getByLabel('Name').fill('10B: autumn')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: '10B: autumn', level: 1 }).waitFor()
  })

  it('is not handed in where no place was chosen or the folder is not there', async () => {
    const { page, dialogs } = laptop.app
    const dialog = await exportDialog(page)
    await dialog.getByText('Not handed in yet.').waitFor()
    await dialogs.answerNextSave(null)
    await dialog.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('Choosing where to save…').waitFor({ state: 'detached' })
    await dialog.waitFor()
    await dialogs.answerNextSave(join(laptop.folder, 'gone', 'Marks.xlsx'))
    await dialog.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('The folder for this file is not there.').first().waitFor()
    mkdirSync(join(laptop.folder, 'Folder.xlsx'))
    await dialogs.answerNextSave(join(laptop.folder, 'Folder.xlsx'))
    await page.getByRole('button', { name: 'Try again' }).click()
    await page
      .getByText(/is a folder, and a file cannot take its place/)
      .first()
      .waitFor()
    const again = await exportDialog(page)
    await again.getByText('Not handed in yet.').waitFor()
    await page.keyboard.press('Escape')
    await again.waitFor({ state: 'detached' })
  })

  it('leaves the house as a workbook that says what the screen shows', async () => {
    const { page, dialogs } = laptop.app
    const dialog = await exportDialog(page)
    await dialog.getByText('A sheet for each test').click()
    await dialogs.answerNextSave(first())
    await dialog.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('Saved First.xlsx · 3 students').first().waitFor()
    const [header = [], ...rows] = await sheetRows(first(), 'Gradebook')
    const place = (name: string) => header.findIndex((each) => String(each).startsWith(name))
    const tests = place('Student key') + 1
    for (const last of Object.keys(students)) {
      const row = rows.find((each) => each[0] === last) ?? []
      const inFile = (column: number, empty: unknown = null) => shownIn(row[column], empty)
      const text = async (column: number) => (await cellOf(page, last, column).innerText()).trim()
      expect([inFile(tests), inFile(tests + 1)], `${last}, tests`).toEqual([
        asInFile(await words(page, last, 1)),
        asInFile(await words(page, last, 2)),
      ])
      expect(`${inFile(place('Tests taken'), 0)}`, `${last}, tests taken`).toBe((await text(3)).split(' ')[0])
      expect(inFile(place('Average')), `${last}, average`).toBe(asInFile((await text(4)) || null))
      expect(inFile(place('Letter')), `${last}, grade`).toBe((await text(5)) || null)
    }
    expect(rows.some((row) => row[0] === 'Stranger')).toBe(false)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await soon(async () => (await laptop.app.outside()).opened).toContain(first())
    await page.getByRole('button', { name: 'Show in folder' }).click()
    await soon(async () => (await laptop.app.outside()).shown).toContain(first())
  })

  it('is the same from the command line', async () => {
    const file = join(laptop.folder, 'Told.xlsx')
    await gradekeep(laptop, ['export', file, '--gradebook', '--class', '10B', '--policy', 'first'])
    expect(await sheetRows(file, 'Gradebook')).toEqual(await sheetRows(first(), 'Gradebook'))
  })

  it('says the next time what changed since, on screen and in the workbook', async () => {
    const { page, dialogs } = laptop.app
    const dialog = await exportDialog(page)
    await dialog.getByText(/^Nothing has changed since it was handed in/).waitFor()
    await expect.poll(() => dialog.getByRole('checkbox', { name: 'A sheet for each test' }).isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    taken(laptop.simulator.world, 'Adeyemi', fractions, 90, 0)
    await page.getByRole('button', { name: 'Sync now' }).click()
    await soon(() => words(page, 'Adeyemi', 2)).toBe('90.0%')
    const later = await exportDialog(page)
    await later.getByText(/^2 changes since it was handed in \(.+\)\. The workbook lists them\.$/).waitFor()
    await dialogs.answerNextSave(second())
    await later.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('Saved Second.xlsx · 3 students').first().waitFor()
    const changes = (await sheetRows(second(), 'Changes')).map((row) => row.join(' | '))
    expect(changes).toEqual([
      expect.anything(),
      expect.stringMatching(/^Adeyemi Ada \(user:503\) \| .*\(64776\) \| Not taken \| 90\.0%$/),
      expect.stringMatching(/^Adeyemi Ada \(user:503\) \| Average \| .*90\.0% A/),
    ])
    const last = await exportDialog(page)
    await last.getByText(/^Nothing has changed since it was handed in/).waitFor()
    await page.keyboard.press('Escape')
    await last.waitFor({ state: 'detached' })
  })

  it('leaves with pseudonyms, whose key is a file apart', async () => {
    const { page, dialogs } = laptop.app
    const [file, key] = [join(laptop.folder, 'Pseudonyms.csv'), join(laptop.folder, 'Key.csv')]
    const dialog = await exportDialog(page)
    await dialog.getByRole('button', { name: /File$/ }).click()
    await page.getByRole('option', { name: 'CSV for other programs' }).click()
    await dialog.getByRole('radio', { name: 'Pseudonyms' }).click()
    expect(existsSync(key)).toBe(false)
    await dialogs.answerNextSave(key)
    await dialog.getByRole('button', { name: 'Save the key…' }).click()
    await dialog.getByText('Saved Key.csv. Keep it apart from the file.').waitFor()
    await dialogs.answerNextSave(file)
    await dialog.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('Saved Pseudonyms.csv · 3 students').first().waitFor()
    const people = linesOf(key).slice(1)
    expect(people.map((line) => line.split(',')[1]).toSorted()).toEqual(Object.keys(students).toSorted())
    const text = linesOf(file).join('\n')
    for (const line of people) expect(text).toContain(line.split(',')[0])
    expect(text).not.toMatch(/Quillfeather|Zimmer|Adeyemi|Ada/)
  })
})

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')

/** Runs the command line on the laptop's folder while the app is open. */
async function gradekeep({ folder, simulator }: Laptop, line: readonly string[]): Promise<void> {
  const [out, err, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const said: string[] = []
  err.on('data', (chunk) => said.push(String(chunk)))
  out.resume()
  stdin.end()
  const status = await runCli([...line, '--data-dir', folder], {
    env: environmentOf(simulator),
    terminal: { out, err: Object.assign(err, { isTTY: false }), in: stdin },
    workers,
    fetch: globalThis.fetch,
    version: '1.2.3',
    stopped: new AbortController().signal,
  })
  expect({ status, said: said.join('') }).toEqual({ status: 0, said: '' })
}
