import { join } from 'node:path'

const source = (path: string) => join(import.meta.dirname, '../../../electron', path)

/** Where the source of each worker thread is. */
export const workerSources = {
  store: source('store/worker.ts'),
  export: source('export/worker.ts'),
  snapshot: source('store/snapshot-worker.ts'),
  import: source('import/worker.ts'),
}

export type Workers = Readonly<typeof workerSources>

/** Tells every process of a run where the bundled worker threads are. */
export const bundledWorkersVariable = 'GRADEKEEP_TEST_WORKERS'

const bundled = process.env[bundledWorkersVariable]

/** The worker threads as `bundled-workers.ts` made them for this run; without it, from their sources. */
export const workers: Workers = bundled === undefined ? workerSources : JSON.parse(bundled)
