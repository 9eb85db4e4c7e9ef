import { join } from 'node:path'

const source = (path: string) => join(import.meta.dirname, '../../../electron', path)

/** The source file of each worker thread. */
export const workerSources = {
  writer: source('store/writer.ts'),
  reader: source('store/reader.ts'),
  export: source('export/worker.ts'),
  snapshot: source('store/snapshot-worker.ts'),
  import: source('import/worker.ts'),
  results: source('import/results/worker.ts'),
  questions: source('questions/formats/worker.ts'),
}

export type Workers = Readonly<typeof workerSources>

/** The processes that sync or receive and are killed meanwhile, and their database's thread. */
export const killedSources = {
  'sync-process': join(import.meta.dirname, '../../prove/sync-process.ts'),
  'receive-process': join(import.meta.dirname, '../../prove/receive-process.ts'),
  'killed-worker': join(import.meta.dirname, '../../prove/killed-worker.ts'),
}

/** Those that may stay for the next store of the same process, and how they are named then: see `kept-threads.ts`. */
export const keptSources = {
  'kept-writer': workerSources.writer,
  'kept-reader': workerSources.reader,
}

/** The environment variable that tells every process of a run where the bundled worker threads are. */
export const bundledWorkersVariable = 'GRADEKEEP_TEST_WORKERS'

const sources = { ...workerSources, ...killedSources }
const bundled = process.env[bundledWorkersVariable]
const files: typeof sources & Partial<typeof keptSources> = bundled === undefined ? sources : JSON.parse(bundled)

/** The worker threads as `bundled-workers.ts` made them for this run; without that, from their sources. */
export const workers: Workers = {
  writer: files.writer,
  reader: files.reader,
  export: files.export,
  snapshot: files.snapshot,
  import: files.import,
  results: files.results,
  questions: files.questions,
}

/** The process that is killed and its database's thread, from the same place as the worker threads. */
export const killedProgram = {
  process: files['sync-process'],
  receiver: files['receive-process'],
  worker: files['killed-worker'],
}

/** By the file of a store's thread: the file of one that serves several stores in succession. */
export const keptFiles: ReadonlyMap<string, string | undefined> = new Map([
  [files.writer, files['kept-writer']],
  [files.reader, files['kept-reader']],
])
