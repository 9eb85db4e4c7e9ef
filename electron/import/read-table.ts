import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError, fromEnvelope } from '../../shared/errors.ts'
import type { ImportMessage, ReadTable, Row } from './messages.ts'

/** A table as it was read. */
export interface Table extends ReadTable {
  readonly fileName: string
  /** The first row where it is the header, else null. */
  readonly header: Row | null
  /** Every row but the header. A row may be shorter than there are columns, and an empty one in between is empty. */
  readonly rows: readonly Row[]
}

// A thread that needs more than this ends, and the file is refused, rather than the computer brought to a stop.
const resourceLimits = { maxOldGenerationSizeMb: 1_536 }

/**
 * Reads a file in a thread of its own. Rows arrive in parts, so that this thread is never busy with them for long.
 * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`, `job/cancelled`
 */
export async function readTable(file: string, workerFile: string, signal: AbortSignal): Promise<Table> {
  if (signal.aborted) throw new AppError('job/cancelled')
  const fileName = basename(file)
  const worker = new Worker(workerFile, { workerData: { file }, resourceLimits })
  const { promise, resolve, reject } = Promise.withResolvers<Table>()
  const rows: Row[] = []
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
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}

function tableOf(fileName: string, { columns, hasHeader }: ReadTable, rows: readonly Row[]): Table {
  const [header = []] = rows
  return { fileName, columns, hasHeader, header: hasHeader ? header : null, rows: hasHeader ? rows.slice(1) : rows }
}
