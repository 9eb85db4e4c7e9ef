import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { explainingFailure } from './open.ts'
import { emptyOnes, inspectDatabase, prepareSnapshot, type SnapshotTask, writeSnapshot } from './snapshot.ts'

/** Copies and checks databases on a thread of its own, so that nobody waits for a gigabyte to be read. */
const port = parentPort
if (port === null) throw new Error('Snapshots are taken in a worker thread')

const carryOut = (task: SnapshotTask) => {
  if (task.kind === 'empty') return emptyOnes(task.files)
  if (task.kind === 'write') return writeSnapshot(task.file, task.target)
  return task.kind === 'prepare' ? prepareSnapshot(task.file) : inspectDatabase(task.file)
}

const task: SnapshotTask = workerData
const answer = await toEnvelope(() => explainingFailure(task.file, () => carryOut(task)))
port.postMessage(answer)
port.close()
