import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { incoming, outgoing } from '../store/replacement-files.ts'
import { runSnapshotTask } from './copy-database.ts'

/** The newest copy beside a damaged database that passes its check. */
export interface Rescue {
  readonly file: string
  readonly takenAt: UnixSeconds
  readonly contents: DatabaseContents
  /** File of the worker thread that looks into it. */
  readonly workerFile: string
}

// What a restore replaced was given up on purpose, so it comes last.
const byMerit = (a: Copy, b: Copy): number =>
  Number(isGivenUp(a.file)) - Number(isGivenUp(b.file)) || b.takenAt - a.takenAt

const isGivenUp = (file: string): boolean => basename(file).startsWith('before-restore-')

interface Copy {
  readonly file: string
  readonly takenAt: number
}

/** Looks for a copy to go on from; null when there is none that is whole. */
export async function findRescue(databaseFile: string, workerFile: string): Promise<Rescue | null> {
  const folder = join(dirname(databaseFile), 'backups')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.db'))
  const copies = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), takenAt: (await stat(join(folder, name))).mtimeMs })),
  )
  for (const { file, takenAt } of copies.toSorted(byMerit)) {
    const contents = await runSnapshotTask({ kind: 'inspect', file }, workerFile).catch(() => null)
    if (contents !== null) return { file, takenAt: unixSeconds(Math.floor(takenAt / 1000)), contents, workerFile }
  }
  return null
}

/**
 * Puts a copy in the place of a damaged database that nobody has open. The damaged one is kept beside it, with its
 * journal: somebody may still read something out of it.
 * @returns the damaged file's new name
 */
export async function applyRescue(
  { file, workerFile }: Rescue,
  databaseFile: string,
  now: UnixSeconds,
): Promise<string> {
  const arriving = incoming(databaseFile)
  const leaving = outgoing(databaseFile)
  await copyFile(file, arriving)
  await runSnapshotTask({ kind: 'prepare', file: arriving }, workerFile)
  const handle = await open(arriving, 'r+')
  await handle.sync()
  await handle.close()
  // Under the names that the next start knows how to finish, were this interrupted.
  await rename(databaseFile, leaving)
  const kept = `${databaseFile}.damaged-${now}`
  for (const suffix of ['-wal', '-shm']) {
    await rename(`${databaseFile}${suffix}`, `${kept}${suffix}`).catch(() => undefined)
  }
  await rm(`${databaseFile}.seal`, { force: true })
  await rename(arriving, databaseFile)
  await rename(leaving, kept)
  return kept
}
