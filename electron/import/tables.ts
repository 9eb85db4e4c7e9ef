import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import type { ChosenRows } from '../../shared/model/question-file.ts'
import {
  type CellFlaw,
  type Columns,
  isSameRow,
  type OpenedTable,
  type TableReading,
  type TableRow,
  type TableSource,
} from '../../shared/model/table.ts'
import { withSummariesMarked } from './rows.ts'

export interface TablesOptions {
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
}

export interface ChosenColumns {
  readonly id: string
  readonly columns: readonly number[]
  /** Whether the first row of the file is data, whatever was detected. */
  readonly withFirstRow: boolean
}

export interface ReadAgain extends TableReading {
  readonly id: string
}

/** Reads tables from files. */
export interface Tables {
  /**
   * Reads separated text or a sheet of a workbook: the named sheet, else the likeliest.
   * @throws AppError `table/*`, `usage/which-sheet`, `usage/which-encoding`, `job/cancelled` when closed meanwhile
   */
  readTable(file: string, asked?: TableReading): Promise<Table>
  /** As `readTable`, for bytes that do not come from a file. @throws AppError as `readTable` */
  readBytes(fileName: string, bytes: Uint8Array, asked?: TableReading): Promise<Table>
  /** Reads a table and keeps it for `columns`, replacing the one before. @throws AppError as `readTable` */
  open(file: string): Promise<OpenedTable>
  /** Reads the last opened file again, with another sheet or encoding. @throws AppError as `readTable` */
  reopen(again: ReadAgain): Promise<OpenedTable>
  /** Columns of the last opened table, row by row; '' for a missing cell. @throws AppError `ipc/invalid-input` */
  columns(chosen: ChosenColumns): readonly TableRow[]
  /** What stands above a column of the last opened table; '' for nothing. @throws AppError `ipc/invalid-input` */
  heading(chosen: Omit<ChosenColumns, 'columns'>, column: number): string
  /** Where the last opened table is, and which of its rows are data. @throws AppError `ipc/invalid-input` */
  chosen(chosen: Omit<ChosenColumns, 'columns'>): { readonly file: string } & ChosenRows
  /** Cancels reading. */
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
    heading: ({ id, withFirstRow }, column) => {
      const { header, allRows } = openedAs(id).table
      return withFirstRow ? '' : ((header ?? allRows[0]?.cells)?.[column] ?? '')
    },
    chosen: ({ id, withFirstRow }) => {
      const { file, table } = openedAs(id)
      const { header, skipped, sheet, encoding } = table
      const above = header === null ? 0 : skipped
      return {
        file,
        ...(sheet !== null && { sheet }),
        ...(encoding !== null && { encoding: encoding.name }),
        skipped: withFirstRow ? above : above + 1,
      }
    },
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

/** The chosen cells of a row, in the order of the choice. */
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

/** A table that was read. */
export interface Table extends ReadTable {
  readonly fileName: string
  /** Every row, with the header and the rows above it. A blank row in between is empty. */
  readonly allRows: readonly TableRow[]
  /** The header row, or null. */
  readonly header: readonly string[] | null
  /** The rows below the header, without repeated headers. */
  readonly rows: readonly TableRow[]
}

// A thread that needs more memory ends, and the file is refused, before the computer becomes unusable.
const resourceLimits = { maxOldGenerationSizeMb: 1_536 }
/** The largest lists are read in a few seconds, so anything slower is not a list. */
const longestReadingMs = 120_000

/**
 * Reads a file in its own thread. Rows arrive in parts, so that the calling thread is never busy for long.
 * @throws AppError as `tableContent`, `job/cancelled`
 */
async function readTable(order: ReadingOrder, workerFile: string, signal: AbortSignal): Promise<Table> {
  if (signal.aborted) throw new AppError('job/cancelled')
  const { fileName } = order
  const worker = new Worker(workerFile, { workerData: order, resourceLimits })
  const { promise, resolve, reject } = Promise.withResolvers<Table>()
  const rows: TableRow[] = []
  let read: ReadTable | null = null
  worker.on('message', (message: ImportMessage) => {
    try {
      if ('table' in message) read = fromEnvelope(message.table)
      else for (const row of message.rows) rows.push(row)
      if (read !== null && 'last' in message && message.last) resolve(tableOf(fileName, read, rows))
      else worker.postMessage('next')
    } catch (thrown) {
      reject(thrown)
    }
  })
  // A thread can die without a message: out of memory, or a broken installation.
  worker.on('error', (cause) => reject(new AppError('table/not-readable', { fileName }, { cause })))
  worker.on('exit', () => reject(new AppError('table/not-readable', { fileName })))
  const cancel = () => reject(new AppError('job/cancelled'))
  signal.addEventListener('abort', cancel)
  const limit = setTimeout(() => reject(new AppError('table/not-readable', { fileName })), longestReadingMs)
  try {
    return await promise
  } finally {
    clearTimeout(limit)
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}

/** Puts a table together from what the worker sent. */
export function tableOf(fileName: string, read: ReadTable, allRows: readonly TableRow[]): Table {
  const { hasHeader, skipped } = read
  if (!hasHeader) return { fileName, ...read, allRows, header: null, rows: allRows }
  const header = allRows[skipped]?.cells ?? []
  const rows = allRows.slice(skipped + 1).filter(({ cells }) => !isSameRow(cells, header))
  return { fileName, ...read, allRows, header, rows: withSummariesMarked(rows) }
}

/** What the worker reads: a file, or bytes from standard input. */
export interface ReadingOrder extends TableReading {
  readonly fileName: string
  readonly file: string | null
  readonly bytes: Uint8Array | null
}

/** The worker's answer on a table; the rows follow in parts, one per request. */
interface ReadTable extends Columns, TableSource {}

export type ImportMessage =
  | { readonly table: Envelope<ReadTable> }
  | { readonly rows: readonly TableRow[]; readonly last: boolean }
