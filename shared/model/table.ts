import { codeColumnsOf, headerWords, isHeading } from './column-words.ts'
import { fold } from './text.ts'

/** Why a cell has no text that could be taken for what it was meant to be. */
export const cellFlaws = ['error-value', 'truth-value', 'no-value', 'too-long-number', 'summary-row'] as const
export type CellFlaw = (typeof cellFlaws)[number]

export interface TableRow {
  /** Where it stands: the row of a sheet, the line of a text that it begins on. */
  readonly line: number
  /** As somebody who looks at the file reads them. A row may be shorter than there are columns. */
  readonly cells: readonly string[]
  /** What is wrong with cells, by their place in `cells`; absent where nothing is. */
  readonly flaws?: Readonly<Record<number, CellFlaw>>
}

export interface SheetName {
  readonly name: string
  readonly isHidden: boolean
}

/** How a text's bytes were taken for letters. */
export interface TextEncoding {
  readonly name: string
  /** Whether other encodings would make sense as well, and give other letters. */
  readonly isGuess: boolean
  /** The other encodings its bytes can be read in. */
  readonly others: readonly string[]
}

/** What a file holds beside its rows. */
export interface TableSource {
  /** The sheets of a workbook with anything on them; none for a text. */
  readonly sheets: readonly SheetName[]
  /** The sheet that was read; null for a text. */
  readonly sheet: string | null
  /** Whether another sheet may be meant. */
  readonly isSheetGuess: boolean
  /** Null for a workbook. */
  readonly encoding: TextEncoding | null
}

/** Which part of a file is read, and how; what is not said is found out. */
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
  /** Whether a row looked like headers; otherwise the first is a row like the others. */
  readonly hasHeader: boolean
  /** Whether rows reach beyond the headers, so that cells may stand under the wrong one. */
  readonly isWider: boolean
  /** The first rows, to recognise the columns by. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

/** Rows of a table that are read at the most; more is said, never cut silently. */
export const mostTableRows = 50_000

/** Columns of a table that are read at the most: a file of more is no list of people or codes. */
export const mostTableColumns = 1_000

/** A table's columns, and its rows without the header. */
export interface Columns {
  /** Header texts; a column without one is named by its letter. */
  readonly columns: readonly string[]
  readonly hasHeader: boolean
  /** Rows above the header, such as a title; none without one. */
  readonly skipped: number
  /** Whether rows reach beyond the header, so that cells may stand under the wrong one. */
  readonly isWider: boolean
}

type Row = readonly string[]

// Enough rows to know a column by.
const looked = 200
// A title, a date, a teacher's name: headings stand soon after.
const lookedForHeader = 20

type Kind = 'number' | 'date' | 'e-mail' | 'link' | 'code' | 'words'

/**
 * Which row is the header. One with the heading of access codes, or with two headings that such lists have, is, if all
 * above it are titles. Otherwise the first may be: then every cell of it must be words (no number, date, e-mail address,
 * link or anything with digits that looks like a code), and stand nowhere below in its own column, and either one of
 * them is a heading such lists have, or a column holds something other than words throughout. A table of words alone has
 * no header that could be told from its rows, and is taken to have none: a row too many is seen, one too few is not.
 */
export function columnsOf(rows: readonly Row[]): Columns {
  const at = headerRow(rows)
  return columnsBelow(rows, at)
}

/** A table's columns where it is known which row is the header; null for none. */
export function columnsBelow(rows: readonly Row[], header: number | null): Columns {
  const names = header === null ? [] : (rows[header] ?? [])
  const below = rows.slice(header === null ? 0 : header + 1)
  const width = below.reduce((most, row) => Math.max(most, row.length), names.length)
  const columns = Array.from({ length: width }, (_, at) => names[at]?.trim() || columnLetter(at))
  return { columns, hasHeader: header !== null, skipped: header ?? 0, isWider: header !== null && width > names.length }
}

/** The row among the first ones that holds a cell with these words; -1 where none does. */
export const rowHolding = (rows: readonly Row[], words: string): number =>
  rows.slice(0, lookedForHeader).findIndex((row) => row.some((cell) => headerWords(cell) === headerWords(words)))

function headerRow(rows: readonly Row[]): number | null {
  let sure: number | null = null
  for (const [at, row] of rows.slice(0, lookedForHeader).entries()) {
    if (filled(row).length === 0) continue
    const below = rows.slice(at + 1, at + 1 + looked)
    if (isSureHeader(row, below) && rows.slice(0, at).every((above) => isTitle(above, row))) sure = at
    // A title can be a heading too (“Codes”); the header is the last of such rows on end.
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
  // “Code” above “code” is a code; a whole header may come again on each page of a printed list.
  return row.every((cell, at) => {
    const heading = fold(cell)
    return heading === '' || below.every((each) => fold(each[at] ?? '') !== heading || isSameRow(each, row))
  })
}

/** Whether a row is the header once more, as on each page of a printed list. */
export const isSameRow = (row: Row, header: Row): boolean =>
  filled(header).length > 1 &&
  row.length === header.length &&
  row.every((cell, at) => fold(cell) === fold(header[at] ?? ''))

/** Whether a row above a header is none of the table: shorter than it, or words over a table of one column. */
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
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'e-mail'
  if (/^https?:\/\//i.test(text)) return 'link'
  if (/\d/.test(text) && !/\s/.test(text)) return 'code'
  return 'words'
}

/** A, B, … Z, AA, AB, … as a spreadsheet names its columns. */
export function columnLetter(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : columnLetter(Math.floor(at / 26) - 1) + last
}
