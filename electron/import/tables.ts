import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { OpenedTable } from '../../shared/model/table.ts'
import { readTable, type Table } from './read-table.ts'

export type { Table } from './read-table.ts'

export interface TablesOptions {
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
}

export interface ChosenColumns {
  readonly id: string
  readonly columns: readonly number[]
  /** Whether the first row of the file is data, whatever it looked like. */
  readonly withFirstRow: boolean
}

/** Reads tables from files. */
export interface Tables {
  /**
   * Reads a CSV file or the first sheet of a workbook that holds anything.
   * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`, `job/cancelled` when closed meanwhile
   */
  readTable(file: string): Promise<Table>
  /** Reads a table and keeps it, in place of the one before, for `columns`. @throws AppError as `readTable` */
  open(file: string): Promise<OpenedTable>
  /** Columns of the table opened last, row by row; '' where a row has no such cell. @throws AppError `ipc/invalid-input` */
  columns(chosen: ChosenColumns): readonly (readonly string[])[]
  /** Ends what is being read. */
  close(): Promise<void>
}

const sampleRows = 5

export function createTables({ workerFile }: TablesOptions): Tables {
  const closing = new AbortController()
  const reading = new Set<Promise<unknown>>()
  let opened: { readonly id: string; readonly table: Table } | null = null

  function read(file: string): Promise<Table> {
    const table = readTable(file, workerFile, closing.signal)
    reading.add(table)
    const forget = () => reading.delete(table)
    table.then(forget, forget)
    return table
  }

  return {
    readTable: read,
    async open(file) {
      const table = await read(file)
      const id = randomUUID()
      opened = { id, table }
      const { fileName, columns, hasHeader, rows } = table
      const sample = rows.slice(0, sampleRows).map((row) => columns.map((_, at) => row[at] ?? ''))
      return { id, fileName, columns, hasHeader, sample, rows: rows.length }
    },
    columns({ id, columns, withFirstRow }) {
      if (opened?.id !== id) throw new AppError('ipc/invalid-input', { field: 'id' })
      const chosen = rowsOf(opened.table, withFirstRow)
      return chosen.map((row) => columns.map((column) => row[column] ?? ''))
    },
    async close() {
      closing.abort()
      await Promise.allSettled(reading)
      opened = null
    },
  }
}

function rowsOf({ header, rows }: Table, withFirstRow: boolean): readonly (readonly string[])[] {
  if (header === null) return withFirstRow ? rows : rows.slice(1)
  return withFirstRow ? [header, ...rows] : rows
}
