import { Worker } from 'node:worker_threads'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import type { SnapshotAnswer, SnapshotTask } from '../store/api.ts'

/** Runs one copy or check in a thread of its own. @throws AppError `store/*` */
export function runSnapshotTask<Task extends SnapshotTask>(
  task: Task,
  workerFile: string,
): Promise<SnapshotAnswer<Task>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: task })
    worker.once('message', (envelope: Envelope<SnapshotAnswer<Task>>) => {
      try {
        resolve(fromEnvelope(envelope))
      } catch (thrown) {
        reject(thrown)
      }
    })
    worker.once('error', () => reject(new AppError('store/failed')))
    worker.once('exit', () => reject(new AppError('store/failed')))
  })
}
