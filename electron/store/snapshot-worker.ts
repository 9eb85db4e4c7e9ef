import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { explainingFailure } from './database.ts'
import { inspectDatabase, type SnapshotTask, writeSnapshot } from './snapshot.ts'

/** Copies and checks databases beside the store's thread, so that nobody waits for a gigabyte to be read. */
const port = parentPort
if (port === null) throw new Error('Snapshots are taken in a worker thread')

const task: SnapshotTask = workerData
const answer = await toEnvelope(() =>
  explainingFailure(task.file, () =>
    task.kind === 'write' ? writeSnapshot(task.file, task.target) : inspectDatabase(task.file),
  ),
)
port.postMessage(answer)
port.close()
