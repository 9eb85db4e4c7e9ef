import type { TableRow } from '../../../shared/model/table.ts'
import { text } from './values.ts'

/** Headings of ClassMarker's export, and what spreadsheets and older exports make of them; folded. */
const headings = {
  first: ['first name', 'first', 'firstname'],
  last: ['last name', 'last', 'lastname'],
  email: ['email', 'e-mail', 'email address'],
  source: ['group name', 'link name', 'group/link name', 'group', 'link'],
  test: ['test name', 'exam name', 'quiz name', 'test'],
  percentage: ['percentage', 'percentage (%)', 'percent', '%', 'score %', 'score (%)'],
  points: ['points received', 'points scored', 'points'],
  available: ['points available', 'points possible', 'total points'],
  duration: ['duration', 'time taken'],
  started: ['date started', 'time started', 'started', 'start date'],
  finished: ['date finished', 'time finished', 'finished', 'finish date', 'date completed'],
} as const

export type Field = keyof typeof headings
const fields = Object.keys(headings) as readonly Field[]

/** A cell as a person reads it: names come with HTML entities. */
export const plain = (cell: string | undefined): string =>
  cell === undefined ? '' : cell.includes('&') ? text.parse(cell) : cell.trim()

export const folded = (cell: string | undefined): string =>
  plain(cell).toLowerCase().replace(/\s+/g, ' ').replace(/\s*:$/, '')

export const fieldOf = (heading: string): Field | null =>
  fields.find((field) => (headings[field] as readonly string[]).includes(heading)) ?? null

/** The columns of a table of results. */
export interface Layout {
  readonly line: number
  /** Columns of each field, the first one first: a file can have a column for groups and one for links. */
  readonly columns: ReadonlyMap<Field, readonly number[]>
  readonly further: readonly { readonly column: number; readonly heading: string }[]
  /** The column with the empty heading, which says what a row is; null in a file without answers. */
  readonly marker: number | null
  readonly questions: readonly { readonly column: number; readonly id: string }[]
}

const questionHeading = /^q\s?(\d{1,20})$/

export function layoutOf({ cells, line }: TableRow): Layout | null {
  // Most rows are none of headings, and a file has up to 50,000 of them.
  if (!cells.some((cell) => /^\s*first/i.test(cell))) return null
  const columns = new Map<Field, number[]>()
  const further: Layout['further'][number][] = []
  const questions: Layout['questions'][number][] = []
  for (const [column, cell] of cells.entries()) {
    const heading = folded(cell)
    const id = questionHeading.exec(heading)?.[1]
    const field = fieldOf(heading)
    if (id !== undefined) questions.push({ column, id: id.replace(/^0+(?=\d)/, '') })
    else if (field !== null) columns.set(field, [...(columns.get(field) ?? []), column])
    else if (heading !== '') further.push({ column, heading: plain(cell) })
  }
  const scores = ['percentage', 'points', 'available', 'started', 'finished', 'duration'] as const
  const isHeader =
    columns.has('first') && columns.has('last') && scores.filter((field) => columns.has(field)).length >= 2
  if (!isHeader) return null
  const end = questions[0]?.column
  const isEmpty = (cell: string) => cell.trim() === ''
  const empty = end === undefined ? cells.findIndex(isEmpty) : cells.slice(0, end).findLastIndex(isEmpty)
  return { line, columns, further, marker: empty < 0 ? null : empty, questions }
}

/** What a row of a person holds of each question. */
export type RowKind = 'points' | 'response' | 'correct' | 'available'

/** What the cell below the empty heading says of its row. */
export function kindOf(marker: string): RowKind | null {
  if (marker === 'points scored' || marker === 'points received') return 'points'
  if (/\b(?:available|possible)\b/.test(marker)) return 'available'
  if (/\bcorrect\b/.test(marker)) return 'correct'
  return /\b(?:answers?|responses?|selected)\b/.test(marker) ? 'response' : null
}

/** The first filled cell of a field, decoded. */
export function cellOf(cells: readonly string[], { columns }: Layout, field: Field): string {
  for (const column of columns.get(field) ?? []) {
    const cell = plain(cells[column])
    if (cell !== '') return cell
  }
  return ''
}

/** Cells of columns that are none of ClassMarker's own, by their headings. */
export function furtherOf(cells: readonly string[], { further }: Layout): Readonly<Record<string, string>> {
  const found = new Map<string, string>()
  for (const { column, heading } of further) {
    const cell = plain(cells[column])
    if (cell === '') continue
    let name = heading
    for (let times = 2; found.has(name); times++) name = `${heading} (${times})`
    found.set(name, cell)
  }
  return Object.fromEntries(found)
}
