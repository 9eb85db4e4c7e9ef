import * as SheetJS from '@e965/xlsx'
import { type CellObject, SSF } from '@e965/xlsx'
import type { CellFlaw } from '../../shared/model/table.ts'
import { type PackedFile, workbookParts } from './packed-workbook.ts'
import { RowCollector } from './rows.ts'

/** A sheet that was read. */
export interface SheetRows {
  readonly name: string
  readonly isHidden: boolean
  readonly rows: RowCollector
}

// Keep every cell as written, with format and formula; also empty ones, because a formula may lack its value.
const reading = { dense: true, cellNF: true, cellFormula: true, cellHTML: false, sheetStubs: true } as const

/** The sheets of a packed workbook (.xlsx, .xlsm, .xlsb, .ods). @throws as `workbookParts`, Error if it is none */
export function packedSheets(bytes: Buffer, fileName: string, dates?: DateForm): readonly SheetRows[] {
  return sheetsOf(parsed(workbookParts(bytes, fileName)), dates)
}

/** The sheets of a workbook from before 2007 (.xls). @throws Error if it is none, or needs a password */
export async function oldSheets(bytes: Buffer, dates?: DateForm): Promise<readonly SheetRows[]> {
  const { codePageTables } = await import('./code-pages.ts')
  SheetJS.set_cptable(codePageTables)
  return sheetsOf(SheetJS.read(bytes, { ...reading, type: 'buffer' }), dates)
}

/** The tables of a web page, or the sheets of an XML workbook of 2003; texts stay as written. */
export function markedUpSheets(text: string, dates?: DateForm): readonly SheetRows[] {
  // `_x0041_` is an escape only in packed workbooks, but SheetJS also decodes it in XML of 2003.
  const literal = /<(?:\w+:)?Workbook[\s>]/.test(text) ? text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_') : text
  return sheetsOf(SheetJS.read(literal, { ...reading, type: 'string', raw: true }), dates)
}

/** Parses parts whose size was checked, instead of the archive. */
function parsed(parts: readonly PackedFile[]): SheetJS.WorkBook {
  const container = SheetJS.CFB.utils.cfb_new()
  for (const { name, content } of parts) SheetJS.CFB.utils.cfb_add(container, name, content, { unsafe: true })
  // Not in the types; it is what `read` calls after unpacking an archive.
  const { parse_zip } = SheetJS as unknown as { parse_zip: (container: unknown, options: object) => SheetJS.WorkBook }
  return parse_zip(container, { ...reading, type: 'buffer' })
}

interface CalculationSettings {
  readonly CalcPr?: { readonly fullCalcOnLoad?: unknown }
}

