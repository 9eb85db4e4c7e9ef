import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseIn } from '../../../electron/core.ts'
import { seal } from '../../../electron/store/locks.ts'

/** Tells every process of a run where the filled folders are. */
const folderVariable = 'GRADEKEEP_TEST_FILLED'

/** Makes room for the filled folders of one run, and takes it away after it. */
export default function makeRoom(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-filled-'))
  process.env[folderVariable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * Puts into `folder` what `fill` puts into a folder of its own. Of each name that is done once in a run; whoever else
 * asks for it gets a copy.
 * @param fill leaves its database closed
 */
export async function copyFilled(name: string, folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const filled = await filledOnce(name, fill)
  cpSync(filled, folder, { recursive: true })
  // The copy is as new as now, and as whole as what it was copied from.
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
    // Another process was sooner, and its folder holds the same.
    if (!existsSync(filled)) throw thrown
    rmSync(own, { recursive: true })
  }
  return filled
}
