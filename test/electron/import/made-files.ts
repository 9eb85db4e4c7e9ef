import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS, { type Worksheet } from 'exceljs'
import { onTestFinished } from 'vitest'
import { createTables, type Tables } from '../../../electron/import/tables.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { workers } from '../support/workers.ts'

export const workerFile = workers.import

export function tablesAtWork(): Tables {
  const tables = createTables({ workerFile })
  onTestFinished(() => tables.close())
  return tables
}

/** A file in a folder that is removed after the test. */
export function fileOf(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

/** A workbook with at least one sheet. */
export async function workbookOf(
  fill: (sheet: Worksheet, book: ExcelJS.Workbook) => void,
  name = 'List.xlsx',
): Promise<string> {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('First'), book)
  return fileOf(name, new Uint8Array(await book.xlsx.writeBuffer()))
}

export const cellsOf = (rows: readonly TableRow[]): readonly (readonly string[])[] => rows.map(({ cells }) => cells)
