import { parentPort, workerData } from 'node:worker_threads'
import { AppError, toEnvelope } from '../../shared/errors.ts'
import { exportAttempts } from './export-attempts.ts'
import { exportCertificates } from './export-certificates.ts'
import { exportRenewals } from './export-renewals.ts'
import { exportStartLinks } from './export-start-links.ts'
import type { ExportKind, ExportKinds, ExportOrder, WorkerMessage } from './messages.ts'
import { courseOf } from './write-table.ts'

/** The thread that writes one file and ends. Any message to it means "cancel". */
const port = parentPort
if (port === null) throw new Error('An export runs in a worker thread')

const order: ExportOrder = workerData
const say = (message: WorkerMessage) => port.postMessage(message)
const cancel = new AbortController()
port.once('message', () => cancel.abort(new AppError('job/cancelled')))

const course = courseOf(cancel.signal, (written, total) => say({ progress: { written, total } }))
const ended = await toEnvelope((): Promise<ExportKinds[ExportKind]['outcome']> => {
  if (order.kind === 'certificates') return exportCertificates(order, course)
  if (order.kind === 'renewals') return exportRenewals(order, course)
  if (order.kind === 'start-links') return exportStartLinks(order, course)
  return exportAttempts(order, course)
})
say({ ended })
port.close()