function sheetsOf(book: SheetJS.WorkBook, dates: DateForm = 'iso'): readonly SheetRows[] {
  const settings = book.Workbook as (SheetJS.WBProps & CalculationSettings) | undefined
  const facts: BookFacts = {
    dates,
    from1904: Boolean(settings?.WBProps?.date1904),
    uncalculated: /^(?:1|true)$/.test(String(settings?.CalcPr?.fullCalcOnLoad)),
  }
  if (book.SheetNames.length === 0) throw new Error('A workbook without sheets')
  return book.SheetNames.flatMap((name, at) => {
    const sheet = book.Sheets[name]
    // SheetJS silently leaves out a sheet it could not read.
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
  // A file may place its only cell in a row far down, so only existing rows are visited.
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
      // A placeholder: a row with only a formula without its value must not count as blank.
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

// Merged ranges never overlap in a real workbook; this many visits mean that they do.
const mostVisits = 20_000_000

/**
 * The cells hidden by merging: only the first of a range shows its value. @throws Error if ranges overlap excessively
 */
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

/** A cell as people see it, and what is wrong with it. */
export interface ShownCell {
  readonly text: string
  readonly flaw: CellFlaw | null
}

/** Dates in ISO form, to be read as such, or as their format shows them, where `1/2` was meant as text. */
export type DateForm = 'iso' | 'shown'

interface BookFacts {
  readonly dates: DateForm
  /** Whether its dates count from 1904. */
  readonly from1904: boolean
  /** Whether its formulas are not calculated yet; some programs then store 0 as their value. */
  readonly uncalculated: boolean
}

const valid = (text: string): ShownCell => ({ text, flaw: null })
const blank = valid('')

/**
 * The text of a cell: dates in the form asked for; numbers, texts and errors as their format shows them. A format that cannot be
 * applied costs its cell, not the file.
 */
function shownCell(cell: CellObject, book: BookFacts): ShownCell {
  try {
    return shownByFormat(cell, book)
  } catch {
    return { text: String(cell.v ?? ''), flaw: 'error-value' }
  }
}

function shownByFormat(cell: CellObject, book: BookFacts): ShownCell {
  const isFormula = cell.f !== undefined || cell.F !== undefined
  if (isFormula && (cell.t === 'z' || (book.uncalculated && cell.t === 'n' && cell.v === 0))) {
    return { text: '', flaw: 'no-value' }
  }
  const format = shownFormat(cell.z)
  if (cell.t === 'e') return { text: cell.w ?? '#N/A', flaw: 'error-value' }
  if (cell.t === 'b') return { text: cell.v === true ? 'TRUE' : 'FALSE', flaw: 'truth-value' }
  if (cell.t === 'n' && typeof cell.v === 'number') return shownNumber(cell.v, format, book)
  if (cell.t === 'd') return valid(dateText(serialOf(cell.v), false))
  if (typeof cell.v !== 'string') return blank
  return valid(isGeneral(format) ? cell.v : formatted(format, cell.v, book))
}

// `[$-407]` names the language of a format and shows nothing; SheetJS takes it for a dollar sign.
const languageMark = /\[\$-[^\]]*\]/g

// SheetJS interprets these characters even inside quotation marks, and then misses the closing one.
const quotedWithSigns = /"([^"]*[*_\\][^"]*)"/g
const escaped = (words: string): string => words.replace(/[\s\S]/g, '\\$&')

const shownFormat = (format: unknown): string =>
  typeof format === 'string'
    ? format.replace(languageMark, '').replace(quotedWithSigns, (_, words: string) => escaped(words))
    : ''

const isGeneral = (format: string): boolean => /^(?:general|@)?(?:;@)?$/i.test(format.trim())

/** The largest number below which every integer is exact. */
const largest = 2 ** 53

function shownNumber(value: number, format: string, book: BookFacts): ShownCell {
  if (!Number.isFinite(value)) return { text: '', flaw: 'error-value' }
  const isElapsed = /\[[hms]+\]/i.test(format)
  if (format !== '' && SSF.is_date(format) && !isElapsed && book.dates === 'iso') {
    const text = dateText(value, book.from1904)
    // Excel shows a row of hashes for a number that is no date.
    return text === '' ? { text: '#####', flaw: 'error-value' } : valid(text)
  }
  if (Math.abs(value) > largest) return { text: formatted(format, value, book), flaw: 'too-long-number' }
  if (isGeneral(format)) return valid(numberText(value))
  // SheetJS's “General” drops digits even inside a longer format.
  return valid(formatted(Number.isInteger(value) ? format.replace(/general/gi, '0') : format, value, book))
}

/**
 * A number with at most the 15 digits a spreadsheet shows of a fraction, or all digits of an integer, without exponent.
 */
function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString()
  return String(Number(value.toPrecision(15)))
}

function formatted(format: string, value: number | string, { from1904 }: BookFacts): string {
  return SSF.format(format === '' ? 'General' : format, value, { date1904: from1904 })
}

const day = 86_400_000
const daysFrom1900To1904 = 1_462
/** Excel counts a 29 February 1900, which never was; the days before it are off by one. */
const inventedDay = 60

/** `2026-03-29`, `2026-03-29T14:05:00`, or `14:05:00` for a time without a date; '' for what is no date. */
function dateText(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + daysFrom1900To1904 : serial
  if (days < 0) return ''
  const corrected = days >= 1 && days < inventedDay ? days + 1 : days
  // Cells count in days, in which a second is rarely exact.
  const moment = Date.UTC(1899, 11, 30) + Math.round((corrected * day) / 1000) * 1000
  if (!Number.isFinite(new Date(moment).getTime()) || moment >= Date.UTC(10_000, 0)) return ''
  const iso = new Date(moment).toISOString().replace(/\.\d+Z$/, '')
  if (serial >= 0 && serial < 1) return iso.slice(11)
  return moment % day === 0 ? iso.slice(0, 10) : iso
}

const serialOf = (value: unknown): number =>
  value instanceof Date ? (value.getTime() - Date.UTC(1899, 11, 30)) / day : Number(value)
