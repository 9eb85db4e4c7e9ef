import type { OpenedTable } from '../../../shared/model/table.ts'
import { columnLetter, columnsOf } from '../../../shared/model/table-columns.ts'
import type { ColumnChoice } from './guess-columns.ts'

/** The beginning of a table whose columns are to be told, the first row included, be it a header or not. */
export interface TableStart {
  readonly rows: readonly (readonly string[])[]
  readonly columns: number
  /** Rows of the whole table, the first included. */
  readonly total: number
  readonly hasHeader: boolean
}

/**
 * The beginning of a file's table: its header, where it has one, is the first row. A column named by its letter has
 * no header.
 */
export function startOfFile({ columns, hasHeader, sample, rows }: OpenedTable): TableStart {
  const header = columns.map((name, column) => (name === columnLetter(column) ? '' : name))
  return {
    rows: hasHeader ? [header, ...sample] : sample,
    columns: columns.length,
    total: rows + (hasHeader ? 1 : 0),
    hasHeader,
  }
}

/** The beginning of rows that are all here. */
export function startOfRows(rows: readonly (readonly string[])[]): TableStart {
  return {
    rows: rows.slice(0, 20),
    columns: rows.reduce((most, row) => Math.max(most, row.length), 0),
    total: rows.length,
    hasHeader: rows.length > 1 && columnsOf(rows).hasHeader,
  }
}

/** What stands over the columns: the header's words, or the letter where there are none. */
export function columnNames({ rows, columns }: TableStart, hasHeader: boolean): readonly string[] {
  const header = hasHeader ? (rows[0] ?? []) : []
  return Array.from({ length: columns }, (_, column) => header[column]?.trim() || columnLetter(column))
}

/** The file's columns that are to be read, each once, in order. */
export const readColumns = (choice: ColumnChoice<string>): readonly number[] =>
  [...new Set(Object.values(choice).filter((column) => column !== null))].sort((one, other) => one - other)

/**
 * Rows as the columns' own names: trimmed, absent ones '', and rows with nothing in any of them left out.
 * @param columns which columns of the table the cells of a row are
 */
export function namedRows<Id extends string>(
  rows: readonly (readonly string[])[],
  columns: readonly number[],
  choice: ColumnChoice<Id>,
): readonly Readonly<Record<Id, string>>[] {
  const places = Object.entries<number | null>(choice).map(
    ([id, column]) => [id, column === null ? -1 : columns.indexOf(column)] as const,
  )
  return rows.flatMap((row) => {
    const named = places.map(([id, place]) => [id, row[place]?.trim() ?? ''] as const)
    return named.some(([, cell]) => cell !== '') ? [Object.fromEntries(named) as Record<Id, string>] : []
  })
}
