import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { Decision } from './decision.ts'
import { type ExportOrder, type WorkerMessage, writeExport } from './kinds.ts'
import { ExportRun } from './writer/table.ts'

/** The thread that writes one file and ends. Whoever started it ends it sooner to cancel it. */
const port = parentPort
if (port === null) throw new Error('An export runs in a worker thread')

const order: ExportOrder = workerData
const say = (message: WorkerMessage) => port.postMessage(message)

const run = new ExportRun(new Decision(order.decision), (written, total) => say({ progress: { written, total } }))
say({ ended: await toEnvelope(() => writeExport(order, run)) })
port.close()
