import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { columnsOf, type TableRow } from '../../shared/model/table.ts'
import { rowParts } from './rows.ts'
import { fileBytes, tableContent, whyUnreadable } from './table-content.ts'
import type { ImportMessage, ReadingOrder } from './tables.ts'

/** The thread that reads one file. Each message to it requests the next part of the rows; after the last it ends. */
const port = parentPort
if (port === null) throw new Error('A table is read in a worker thread')

const order: ReadingOrder = workerData
const say = (message: ImportMessage) => port.postMessage(message)

async function bytesOf({ file, bytes, fileName }: ReadingOrder): Promise<Buffer> {
  if (file === null) return Buffer.from(bytes ?? [])
  try {
    return await fileBytes(file)
  } catch (cause) {
    throw whyUnreadable(cause, fileName)
  }
}

let rows: readonly TableRow[] = []
const table = await toEnvelope(async () => {
  const content = await tableContent(await bytesOf(order), order.fileName, order)
  rows = content.rows
  return { ...columnsOf(rows.map(({ cells }) => cells)), ...content.source }
})
const parts = rowParts(rows)
port.on('message', () => {
  const part = parts.next()
  say({ rows: part.done ? [] : part.value, last: part.done === true })
  if (part.done) port.close()
})
say({ table })
if (!table.ok) port.close()
