import {
  codeColumnsOf,
  headerWords,
  isWordFor,
  loneFirstNames,
  loneNames,
  loneSurnames,
} from '../../../shared/model/column-words.ts'
import { addressIn } from '../../../shared/model/email-address.ts'
import { type CellFlaw, columnLetter, columnsOf, type OpenedTable, type TableRow } from '../../../shared/model/table.ts'

/** The first rows of a table whose columns are being mapped; the first one may be a header or not. */
export interface TableStart {
  readonly rows: readonly (readonly string[])[]
  readonly columns: number
  /** Number of rows in the whole table, the first included. */
  readonly total: number
  readonly hasHeader: boolean
  /** Whether some rows are longer than the header. */
  readonly isWider: boolean
}

/** A row, its cells named by the wanted columns. */
export interface NamedRow<Id extends string> {
  readonly line: number
  /** Trimmed; missing cells are ''. */
  readonly cells: Readonly<Record<Id, string>>
  /** Flaws of its cells, by column. */
  readonly flaws: Readonly<Partial<Record<Id, CellFlaw>>>
}

/**
 * The first rows of a file's table; its header, if it has one, is the first row. A column named by its letter has no
 * header.
 */
export function startOfFile({ columns, hasHeader, isWider, sample, rows }: OpenedTable): TableStart {
  const header = columns.map((name, column) => (name === columnLetter(column) ? '' : name))
  return {
    rows: hasHeader ? [header, ...sample] : sample,
    columns: columns.length,
    total: rows + (hasHeader ? 1 : 0),
    hasHeader,
    isWider,
  }
}

/** The first rows of a table that is already in memory. */
export function startOfRows(rows: readonly (readonly string[])[]): TableStart {
  return {
    rows: rows.slice(0, 20),
    columns: rows.reduce((most, row) => Math.max(most, row.length), 0),
    total: rows.length,
    hasHeader: rows.length > 1 && columnsOf(rows).hasHeader,
    isWider: columnsOf(rows).isWider,
  }
}

/** Drops the rows above the header, which are a title. */
export const withoutTitles = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.slice(columnsOf(rows).skipped)

/** Turns rows already in memory into the form of a file's rows. */
export const tableRows = (rows: readonly (readonly string[])[]): readonly TableRow[] =>
  rows.map((cells, at) => ({ line: at + 1, cells }))

/** The names of the columns: the header's words, or letters where there are none. */
export function columnNames({ rows, columns }: TableStart, hasHeader: boolean): readonly string[] {
  const header = hasHeader ? (rows[0] ?? []) : []
  return Array.from({ length: columns }, (_, column) => header[column]?.trim() || columnLetter(column))
}

/** The file's columns to read, each once, in order. */
export const readColumns = (choice: ColumnChoice<string>): readonly number[] =>
  [...new Set(Object.values(choice).filter((column) => column !== null))].sort((one, other) => one - other)

/**
 * Names the cells of each row by the wanted columns; rows in which all of these are empty are left out.
 * @param columns the table's columns that the cells of a row come from
 */
export function namedRows<Id extends string>(
  rows: readonly TableRow[],
  columns: readonly number[],
  choice: ColumnChoice<Id>,
): readonly NamedRow<Id>[] {
  const places = Object.entries<number | null>(choice).map(
    ([id, column]) => [id as Id, column === null ? -1 : columns.indexOf(column)] as const,
  )
  return rows.flatMap(({ line, cells, flaws }) => {
    const named = places.map(([id, place]) => [id, cells[place]?.trim() ?? ''] as const)
    if (named.every(([, cell]) => cell === '')) return []
    const flawed = places.flatMap(([id, place]) => (flaws?.[place] === undefined ? [] : [[id, flaws[place]] as const]))
    return [
      {
        line,
        cells: Object.fromEntries(named) as Record<Id, string>,
        flaws: Object.fromEntries(flawed) as Partial<Record<Id, CellFlaw>>,
      },
    ]
  })
}

/** A row's texts: '' for a cell with a flaw. */
export function textsOf<Id extends string>({ cells, flaws }: NamedRow<Id>): Readonly<Record<Id, string>> {
  const entries = Object.entries<string>(cells).map(([id, cell]) => [id, flaws[id as Id] === undefined ? cell : ''])
  return Object.fromEntries(entries)
}

