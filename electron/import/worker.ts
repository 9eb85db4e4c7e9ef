import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { columnsOf } from '../../shared/model/table-columns.ts'
import type { ImportMessage, Row } from './messages.ts'
import { rowParts } from './row-parts.ts'
import { tableRows } from './table-rows.ts'

/** The thread that reads one file. Any message to it asks for the next part of the rows; with the last one it ends. */
const port = parentPort
if (port === null) throw new Error('A table is read in a worker thread')

const file: string = workerData.file
const say = (message: ImportMessage) => port.postMessage(message)

let rows: readonly Row[] = []
const table = await toEnvelope(async () => {
  rows = await tableRows(file)
  return columnsOf(rows)
})
const parts = rowParts(rows)
port.on('message', () => {
  const part = parts.next()
  say({ rows: part.done ? [] : part.value, last: part.done === true })
  if (part.done) port.close()
})
say({ table })
if (!table.ok) port.close()
