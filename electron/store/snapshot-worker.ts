import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../../shared/errors.ts'
import { explainedFailure } from './open.ts'
import { unpackCopy } from './packed-copy.ts'
import {
  emptyOnes,
  inspectDatabase,
  packSnapshot,
  prepareSnapshot,
  type SnapshotTask,
  writePackedSnapshot,
  writeSnapshot,
} from './snapshot.ts'

/** Copies and checks databases on a thread of its own, so that nobody waits for a gigabyte to be read. */
const port = parentPort
if (port === null) throw new Error('Snapshots are taken in a worker thread')

const carryOut = async (task: SnapshotTask) => {
  if (task.kind === 'empty') return emptyOnes(task.files)
  if (task.kind === 'write') return writeSnapshot(task.file, task.target)
  if (task.kind === 'write packed') return writePackedSnapshot(task.file, task.target)
  if (task.kind === 'pack') return packSnapshot(task.file)
  if (task.kind === 'unpack') return unpackCopy(task.file, task.target)
  return task.kind === 'prepare' ? prepareSnapshot(task.file) : inspectDatabase(task.file)
}

const task: SnapshotTask = workerData
const answer = await toEnvelope(() =>
  carryOut(task).catch((thrown: unknown) => {
    throw explainedFailure(task.file, thrown)
  }),
)
port.postMessage(answer)
port.close()
