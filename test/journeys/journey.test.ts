import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupResult, LinkResult } from '../../electron/simulator/result.ts'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { systemZone, wallClockIn } from '../../shared/model/zone.ts'
import { launchGradekeep, type RunningGradekeep } from '../runtime/launcher.ts'

// One journey in the order a teacher takes it: each step begins where the one before ended.
describe('from the first start to a workbook, and back offline', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gradekeep-journey-'))
  const workbookFile = join(dataDir, 'Results.xlsx')
  let simulator: Simulator
  let app: RunningGradekeep

  beforeAll(async () => {
    simulator = await startSimulator({ clock: () => unixSeconds(Math.floor(Date.now() / 1000)), results: 450 })
    app = await launchGradekeep({ dataDir, env: { GRADEKEEP_API_URL: simulator.url } })
    app.page.setDefaultTimeout(20_000)
  })
  afterAll(async () => {
    await app?.close()
    await simulator?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('refuses a wrong secret in words, keeps what was typed and saves nothing', async () => {
    const { page } = app
    await page.getByLabel('API key', { exact: true }).fill(simulator.key)
    await page.getByLabel('API secret', { exact: true }).fill('not the secret')
    await page.getByLabel('Name for this account').fill('Northgate High')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('ClassMarker did not accept this API key with this secret.').waitFor()
    await expect.poll(() => page.getByLabel('API key', { exact: true }).inputValue()).toBe(simulator.key)
    await page.reload()
    await page.getByLabel('API key', { exact: true }).waitFor()
  })

  it('connects, says what the key can see, and fetches every result', async () => {
    const { page } = app
    await page.getByLabel('API key', { exact: true }).fill(simulator.key)
    await page.getByLabel('API secret', { exact: true }).fill(simulator.secret)
    await page.getByLabel('Name for this account').fill('Northgate High')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('6 groups').waitFor()
    await page.getByText('9 tests').waitFor()
    await page.getByRole('button', { name: 'Fetch results' }).click()
    await page.getByText('450 new results').first().waitFor()
    await page.getByText('450 results').first().waitFor()
  })

  it('finds a name without its accents', async () => {
    const { page } = app
    const named = everyResult(simulator).find(({ last }) => last === 'Müller' || last === 'Dubois' || last === 'Nowak')
    expect(named).toBeDefined()
    const typed = String(named?.last).replace('ü', 'u').toUpperCase()
    const matches = everyResult(simulator).filter(({ last }) => last === named?.last).length
    await page.getByRole('searchbox').fill(typed)
    await page.getByText(new RegExp(`^${matches} of 450 results$`)).waitFor()
    await expect.poll(() => page.getByRole('rowheader').first().textContent()).toContain(String(named?.last))
    await page.getByRole('searchbox').fill('')
    await page.getByText('450 results').first().waitFor()
  })

  it('filters by what was not passed', async () => {
    const { page } = app
    const notPassed = everyResult(simulator).filter((result) => result.percentage_passmark > 0 && !result.passed).length
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('option', { name: 'Result', exact: true }).click()
    await page.getByText('Not passed', { exact: true }).last().click()
    await page.keyboard.press('Escape')
    await page.getByText(new RegExp(`^${notPassed} of 450 results$`)).waitFor()
  })

  it('shows one result with every field that was sent, and closes it by keyboard', async () => {
    const { page } = app
    await page.getByRole('grid').getByRole('row').nth(1).click()
    const panel = page.getByRole('complementary').last()
    await panel.getByText('Everything ClassMarker sent').click()
    await panel.getByText('percentage_passmark').waitFor()
    await page.keyboard.press('Escape')
    await panel.getByText('percentage_passmark').waitFor({ state: 'detached' })
  })

  it('exports the view, and every cell says what ClassMarker said', async () => {
    const { page } = app
    await app.dialogs.answerNextSave(workbookFile)
    await page.getByRole('button', { name: /Export to Excel/ }).click()
    await page
      .getByText(/^Saved Results.xlsx/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Show in folder' }).click()
    await expect.poll(async () => (await app.outside()).shown).toEqual([workbookFile])
    const sent = everyResult(simulator).filter((result) => result.percentage_passmark > 0 && !result.passed)
    await compareWithWorkbook(workbookFile, sent)
    expect(readdirSync(dataDir).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  it('opens again offline where it was with everything there, and says when it was last synced', async () => {
    await app.close()
    await simulator.close()
    app = await launchGradekeep({ dataDir, env: { GRADEKEEP_API_URL: simulator.url } })
    app.page.setDefaultTimeout(20_000)
    const { page } = app
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.getByText(/^\d+ of 450 results$/).waitFor()
    await page.getByRole('button', { name: 'Remove filter: Result' }).click()
    await page.getByText('450 results', { exact: true }).first().waitFor()
    // So soon after the last sync none starts by itself; a press finds no server.
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText(/Offline, last sync/).waitFor({ timeout: 15_000 })
    await page.getByRole('searchbox').fill('o')
    await page.getByText(/of 450 results/).waitFor()
  })

  it('has asked for nothing but its own files in all that time', () => {
    expect(app.requests.length).toBeGreaterThan(0)
    expect(app.requests.filter((address) => !address.startsWith('app://gradekeep/'))).toEqual([])
  })
})

type SentResult = (GroupResult | LinkResult) & { last: string; percentage_passmark: number; passed: boolean }

const decoded = (text: unknown): string =>
  String(text ?? '')
    .replaceAll('&#039;', "'")
    .replaceAll('&amp;', '&')

function everyResult(simulator: Simulator): SentResult[] {
  const sent = [...simulator.world.groupResults(), ...simulator.world.linkResults()] as unknown as SentResult[]
  return sent.map((result) => ({ ...result, last: decoded(result.last), passed: Boolean(result.passed) }))
}

async function compareWithWorkbook(file: string, sent: readonly SentResult[]): Promise<void> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(file)
  const sheet = workbook.getWorksheet('Attempts')
  if (!sheet) throw new Error('The workbook has no sheet "Attempts"')
  const headers = (sheet.getRow(1).values as unknown[]).slice(1).map(String)
  const rows = sheet.getRows(2, sheet.rowCount - 1)?.map((row) => {
    const cells = headers.map((header, index) => [header, row.getCell(index + 1).value] as const)
    return Object.fromEntries(cells)
  })
  expect(rows).toHaveLength(sent.length)
  const keyOf = (last: unknown, test: unknown, started: number) => `${last}|${test}|${started}`
  const wall = wallClockIn(systemZone())
  const expected = new Map(
    sent.map((result) => [keyOf(result.last, result.test_id, wall(unixSeconds(result.time_started))), result]),
  )
  for (const row of rows ?? []) {
    const started = (row.Started as Date).getTime() / 1000
    const result = expected.get(keyOf(row['Last name'] ?? '', row['Test ID'], started))
    expect(result, `${row['Last name']} ${row.Test}`).toBeDefined()
    if (!result) continue
    expect(row.Percent).toBeCloseTo(Number(result.percentage) / 100, 10)
    expect(row.Points).toBe(result.points_scored)
    expect(row['Out of']).toBe(result.points_available)
    expect(row['Pass mark']).toBeCloseTo(result.percentage_passmark / 100, 10)
    expect(row.Passed).toBe('No')
    expect(row['First name']).toBe(decoded(result.first))
    expect((row.Finished as Date).getTime() / 1000).toBe(wall(unixSeconds(result.time_finished)))
    expect(row['Needs grading']).toBe(result.requires_grading)
    expect(row['Certificate serial'] ?? '').toBe(result.certificate_serial ?? '')
    expect(row['E-mail'] ?? '').toBe(result.email ?? '')
  }
}
