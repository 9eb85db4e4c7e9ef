import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { day, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import {
  copiesBeside,
  incoming,
  isPacked,
  newestVersion,
  outgoing,
  refuseWithoutRoom,
  retryWhileHeld,
} from '../store/api.ts'
import { runSnapshotTask, withPlainCopy, workingFile } from './snapshot-task.ts'

/** The newest copy beside a damaged database that passes its check. */
export interface Rescue {
  readonly file: string
  readonly takenAt: UnixSeconds
  readonly contents: DatabaseContents
  /** File of the worker thread that checks the copies. */
  readonly workerFile: string
}

interface Copy {
  readonly file: string
  readonly takenAt: UnixSeconds
}

// A copy made before a restore was given up on purpose, so it comes last.
const byMerit = (a: Copy, b: Copy): number =>
  Number(isGivenUp(a.file)) - Number(isGivenUp(b.file)) || b.takenAt - a.takenAt || (a.file < b.file ? 1 : -1)

const isGivenUp = (file: string): boolean => basename(file).startsWith('before-restore-')

/**
 * Looks for the newest usable copy; null when none is whole and holds anything.
 * @throws AppError `backup/packed`, `backup/no-room` or `store/full` if a copy cannot be unpacked to tell
 */
export async function findRescue(databaseFile: string, workerFile: string): Promise<Rescue | null> {
  const files = [...copiesBeside(databaseFile), outgoing(databaseFile), incoming(databaseFile)]
  const found = await Promise.all(files.map(copyOf))
  const copies = found.filter((copy) => copy !== null).toSorted(byMerit)
  // A copy of nothing is never packed.
  const plain = files.filter((file) => !isPacked(file))
  const empty = new Set(await runSnapshotTask({ kind: 'empty', file: databaseFile, files: plain }, workerFile))
  for (const { file, takenAt } of copies) {
    if (empty.has(file)) continue
    const contents = await withPlainCopy(file, { databaseFile, workerFile }, (database) =>
      runSnapshotTask({ kind: 'inspect', file: database }, workerFile),
    ).catch(nullIfDamaged)
    if (contents !== null && contents.version <= newestVersion()) return { file, takenAt, contents, workerFile }
  }
  return null
}

/** A copy that is itself damaged is skipped; a failure that says nothing of the copy is thrown. */
function nullIfDamaged(thrown: unknown): null {
  if (thrown instanceof AppError && ['backup/packed', 'backup/no-room', 'store/full'].includes(thrown.code))
    throw thrown
  return null
}

async function copyOf(file: string): Promise<Copy | null> {
  // A copy that is missing or unreadable is skipped.
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return null
  return { file, takenAt: takenAt(basename(file), Math.floor(found.mtimeMs / 1000)) }
}

/**
 * When a copy was taken. Its name is more reliable than the file's time, which copying programs reset; when both give
 * the same day, the file's time adds the hour.
 */
function takenAt(name: string, changed: number): UnixSeconds {
  const restored = /^before-restore-(\d{9,11})\b/.exec(name)
  if (restored !== null) return unixSeconds(Number(restored[1]))
  const daily = /^daily-(\d{4}-\d{2}-\d{2})\.db(?:\.zst)?$/.exec(name)
  const midnight = daily === null ? Number.NaN : Date.parse(`${daily[1]}T00:00:00Z`) / 1000
  const isOfThatDay = Number.isNaN(midnight) || Math.floor(changed / day) * day === midnight
  return unixSeconds(isOfThatDay ? changed : midnight + day / 2)
}

/**
 * Replaces a damaged database that nobody has open with a copy. Keeps the damaged file and its journal beside it,
 * because something may still be readable in it.
 * @returns the damaged file's new name; null if there was none
 */
export async function applyRescue(
  { file, workerFile }: Rescue,
  databaseFile: string,
  now: UnixSeconds,
): Promise<string | null> {
  const arriving = incoming(databaseFile)
  const leaving = outgoing(databaseFile)
  if (isPacked(file)) {
    // Takes that name only when it is whole, because the next start finishes what it finds there.
    const unpacked = workingFile(databaseFile)
    await runSnapshotTask({ kind: 'unpack', file, target: unpacked }, workerFile)
    await retryWhileHeld(() => rename(unpacked, arriving))
  } else if (file !== arriving) {
    await refuseWithoutRoom(dirname(databaseFile), (await stat(file)).size)
    await copyFile(file, arriving)
  }
  try {
    await runSnapshotTask({ kind: 'prepare', file: arriving }, workerFile)
    await flush(arriving)
  } catch (thrown) {
    if (file !== arriving) await removed(arriving).catch(() => undefined)
    throw thrown
  }
  const kept = `${databaseFile}.damaged-${now}`
  for (const suffix of ['-wal', '-shm']) await keep(`${databaseFile}${suffix}`, `${kept}${suffix}`)
  const isKept = await keep(databaseFile, kept)
  // These names let the next start finish an interrupted rescue. If the damaged file cannot be moved, it already has
  // its second name, and the copy replaces it.
  if (isKept) await retryWhileHeld(() => rename(databaseFile, leaving)).catch(() => undefined)
  for (const suffix of ['-wal', '-shm', '.seal']) await removed(`${databaseFile}${suffix}`)
  await retryWhileHeld(() => rename(arriving, databaseFile))
  // One that another program holds goes at the next start.
  await removed(leaving).catch(() => undefined)
  return isKept ? kept : null
}

/**
 * Gives a file a second name (a hard link, or else a copy), so that no interruption can lose it. @returns whether there
 * was a file
 */
async function keep(file: string, kept: string): Promise<boolean> {
  const found = await stat(file).catch(() => null)
  if (found === null) {
    // A dangling link would be in the copy's way.
    await removed(file)
    return false
  }
  // A folder cannot have a second name.
  if (!found.isFile()) await retryWhileHeld(() => rename(file, kept))
  else await link(file, kept).catch(() => copyFile(file, kept))
  return true
}

const removed = (file: string): Promise<void> => retryWhileHeld(() => rm(file, { force: true }))

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
