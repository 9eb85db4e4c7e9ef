import * as SheetJS from '@e965/xlsx'
import type { CellFlaw } from '../../shared/model/table.ts'
import { type BookFacts, shownCell } from './cell-text.ts'
import { RowCollector } from './row-collector.ts'
import type { PackedFile } from './unpacked-files.ts'
import { workbookParts } from './workbook-parts.ts'

/** A sheet as it was read. */
export interface SheetRows {
  readonly name: string
  readonly isHidden: boolean
  readonly rows: RowCollector
}

// Every cell as it was written, with its format and formula; empty ones too, where a formula has no value.
const reading = { dense: true, cellNF: true, cellFormula: true, cellHTML: false, sheetStubs: true } as const

/** The sheets of a packed workbook (.xlsx, .xlsm, .xlsb, .ods). @throws as `workbookParts`, Error for what is none */
export function packedSheets(bytes: Buffer, fileName: string): readonly SheetRows[] {
  return sheetsOf(parsed(workbookParts(bytes, fileName)))
}

/** The sheets of a workbook of before 2007 (.xls). @throws Error for what is none, or is protected by a password */
export async function oldSheets(bytes: Buffer): Promise<readonly SheetRows[]> {
  const { codePageTables } = await import('./code-pages.ts')
  SheetJS.set_cptable(codePageTables)
  return sheetsOf(SheetJS.read(bytes, { ...reading, type: 'buffer' }))
}

/** The tables of a web page, or the sheets of a workbook as XML of 2003; every text stays as it is written. */
export function markedUpSheets(text: string): readonly SheetRows[] {
  // `_x0041_` is an escape in packed workbooks alone, and SheetJS takes it for one in XML of 2003 too.
  const literal = /<(?:\w+:)?Workbook[\s>]/.test(text) ? text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_') : text
  return sheetsOf(SheetJS.read(literal, { ...reading, type: 'string', raw: true }))
}

/** Reads parts that are measured, in place of the archive. */
function parsed(parts: readonly PackedFile[]): SheetJS.WorkBook {
  const container = SheetJS.CFB.utils.cfb_new()
  for (const { name, content } of parts) SheetJS.CFB.utils.cfb_add(container, name, content, { unsafe: true })
  // The types leave it out; it is what `read` calls once it has unpacked an archive.
  const { parse_zip } = SheetJS as unknown as { parse_zip: (container: unknown, options: object) => SheetJS.WorkBook }
  return parse_zip(container, { ...reading, type: 'buffer' })
}

interface CalculationSettings {
  readonly CalcPr?: { readonly fullCalcOnLoad?: unknown }
}

function sheetsOf(book: SheetJS.WorkBook): readonly SheetRows[] {
  const settings = book.Workbook as (SheetJS.WBProps & CalculationSettings) | undefined
  const facts: BookFacts = {
    from1904: Boolean(settings?.WBProps?.date1904),
    uncalculated: /^(?:1|true)$/.test(String(settings?.CalcPr?.fullCalcOnLoad)),
  }
  if (book.SheetNames.length === 0) throw new Error('A workbook without sheets')
  return book.SheetNames.flatMap((name, at) => {
    const sheet = book.Sheets[name]
    // A sheet that could not be read is left out without a word.
    if (sheet === undefined) throw new Error('A sheet that cannot be read')
    if (sheet['!type'] !== undefined && sheet['!type'] !== 'sheet') return []
    return [{ name, isHidden: Boolean(settings?.Sheets?.[at]?.Hidden), rows: rowsOf(sheet, facts) }]
  })
}

const lastSheetRow = 1_048_576

function rowsOf(sheet: SheetJS.WorkSheet, facts: BookFacts): RowCollector {
  const data = (sheet as SheetJS.DenseWorkSheet)['!data'] ?? []
  const covered = coveredCells(sheet['!merges'] ?? [], data)
  const rows = new RowCollector()
  let next = 0
  // A file may place its only cell in a row far away: only the rows that are there are walked.
  for (const at of Object.keys(data).map(Number)) {
    if (at >= lastSheetRow) throw new Error('A row beyond the last one of a sheet')
    const cells: string[] = []
    const flaws: Record<number, CellFlaw> = {}
    for (const column of Object.keys(data[at] ?? []).map(Number)) {
      const cell = data[at]?.[column]
      if (cell === undefined || covered.has(cell)) continue
      const { text, flaw } = shownCell(cell, facts)
      if (text.trim() === '' && flaw === null) continue
      if (column >= 100_000) throw new Error('More columns than a table has')
      while (cells.length < column) cells.push('')
      // A mark in the place of nothing: a row of nothing but a formula without its value is no blank one.
      cells.push(text === '' ? missing : text)
      if (flaw !== null) flaws[column] = flaw
    }
    for (; next < at; next++) rows.add([], next + 1)
    next = at + 1
    rows.add(cells, at + 1, Object.keys(flaws).length > 0 ? flaws : undefined)
  }
  return rows
}

/** Shown for a formula whose value is not in the file. */
const missing = '=?'

// Merged ranges lie beside each other; a file that lays them on top of each other is none that a spreadsheet wrote.
const mostVisits = 20_000_000

/** Of merged cells only the first shows its value. @throws Error where ranges lie on top of each other without end */
function coveredCells(
  merges: readonly SheetJS.Range[],
  data: readonly (readonly (SheetJS.CellObject | undefined)[] | undefined)[],
): ReadonlySet<SheetJS.CellObject> {
  const covered = new Set<SheetJS.CellObject>()
  let visits = 0
  for (const { s: from, e: to } of merges) {
    for (let row = from.r; row <= Math.min(to.r, data.length - 1); row++) {
      const cells = data[row]
      const last = Math.min(to.c, (cells?.length ?? 0) - 1)
      visits += 1 + Math.max(0, last - from.c)
      if (visits > mostVisits) throw new Error('Merged ranges without end')
      for (let column = from.c; column <= last; column++) {
        const cell = cells?.[column]
        if (cell !== undefined && (row > from.r || column > from.c)) covered.add(cell)
      }
    }
  }
  return covered
}
