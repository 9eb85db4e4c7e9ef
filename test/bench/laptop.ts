import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreCalls } from '../../electron/store/calls.ts'
import { unixSeconds } from '../../shared/model/time.ts'

const source = (path: string) => join(import.meta.dirname, '../../electron', path)

export const workers = {
  writer: source('store/writer.ts'),
  reader: source('store/reader.ts'),
  export: source('export/worker.ts'),
  snapshot: source('store/snapshot-worker.ts'),
  import: source('import/worker.ts'),
}

/** A folder for one bench, removed when it ends. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const benchAccount: Parameters<StoreCalls['addAccount']>[0] = {
  id: 'bench',
  name: 'Bench',
  key: 'key',
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  timeZone: 'Europe/Berlin',
  createdAt: unixSeconds(1_795_176_000),
  colour: 0,
  archived: false,
}
