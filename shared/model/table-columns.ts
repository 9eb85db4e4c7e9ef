import { isHeading } from './column-words.ts'
import { fold } from './text.ts'

/** A table's columns, and its rows without the header. */
export interface Columns {
  /** Header texts; a column without one is named by its letter. */
  readonly columns: readonly string[]
  readonly hasHeader: boolean
}

// Enough rows to know a column by.
const looked = 200

type Kind = 'number' | 'date' | 'e-mail' | 'link' | 'code' | 'words'

/**
 * Whether the first row is a header. Every cell of it must be words (no number, date, e-mail address, link or anything
 * with digits that looks like a code), and stand nowhere below in its own column. Then either one of them is a heading
 * such lists have, or a column holds something other than words throughout. A table of words alone has no header that
 * could be told from its rows, and is taken to have none: a row too many is seen, one too few is not.
 */
export function columnsOf(rows: readonly (readonly string[])[]): Columns {
  const [first = [], ...below] = [rows[0] ?? [], ...rows.slice(1, 1 + looked)]
  const hasHeader = isHeader(first, below)
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const columns = Array.from({ length: width }, (_, at) => (hasHeader && first[at]?.trim()) || columnLetter(at))
  return { columns, hasHeader }
}

function isHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const headings = first.map((cell, at) => ({ heading: fold(cell), at })).filter(({ heading }) => heading !== '')
  if (headings.some(({ at }) => kindOf(first[at] ?? '') !== 'words')) return false
  if (headings.some(({ heading, at }) => below.some((row) => fold(row[at] ?? '') === heading))) return false
  return headings.some(({ heading, at }) => isHeading(heading) || holdsNoWords(below, at))
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
