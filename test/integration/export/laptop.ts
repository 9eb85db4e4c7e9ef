import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { onTestFinished } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import type { ExportOutcome, ExportRequest } from '../../../electron/export/results/request.ts'
import { createStoreCalls, type StoreCalls } from '../../../electron/store/calls.ts'
import { openDatabase } from '../../../electron/store/database.ts'
import { toTenths } from '../../../shared/model/percent.ts'
import { newestFirst } from '../../../shared/model/query.ts'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import type { Result } from '../../../shared/model/result.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

export const workerFile = join(import.meta.dirname, '../../../electron/export/worker.ts')

/** 20 November 2026, 12:00 UTC. */
export const noon = unixSeconds(1_795_176_000)

export interface Laptop {
  readonly folder: string
  readonly databaseFile: string
  readonly calls: StoreCalls
}

/** A folder with a database of accounts and their time zones; both vanish at the end of the test, or as told. */
export function laptop(
  zones: Readonly<Record<string, string>> = { a: 'UTC' },
  atTheEnd: (cleanUp: () => void) => void = onTestFinished,
): Laptop {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-export-'))
  const databaseFile = join(folder, 'data', 'gradekeep.db')
  const db = openDatabase(databaseFile)
  atTheEnd(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const calls = createStoreCalls(db)
  for (const [id, timeZone] of Object.entries(zones)) {
    calls.addAccount({
      id,
      name: `School ${id}`,
      key: `key-${id}`,
      signature: 'sha256',
      signatureSetting: 'auto',
      sample: false,
      timeZone,
      createdAt: noon,
      colour: 0,
      archived: false,
    })
  }
  return { folder, databaseFile, calls }
}

export const resultOf = (said: Partial<Result> = {}): Result => ({
  feed: 'groups',
  testId: 101,
  sourceId: 10,
  linkResultId: null,
  userId: 1,
  cmUserId: null,
  first: 'Ada',
  last: 'Lovelace',
  email: null,
  accessCode: null,
  extraInfo: [],
  percentage: toTenths(75),
  pointsScored: 15,
  pointsAvailable: 20,
  passMark: toTenths(50),
  passed: true,
  requiresGrading: false,
  status: 'f',
  testType: 'Test',
  timeStarted: unixSeconds(noon - 600),
  timeFinished: noon,
  duration: '00:10:00',
  durationSeconds: 600,
  giveCertificateOnlyWhenPassed: null,
  certificateSerial: null,
  certificateUrl: null,
  viewResultsUrl: null,
  ipAddress: null,
  ...said,
})

/** Stores results as if one page of the feed had brought them. */
export function receive({ calls }: Laptop, results: readonly Result[], said: Partial<ReceivedPage> = {}): void {
  calls.applyPage({
    accountId: 'a',
    feed: 'groups',
    results: results.map((result) => ({ result, raw: JSON.stringify(result) })),
    unreadable: [],
    tests: [],
    sources: [],
    cursor: noon,
    covered: { from: unixSeconds(noon - 86_400), until: noon },
    receivedAt: noon,
    ...said,
  })
}

export const requestFor = (file: string, said: Partial<ExportRequest> = {}): ExportRequest => ({
  query: { filter: {}, sort: newestFirst },
  file,
  format: file.endsWith('.csv') ? 'csv' : 'xlsx',
  policy: 'best',
  hiddenColumns: [],
  identity: 'names',
  pseudonymKey: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
  exportedAt: noon,
  ...said,
})

/** Exports through the real worker thread. */
export async function exported(
  { databaseFile }: Laptop,
  request: ExportRequest,
  signal = new AbortController().signal,
  onProgress: (written: number, total: number) => void = () => undefined,
): Promise<ExportOutcome> {
  const exporter = createExporter({ databaseFile, workerFile })
  try {
    return await exporter.run('results', request, { signal, onProgress })
  } finally {
    await exporter.close()
  }
}

export type Cell = ExcelJS.CellValue | undefined

/** The values of a sheet, row by row; an absent cell is undefined. */
export async function sheetRows(file: string, name: string): Promise<Cell[][]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.getWorksheet(name)
  if (sheet === undefined) throw new Error(`There is no sheet ${name}`)
  const width = sheet.columnCount
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: width }, (_, column) => sheet.getRow(row + 1).getCell(column + 1).value ?? undefined),
  )
}

/** The Settings sheet as labels and values; headings have no value. */
export async function settingsOf(file: string): Promise<Map<string, Cell>> {
  const rows = await sheetRows(file, 'Settings')
  return new Map(rows.map(([label, value]) => [String(label), value]))
}
