import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountNamed } from '../electron/support/made-laptop.ts'
import { workerSources } from '../electron/support/workers.ts'

export { workerSources as workers }

/** A folder for one bench, removed when it ends. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const benchAccount = accountNamed('bench', 'Europe/Berlin')
