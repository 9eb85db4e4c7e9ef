import { parentPort, workerData } from 'node:worker_threads'
import { serialiseError } from '../../../shared/errors.ts'
import { readImport } from './read-import.ts'
import type { ImportOrder, ThreadMessage } from './thread.ts'

/** The thread that reads an import. Each message to it asks for the next batch; after the last it ends. */
const port = parentPort
if (port === null) throw new Error('An import is read in a worker thread')

const { paths, ...asked }: ImportOrder = workerData
const batches = readImport(paths, asked)
const say = (message: ThreadMessage) => port.postMessage(message)
port.on('message', async () => {
  try {
    const next = await batches.next()
    say(next.done === true ? { done: true } : { done: false, batch: next.value })
    if (next.done === true) port.close()
  } catch (thrown) {
    say({ done: true, error: serialiseError(thrown) })
    port.close()
  }
})
