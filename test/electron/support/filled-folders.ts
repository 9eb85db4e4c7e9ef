import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseIn } from '../../../electron/core.ts'
import { seal } from '../../../electron/store/seal.ts'

/** The environment variable that tells every process of a run where the filled folders are. */
const folderVariable = 'GRADEKEEP_TEST_FILLED'

/** Creates the folder of filled folders for one run, and removes it afterwards. */
export default function makeRoom(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-filled-'))
  process.env[folderVariable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * Copies into `folder` what `fill` writes into a folder of its own. Each name is filled once in a run; later calls get
 * a copy.
 * @param fill leaves its database closed
 */
export async function copyFilled(name: string, folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const filled = await filledOnce(name, fill)
  cpSync(filled, folder, { recursive: true })
  // The copy counts as new, and is as whole as its original.
  seal(databaseIn(folder))
}

async function filledOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const room = process.env[folderVariable]
  if (room === undefined) throw new Error('The filled folders have no room: they are made in a run of vitest.')
  const filled = join(room, name)
  if (existsSync(filled)) return filled
  const own = join(room, `${name}-${process.pid}`)
  mkdirSync(own)
  await fill(own)
  try {
    renameSync(own, filled)
  } catch (thrown) {
    // Another process was faster, and its folder holds the same.
    if (!existsSync(filled)) throw thrown
    rmSync(own, { recursive: true })
  }
  return filled
}
