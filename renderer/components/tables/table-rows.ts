import type { CellFlaw, OpenedTable, TableRow } from '../../../shared/model/table.ts'
import { columnLetter, columnsOf } from '../../../shared/model/table-columns.ts'
import type { ColumnChoice } from './guess-columns.ts'

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
