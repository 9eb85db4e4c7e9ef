import { codeColumnsOf, headerWords, isHeading } from './column-words.ts'
import { addressIn } from './email-address.ts'
import { fold } from './text.ts'

/** Why a cell has no usable text. */
export const cellFlaws = ['error-value', 'truth-value', 'no-value', 'too-long-number', 'summary-row'] as const
export type CellFlaw = (typeof cellFlaws)[number]

export interface TableRow {
  /** Its line: the row of a sheet, or the line of a text on which it begins. */
  readonly line: number
  /** The cells' text as shown in a spreadsheet. A row may have fewer cells than the table has columns. */
  readonly cells: readonly string[]
  /** Flaws of cells, by index in `cells`; absent when there are none. */
  readonly flaws?: Readonly<Record<number, CellFlaw>>
}

export interface SheetName {
  readonly name: string
  readonly isHidden: boolean
}

/** The encoding in which a text was read. */
export interface TextEncoding {
  readonly name: string
  /** Whether other encodings are plausible, too, and would give other letters. */
  readonly isGuess: boolean
  /** Other encodings that its bytes can be read in. */
  readonly others: readonly string[]
}

/** Facts about a file besides its rows. */
export interface TableSource {
  /** The non-empty sheets of a workbook; empty for a text. */
  readonly sheets: readonly SheetName[]
  /** The sheet that was read; null for a text. */
  readonly sheet: string | null
  /** Whether another sheet may be meant. */
  readonly isSheetGuess: boolean
  /** Null for a workbook. */
  readonly encoding: TextEncoding | null
}

/** Which part of a file to read, and how; absent parts are worked out from the file. */
export interface TableReading {
  readonly sheet?: string | undefined
  readonly encoding?: string | undefined
}

