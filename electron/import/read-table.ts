import { Worker } from 'node:worker_threads'
import { AppError, fromEnvelope } from '../../shared/errors.ts'
import type { TableRow } from '../../shared/model/table.ts'
import { isSameRow } from '../../shared/model/table-columns.ts'
import type { ImportMessage, ReadingOrder, ReadTable } from './messages.ts'
import { withSummariesMarked } from './summary-rows.ts'

/** A table as it was read. */
export interface Table extends ReadTable {
  readonly fileName: string
  /** Every row, the header and what stands above it included. An empty one in between is empty. */
  readonly allRows: readonly TableRow[]
  /** The row that is the header, else null. */
  readonly header: readonly string[] | null
  /** Every row below the header but those that repeat it. */
  readonly rows: readonly TableRow[]
}

// A thread that needs more than this ends, and the file is refused, rather than the computer brought to a stop.
const resourceLimits = { maxOldGenerationSizeMb: 1_536 }
/** A list that takes longer is none: the largest are read in a few seconds. */
const longestReadingMs = 120_000

/**
 * Reads a file in a thread of its own. Rows arrive in parts, so that this thread is never busy with them for long.
 * @throws AppError as `tableContent`, `job/cancelled`
 */
export async function readTable(order: ReadingOrder, workerFile: string, signal: AbortSignal): Promise<Table> {
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
  // A thread can die without a word of its own: out of memory, or a broken installation.
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

/** A table as its parts make it up. */
export function tableOf(fileName: string, read: ReadTable, allRows: readonly TableRow[]): Table {
  const { hasHeader, skipped } = read
  if (!hasHeader) return { fileName, ...read, allRows, header: null, rows: allRows }
  const header = allRows[skipped]?.cells ?? []
  const rows = allRows.slice(skipped + 1).filter(({ cells }) => !isSameRow(cells, header))
  return { fileName, ...read, allRows, header, rows: withSummariesMarked(rows) }
}
