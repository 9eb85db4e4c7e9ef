import { parentPort, workerData } from 'node:worker_threads'
import { AppError, toEnvelope } from '../../shared/errors.ts'
import { type ExportOrder, type WorkerMessage, writeExport } from './kinds.ts'
import { ExportRun } from './writer/table.ts'

/** The thread that writes one file and ends. Any message to it means "cancel". */
const port = parentPort
if (port === null) throw new Error('An export runs in a worker thread')

const order: ExportOrder = workerData
const say = (message: WorkerMessage) => port.postMessage(message)
const cancel = new AbortController()
port.once('message', () => cancel.abort(new AppError('job/cancelled')))

const run = new ExportRun(cancel.signal, (written, total) => say({ progress: { written, total } }))
say({ ended: await toEnvelope(() => writeExport(order, run)) })
port.close()
