import { join } from 'node:path'

const source = (path: string) => join(import.meta.dirname, '../../../electron', path)

/** The worker threads, from their sources. */
export const workers = {
  writer: source('store/writer.ts'),
  reader: source('store/reader.ts'),
  export: source('export/worker.ts'),
  snapshot: source('store/snapshot-worker.ts'),
  import: source('import/worker.ts'),
}
