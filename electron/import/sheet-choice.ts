import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf } from '../../shared/model/column-words.ts'
import { columnsOf } from '../../shared/model/table-columns.ts'
import { fold } from '../../shared/model/text.ts'
import type { SheetRows } from './workbook-sheets.ts'

export interface SheetChoice {
  readonly sheet: SheetRows
  /** Whether another may be meant. */
  readonly isGuess: boolean
}

/** The sheets with anything on them. @throws AppError `table/empty` */
export function filledSheets(sheets: readonly SheetRows[], fileName: string): readonly SheetRows[] {
  const filled = sheets.filter(({ rows }) => !rows.isEmpty)
  if (filled.length === 0) throw new AppError('table/empty', { fileName })
  return filled
}

/** The sheet of this name. @throws AppError `usage/which-sheet`, `table/empty` */
export function sheetNamed(name: string, sheets: readonly SheetRows[], fileName: string): SheetRows {
  const sheet = sheets.find((each) => each.name === name) ?? sheets.find((each) => fold(each.name) === fold(name))
  if (sheet === undefined) throw new AppError('usage/which-sheet', { fileName, sheets: sheetList(sheets) })
  if (sheet.rows.isEmpty) throw new AppError('table/empty', { fileName: `${fileName}, ${sheet.name}` })
  return sheet
}

/** Sheets as they are offered. */
export const sheetList = (sheets: readonly { readonly name: string; readonly isHidden: boolean }[]): string =>
  sheets.map(({ name, isHidden }) => `“${name}”${isHidden ? ' (hidden)' : ''}`).join(', ')

/** The sheet with the column of access codes, else the first in sight. */
export function likelySheet(filled: readonly SheetRows[]): SheetChoice | null {
  const inSight = filled.filter(({ isHidden }) => !isHidden)
  const withCodes = filled.filter(hasCodes)
  const [only] = withCodes
  if (only !== undefined && withCodes.length === 1) return { sheet: only, isGuess: only.isHidden }
  const sheet = withCodes.find(({ isHidden }) => !isHidden) ?? only ?? inSight[0] ?? filled[0]
  return sheet === undefined ? null : { sheet, isGuess: filled.length > 1 || sheet.isHidden }
}

// Enough to find the headings by.
const lookedRows = 220

function hasCodes({ rows }: SheetRows): boolean {
  const start = rows.start(lookedRows)
  const { hasHeader, skipped } = columnsOf(start)
  return hasHeader && codeColumnsOf(start[skipped] ?? []).length > 0
}