const isEmail = (cell: string): boolean => /^\S+@\S+\.\S+$/.test(addressIn(cell))

/** A name's letters, marks and punctuation, but no digit. */
const isWords = (cell: string): boolean => /^\p{L}[\p{L}\p{M}\s.,'’-]*$/u.test(cell.trim())

/** The file's column for each wanted one; null where no header names it. */
export type ColumnChoice<Id extends string> = Readonly<Record<Id, number | null>>

/** The first free column in which `is` holds for nearly all cells. */
function columnOfCells(
  sample: readonly (readonly string[])[],
  columns: number,
  taken: ReadonlySet<number>,
  is: (cell: string) => boolean,
): number | null {
  for (let column = 0; column < columns; column++) {
    const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '')
    if (!taken.has(column) && cells.length > 0 && cells.filter(is).length > cells.length * 0.8) return column
  }
  return null
}

interface GuessedFrom<Id extends string> {
  readonly wanted: readonly {
    readonly id: Id
    readonly required: boolean
    isHeading?(heading: string): boolean
  }[]
  /** The header of each column; null where the first row is no header. */
  readonly headers: readonly string[] | null
  readonly columns: number
  /** Whether some rows are longer than the header, so that cells may stand under the wrong one. */
  readonly isWider?: boolean
  readonly sample: readonly (readonly string[])[]
}

const codeIds: ReadonlySet<string> = new Set(['code', 'accessCode'])

/**
 * The column headed as access codes. When several are, or when cells may have moved, the teacher is asked, because
 * codes are sent to ClassMarker.
 */
function codesAmong(headers: readonly string[] | null, isWider: boolean): number | null {
  const [column, another] = headers === null || isWider ? [] : codeColumnsOf(headers)
  return another === undefined ? (column ?? null) : null
}

/**
 * Guesses each column by its header, and addresses also by their cells. A required column that no header names is the
 * table's only column, or the teacher is asked.
 */
export function guessColumns<Id extends string>({
  wanted,
  headers,
  columns,
  isWider = false,
  sample,
}: GuessedFrom<Id>): ColumnChoice<Id> {
  const found = new Map<string, number>()
  const taken = new Set<number>()
  const take = (id: string, column: number | null | undefined) => {
    if (column === null || column === undefined || column < 0 || found.has(id)) return
    found.set(id, column)
    taken.add(column)
  }
  const isWanted = (id: string) => wanted.some((one) => one.id === id)
  const lone = (words: ReadonlySet<string>) =>
    headers?.findIndex((header, column) => !taken.has(column) && words.has(headerWords(header)))

  // Without headers: two columns of words are first and last name, a single one is the whole name.
  const guessNames = () => {
    const one = columnOfCells(sample, columns, taken, isWords)
    const two = one === null ? null : columnOfCells(sample, columns, new Set([...taken, one]), isWords)
    if (two !== null && isWanted('first') && isWanted('last')) {
      take('first', one)
      take('last', two)
    } else if (isWanted('name')) take('name', one)
  }

  // The whole name is looked for last: beside a first name, "Name" is a surname.
  for (const { id, isHeading = (heading: string) => isWordFor(id, heading) } of wanted.filter(
    (one) => one.id !== 'name',
  )) {
    if (codeIds.has(id)) take(id, codesAmong(headers, isWider))
    else
      take(
        id,
        headers?.findIndex((header, column) => !taken.has(column) && isHeading(header)),
      )
  }
  if (isWanted('last') && found.has('first')) take('last', lone(loneSurnames))
  if (isWanted('first') && found.has('last')) take('first', lone(loneFirstNames))
  if (isWanted('name') && !found.has('first') && !found.has('last')) {
    take(
      'name',
      headers?.findIndex((header, column) => !taken.has(column) && isWordFor('name', header)),
    )
    take('name', lone(loneNames))
  }
  if (isWanted('email')) take('email', columnOfCells(sample, columns, taken, isEmail))
  if (headers === null) guessNames()
  if (columns === 1 && taken.size === 0) for (const { id } of wanted.filter(({ required }) => required)) take(id, 0)
  return Object.fromEntries(wanted.map(({ id }) => [id, found.get(id) ?? null])) as ColumnChoice<Id>
}
