import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import { isPacked, privateFolder, type SnapshotAnswer, type SnapshotTask } from '../store/api.ts'

/** Runs one copy or check in its own thread. @throws AppError `store/*` */
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

/** A new name beside the database for results in plain form; `Leftovers` removes what a killed process left there. */
export const workingFile = (databaseFile: string): string => workingFileIn(dirname(databaseFile))

const workingFileIn = (folder: string): string => join(folder, `.backup-${process.pid}-${randomUUID()}.db`)

/**
 * Runs `work` on the database in a copy: on the copy itself, or on what is unpacked from it, which is removed after.
 * @throws AppError `store/damaged` for a packed copy that is not whole, `backup/no-room`, `store/full`, `backup/packed`
 */
export async function withPlainCopy<T>(
  copy: string,
  { databaseFile, workerFile }: { readonly databaseFile: string; readonly workerFile: string },
  work: (database: string) => Promise<T>,
): Promise<T> {
  if (!isPacked(copy)) return work(copy)
  const place = await placeToUnpack(dirname(databaseFile))
  const database = workingFileIn(place.folder)
  try {
    await runSnapshotTask({ kind: 'unpack', file: copy, target: database }, workerFile)
    return await work(database)
  } finally {
    await rm(database, { force: true })
    await place.remove()
  }
}

/** The data folder, or a private temporary one where that cannot be written. */
async function placeToUnpack(dataDir: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  const isWritable = await access(dataDir, constants.W_OK).then(
    () => true,
    () => false,
  )
  return isWritable ? { folder: dataDir, remove: async () => undefined } : privateFolder()
}
