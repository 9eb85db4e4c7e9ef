import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { day, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { copiesBeside, incoming, newestVersion, outgoing } from '../store/api.ts'
import { runSnapshotTask } from './snapshots.ts'

/** The newest copy beside a damaged database that passes its check. */
export interface Rescue {
  readonly file: string
  readonly takenAt: UnixSeconds
  readonly contents: DatabaseContents
  /** File of the worker thread that looks into it. */
  readonly workerFile: string
}

interface Copy {
  readonly file: string
  readonly takenAt: UnixSeconds
}

// What a restore replaced was given up on purpose, so it comes last.
const byMerit = (a: Copy, b: Copy): number =>
  Number(isGivenUp(a.file)) - Number(isGivenUp(b.file)) || b.takenAt - a.takenAt || (a.file < b.file ? 1 : -1)

const isGivenUp = (file: string): boolean => basename(file).startsWith('before-restore-')

/** Looks for a copy to go on from; null when there is none that is whole and holds anything. */
export async function findRescue(databaseFile: string, workerFile: string): Promise<Rescue | null> {
  const files = [...copiesBeside(databaseFile), outgoing(databaseFile), incoming(databaseFile)]
  const found = await Promise.all(files.map(copyOf))
  const copies = found.filter((copy) => copy !== null).toSorted(byMerit)
  const empty = new Set(await runSnapshotTask({ kind: 'empty', file: databaseFile, files }, workerFile))
  for (const { file, takenAt } of copies) {
    if (empty.has(file)) continue
    // A copy that is damaged itself is passed over for the next one.
    const contents = await runSnapshotTask({ kind: 'inspect', file }, workerFile).catch(() => null)
    if (contents !== null && contents.version <= newestVersion()) return { file, takenAt, contents, workerFile }
  }
  return null
}

async function copyOf(file: string): Promise<Copy | null> {
  // One that is not there, or may not be looked at, is none to go on from.
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return null
  return { file, takenAt: takenAt(basename(file), Math.floor(found.mtimeMs / 1000)) }
}

/**
 * When a copy was taken. Its name knows better than its time, which a copying program sets anew; where both name the
 * same day, the time knows the hour.
 */
function takenAt(name: string, changed: number): UnixSeconds {
  const restored = /^before-restore-(\d{9,11})\b/.exec(name)
  if (restored !== null) return unixSeconds(Number(restored[1]))
  const daily = /^daily-(\d{4}-\d{2}-\d{2})\.db$/.exec(name)
  const midnight = daily === null ? Number.NaN : Date.parse(`${daily[1]}T00:00:00Z`) / 1000
  const isOfThatDay = Number.isNaN(midnight) || Math.floor(changed / day) * day === midnight
  return unixSeconds(isOfThatDay ? changed : midnight + day / 2)
}

/**
 * Puts a copy in the place of a damaged database that nobody has open. The damaged one is kept beside it, with its
 * journal: somebody may still read something out of it.
 * @returns the damaged file's new name; null where there was none
 */
export async function applyRescue(
  { file, workerFile }: Rescue,
  databaseFile: string,
  now: UnixSeconds,
): Promise<string | null> {
  const arriving = incoming(databaseFile)
  const leaving = outgoing(databaseFile)
  if (file !== arriving) await copyFile(file, arriving)
  await runSnapshotTask({ kind: 'prepare', file: arriving }, workerFile)
  const handle = await open(arriving, 'r+')
  await handle.sync()
  await handle.close()
  const kept = `${databaseFile}.damaged-${now}`
  for (const suffix of ['-wal', '-shm']) await keep(`${databaseFile}${suffix}`, `${kept}${suffix}`)
  const isKept = await keep(databaseFile, kept)
  // Under the names that the next start knows how to finish, were this interrupted.
  // Where it cannot be moved, it has its second name already, and the copy takes its place.
  if (isKept) await rename(databaseFile, leaving).catch(() => undefined)
  for (const suffix of ['-wal', '-shm', '.seal']) await rm(`${databaseFile}${suffix}`, { force: true })
  await rename(arriving, databaseFile)
  await rm(leaving, { force: true })
  return isKept ? kept : null
}

/** Gives a file a second name, which no interruption can take from it. @returns whether there was one */
async function keep(file: string, kept: string): Promise<boolean> {
  const found = await stat(file).catch(() => null)
  if (found === null) {
    // A link that leads nowhere would otherwise be in the copy's way.
    await rm(file, { force: true })
    return false
  }
  // A folder has no second name.
  if (!found.isFile()) await rename(file, kept)
  else await link(file, kept).catch(() => copyFile(file, kept))
  return true
}