/** A table read from a CSV file or a workbook that the teacher chose; the rows stay with the main process. */
export interface OpenedTable extends TableSource {
  readonly id: string
  readonly fileName: string
  /** Column headers; a column without one is named by its letter. */
  readonly columns: readonly string[]
  /** Whether a header was recognised; if not, the first row is a row like the others. */
  readonly hasHeader: boolean
  /** Whether some rows are longer than the header, so that cells may stand under the wrong one. */
  readonly isWider: boolean
  /** The first rows, to recognise the columns by. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

/** Most rows of a table that are read; a longer table is reported, never cut silently. */
export const mostTableRows = 50_000

/** Most columns of a table that are read; a file with more is no list of people or codes. */
export const mostTableColumns = 1_000

/** A table's columns, and its rows without the header. */
export interface Columns {
  /** Header texts; a column without one is named by its letter. */
  readonly columns: readonly string[]
  readonly hasHeader: boolean
  /** How many rows stand above the header, such as a title; 0 without a header. */
  readonly skipped: number
  /** Whether some rows are longer than the header, so that cells may stand under the wrong one. */
  readonly isWider: boolean
}

type Row = readonly string[]

// How many rows are enough to recognise a column.
const looked = 200
// How many first rows may contain the header: a title, a date or a teacher's name come before it.
const lookedForHeader = 20

type Kind = 'number' | 'date' | 'e-mail' | 'link' | 'code' | 'words'

/**
 * Finds the header. A row is the header if it has the heading of access codes, or two usual headings of such lists, and
 * all rows above it are titles. Otherwise the first row may be, if each of its cells is words (no number, date, e-mail
 * address, link or code with digits) that do not occur below in the same column, and either one of them is a usual
 * heading or some column holds no words below. A table of words alone counts as having no header, since its rows all
 * look alike: a row too many is seen, a missing one is not.
 */
export function columnsOf(rows: readonly Row[]): Columns {
  const at = headerRow(rows)
  return columnsBelow(rows, at)
}

/** The columns of a table whose header row is known; null for no header. */
function columnsBelow(rows: readonly Row[], header: number | null): Columns {
  const names = header === null ? [] : (rows[header] ?? [])
  const below = rows.slice(header === null ? 0 : header + 1)
  const width = below.reduce((most, row) => Math.max(most, row.length), names.length)
  const columns = Array.from({ length: width }, (_, at) => names[at]?.trim() || columnLetter(at))
  return { columns, hasHeader: header !== null, skipped: header ?? 0, isWider: header !== null && width > names.length }
}

/** The index of the first row with a cell of these words, among the first rows; -1 when there is none. */
export const rowHolding = (rows: readonly Row[], words: string): number =>
  rows.slice(0, lookedForHeader).findIndex((row) => row.some((cell) => headerWords(cell) === headerWords(words)))

function headerRow(rows: readonly Row[]): number | null {
  let sure: number | null = null
  for (const [at, row] of rows.slice(0, lookedForHeader).entries()) {
    if (filled(row).length === 0) continue
    const below = rows.slice(at + 1, at + 1 + looked)
    if (isSureHeader(row, below) && rows.slice(0, at).every((above) => isTitle(above, row))) sure = at
    // A title can look like a heading, too (“Codes”); of consecutive such rows, the last is the header.
    else if (sure !== null) break
  }
  if (sure !== null) return sure
  const [first = [], ...below] = rows.slice(0, 1 + looked)
  return isHeader(first, below) ? 0 : null
}

const filled = (row: Row): readonly string[] => row.filter((cell) => cell.trim() !== '')

function isSureHeader(row: Row, below: readonly Row[]): boolean {
  const cells = filled(row)
  const headings = cells.filter(isHeading)
  if (codeColumnsOf(row).length === 0 && headings.length < 2) return false
  // “Code” above “code” may be a code; a whole header repeats on each page of a printed list.
  return row.every((cell, at) => {
    const heading = fold(cell)
    return heading === '' || below.every((each) => fold(each[at] ?? '') !== heading || isSameRow(each, row))
  })
}

/** Whether a row repeats the header, as on each page of a printed list. */
export const isSameRow = (row: Row, header: Row): boolean =>
  filled(header).length > 1 &&
  row.length === header.length &&
  row.every((cell, at) => fold(cell) === fold(header[at] ?? ''))

/** Whether a row above the header is a title: shorter than the header, or words above a table of one column. */
function isTitle(row: Row, header: Row): boolean {
  const [cells, headings] = [filled(row), filled(header)]
  if (cells.length === 0) return true
  if (cells.length > 2) return false
  if (cells.length < headings.length) return true
  return cells.length === 1 && ['words', 'date'].includes(kindOf(cells[0] ?? ''))
}

function isHeader(first: Row, below: readonly Row[]): boolean {
  const headings = first.map((cell, at) => ({ heading: fold(cell), at })).filter(({ heading }) => heading !== '')
  if (headings.some(({ at }) => kindOf(first[at] ?? '') !== 'words')) return false
  if (headings.some(({ heading, at }) => below.some((row) => fold(row[at] ?? '') === heading))) return false
  return headings.some(({ at }) => isHeading(first[at] ?? '') || holdsNoWords(below, at))
}

function holdsNoWords(below: readonly (readonly string[])[], at: number): boolean {
  const cells = below.map((row) => row[at]?.trim() ?? '').filter(Boolean)
  return cells.length > 0 && cells.every((cell) => kindOf(cell) !== 'words')
}

function kindOf(cell: string): Kind {
  const text = cell.trim()
  if (/^[+-]?[\d\s.,']*\d\s?%?$/.test(text)) return 'number'
  if (/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(\s.*)?$/.test(text)) return 'date'
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(addressIn(text))) return 'e-mail'
  if (/^https?:\/\//i.test(text)) return 'link'
  if (/\d/.test(text) && !/\s/.test(text)) return 'code'
  return 'words'
}

/** The name a spreadsheet gives a column: A, B, … Z, AA, AB, … */
export function columnLetter(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : columnLetter(Math.floor(at / 26) - 1) + last
}
