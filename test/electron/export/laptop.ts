import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { onTestFinished } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import type { ExportOutcome, ExportRequest } from '../../../electron/export/results/request.ts'
import { openDatabase } from '../../../electron/store/open.ts'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import type { Result } from '../../../shared/model/result.ts'
import { callsWithPages } from '../store/laptop-database.ts'
import { accountNamed, resultOf as anyResultOf, noon, pageWith, requestFor } from '../support/made-laptop.ts'
import { workers } from '../support/workers.ts'

export const workerFile = workers.export

export { noon, requestFor }

export interface Laptop {
  readonly folder: string
  readonly databaseFile: string
  readonly calls: ReturnType<typeof callsWithPages>
}

/**
 * A folder with a database of accounts and their time zones; both are removed at the end of the test, or by the given
 * clean-up.
 */
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
  const calls = callsWithPages(db)
  for (const [id, timeZone] of Object.entries(zones)) {
    calls.addAccount(accountNamed(id, timeZone))
  }
  return { folder, databaseFile, calls }
}

/** A result of the catalogue's first test, with these fields changed. */
export const resultOf = (said: Partial<Result> = {}): Result => anyResultOf({ testId: 101, ...said })

/** Stores results as if one page of the feed had brought them. */
export function receive({ calls }: Laptop, results: readonly Result[], said: Partial<ReceivedPage> = {}): void {
  const whole = results.map((result) => ({ result, raw: JSON.stringify(result) }))
  calls.applyPage(pageWith([], { results: whole, ...said }))
}

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
