import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { CellFlaw, OpenedTable, TableReading, TableRow } from '../../shared/model/table.ts'
import type { ReadingOrder } from './messages.ts'
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

export interface ReadAgain extends TableReading {
  readonly id: string
}

/** Reads tables from files. */
export interface Tables {
  /**
   * Reads separated text or a sheet of a workbook: the one that was named, else the likeliest.
   * @throws AppError `table/*`, `usage/which-sheet`, `usage/which-encoding`, `job/cancelled` when closed meanwhile
   */
  readTable(file: string, asked?: TableReading): Promise<Table>
  /** Reads what came in another way than as a file. @throws AppError as `readTable` */
  readBytes(fileName: string, bytes: Uint8Array, asked?: TableReading): Promise<Table>
  /** Reads a table and keeps it, in place of the one before, for `columns`. @throws AppError as `readTable` */
  open(file: string): Promise<OpenedTable>
  /** Reads the file opened last once more, another sheet of it or in other letters. @throws AppError as `readTable` */
  reopen(again: ReadAgain): Promise<OpenedTable>
  /** Columns of the table opened last, row by row; '' where a row has no such cell. @throws AppError `ipc/invalid-input` */
  columns(chosen: ChosenColumns): readonly TableRow[]
  /** Ends what is being read. */
  close(): Promise<void>
}

const sampleRows = 5

interface Opened {
  readonly id: string
  readonly file: string
  readonly table: Table
}

export function createTables({ workerFile }: TablesOptions): Tables {
  const closing = new AbortController()
  const reading = new Set<Promise<unknown>>()
  let opened: Opened | null = null

  function read(order: ReadingOrder): Promise<Table> {
    const table = readTable(order, workerFile, closing.signal)
    reading.add(table)
    const forget = () => reading.delete(table)
    table.then(forget, forget)
    return table
  }
  const readFile = (file: string, { sheet, encoding }: TableReading = {}): Promise<Table> =>
    read({ fileName: basename(file), file, bytes: null, sheet, encoding })

  async function open(file: string, asked?: TableReading): Promise<OpenedTable> {
    const table = await readFile(file, asked)
    const id = randomUUID()
    opened = { id, file, table }
    return openedTable(id, table)
  }
  function openedAs(id: string): Opened {
    if (opened?.id !== id) throw new AppError('ipc/invalid-input', { field: 'id' })
    return opened
  }

  return {
    readTable: readFile,
    readBytes: (fileName, bytes, { sheet, encoding } = {}) => read({ fileName, file: null, bytes, sheet, encoding }),
    open: (file) => open(file),
    reopen: async ({ id, sheet, encoding }) => open(openedAs(id).file, { sheet, encoding }),
    columns: ({ id, columns, withFirstRow }) =>
      rowsOf(openedAs(id).table, withFirstRow).map((row) => partOf(row, columns)),
    async close() {
      closing.abort()
      await Promise.allSettled(reading)
      opened = null
    },
  }
}

function openedTable(id: string, table: Table): OpenedTable {
  const { fileName, columns, hasHeader, isWider, rows, sheets, sheet, isSheetGuess, encoding } = table
  const sample = rows.slice(0, sampleRows).map(({ cells }) => columns.map((_, at) => cells[at] ?? ''))
  return {
    id,
    fileName,
    ...{ columns, hasHeader, isWider, sheets, sheet, isSheetGuess, encoding },
    sample,
    rows: rows.length,
  }
}

function rowsOf({ header, skipped, allRows, rows }: Table, withFirstRow: boolean): readonly TableRow[] {
  if (header === null) return withFirstRow ? allRows : allRows.slice(1)
  return withFirstRow ? allRows.slice(skipped) : rows
}

/** A row's chosen cells, in the order of the choice. */
function partOf({ line, cells, flaws }: TableRow, columns: readonly number[]): TableRow {
  const part = { line, cells: columns.map((column) => cells[column] ?? '') }
  if (flaws === undefined) return part
  const chosen: Record<number, CellFlaw> = {}
  for (const [place, column] of columns.entries()) {
    const flaw = flaws[column]
    if (flaw !== undefined) chosen[place] = flaw
  }
  return { ...part, flaws: chosen }
}
