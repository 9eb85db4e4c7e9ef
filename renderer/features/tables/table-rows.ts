import {
  codeColumnsOf,
  headerWords,
  isWordFor,
  loneFirstNames,
  loneNames,
  loneSurnames,
} from '../../../shared/model/column-words.ts'
import { type CellFlaw, columnLetter, columnsOf, type OpenedTable, type TableRow } from '../../../shared/model/table.ts'

/** The beginning of a table whose columns are to be told, the first row included, be it a header or not. */
export interface TableStart {
  readonly rows: readonly (readonly string[])[]
  readonly columns: number
  /** Rows of the whole table, the first included. */
  readonly total: number
  readonly hasHeader: boolean
  /** Whether rows reach beyond the header. */
  readonly isWider: boolean
}

/** A row by what was wanted of it. */
export interface NamedRow<Id extends string> {
  readonly line: number
  /** Trimmed; absent cells are ''. */
  readonly cells: Readonly<Record<Id, string>>
  /** What is wrong with cells. */
  readonly flaws: Readonly<Partial<Record<Id, CellFlaw>>>
}

/**
 * The beginning of a file's table: its header, where it has one, is the first row. A column named by its letter has
 * no header.
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

/** The beginning of rows that are all here. */
export function startOfRows(rows: readonly (readonly string[])[]): TableStart {
  return {
    rows: rows.slice(0, 20),
    columns: rows.reduce((most, row) => Math.max(most, row.length), 0),
    total: rows.length,
    hasHeader: rows.length > 1 && columnsOf(rows).hasHeader,
    isWider: columnsOf(rows).isWider,
  }
}

/** Rows from their header on: what stands above it is a title. */
export const withoutTitles = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.slice(columnsOf(rows).skipped)

/** Rows that are all here as those of a file. */
export const tableRows = (rows: readonly (readonly string[])[]): readonly TableRow[] =>
  rows.map((cells, at) => ({ line: at + 1, cells }))

/** What stands over the columns: the header's words, or the letter where there are none. */
export function columnNames({ rows, columns }: TableStart, hasHeader: boolean): readonly string[] {
  const header = hasHeader ? (rows[0] ?? []) : []
  return Array.from({ length: columns }, (_, column) => header[column]?.trim() || columnLetter(column))
}

/** The file's columns that are to be read, each once, in order. */
export const readColumns = (choice: ColumnChoice<string>): readonly number[] =>
  [...new Set(Object.values(choice).filter((column) => column !== null))].sort((one, other) => one - other)

/**
 * Rows as the columns' own names; those with nothing in any of them are left out.
 * @param columns which columns of the table the cells of a row are
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

/** A row's texts: '' for a cell that something is wrong with. */
export function textsOf<Id extends string>({ cells, flaws }: NamedRow<Id>): Readonly<Record<Id, string>> {
  const entries = Object.entries<string>(cells).map(([id, cell]) => [id, flaws[id as Id] === undefined ? cell : ''])
  return Object.fromEntries(entries)
}

const isEmail = (cell: string): boolean => /^\S+@\S+\.\S+$/.test(cell.trim())

/** Letters and what stands between them in names, and no digit. */
const isWords = (cell: string): boolean => /^\p{L}[\p{L}\p{M}\s.,'’-]*$/u.test(cell.trim())

/** Which of the file's columns each wanted one is; null where no header says so. */
export type ColumnChoice<Id extends string> = Readonly<Record<Id, number | null>>

/** The first free column whose cells are, nearly all, what `is` says. */
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
  readonly wanted: readonly { readonly id: Id; readonly required: boolean }[]
  /** The header of each column; null where the first row is a row like the others. */
  readonly headers: readonly string[] | null
  readonly columns: number
  /** Whether rows reach beyond the headers, so that cells may stand under the wrong one. */
  readonly isWider?: boolean
  readonly sample: readonly (readonly string[])[]
}

const codeIds: ReadonlySet<string> = new Set(['code', 'accessCode'])

/** The one column headed as access codes; codes are sent away, so that several, or cells that may have moved, are asked about. */
function codesAmong(headers: readonly string[] | null, isWider: boolean): number | null {
  const [column, another] = headers === null || isWider ? [] : codeColumnsOf(headers)
  return another === undefined ? (column ?? null) : null
}

/**
 * Guesses which column is which by its header, addresses also by their cells. A required one that no header names is the
 * only column there is, or is asked for.
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

  // A whole name is looked for last: beside a first name, "Name" is a surname.
  for (const { id } of wanted.filter((one) => one.id !== 'name')) {
    if (codeIds.has(id)) take(id, codesAmong(headers, isWider))
    else
      take(
        id,
        headers?.findIndex((header, column) => !taken.has(column) && isWordFor(id, header)),
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
