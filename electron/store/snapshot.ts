import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { contentsOf, isEmpty } from './contents.ts'
import { retryWhileHeld, retryWhileHeldSync } from './held-file.ts'
import { refuseForeign } from './open.ts'
import { packCopy, packedEnding } from './packed-copy.ts'
import { refuseBrokenJson, refuseLooseEnds, tryOut } from './replace.ts'
import { removeDatabase } from './replacement-files.ts'
import { newestVersion, versionOf } from './schema/migrate.ts'

export type SnapshotTask =
  | { readonly kind: 'write'; readonly file: string; readonly target: string }
  /** Writes a copy packed; its file has `packedEnding` behind the name `target`. One of nothing stays unpacked. */
  | { readonly kind: 'write packed'; readonly file: string; readonly target: string }
  /** Packs an older copy. One of nothing stays unpacked. */
  | { readonly kind: 'pack'; readonly file: string }
  /** Unpacks a copy into a new file. */
  | { readonly kind: 'unpack'; readonly file: string; readonly target: string }
  | { readonly kind: 'inspect'; readonly file: string }
  /** Prepares a copy to be restored, with its changes held. */
  | { readonly kind: 'prepare'; readonly file: string }
  /** Finds the copies that are empty. */
  | { readonly kind: 'empty'; readonly file: string; readonly files: readonly string[] }

export type SnapshotAnswer<Task extends SnapshotTask> = Task extends { kind: 'empty' }
  ? readonly string[]
  : Task extends { kind: 'pack' | 'unpack' }
    ? undefined
    : DatabaseContents

/**
 * Copies a database that may be in use, and checks the copy before giving it its name: a file with that name is always
 * complete.
 * @throws AppError as `inspectDatabase`
 */
export function writeSnapshot(file: string, target: string): DatabaseContents {
  const unfinished = unfinishedName(target)
  try {
    const contents = writeUnnamed(file, unfinished)
    flush(unfinished)
    retryWhileHeldSync(() => renameSync(unfinished, target))
    return contents
  } catch (thrown) {
    removeDatabase(unfinished)
    throw thrown
  }
}

/**
 * As `writeSnapshot`, packed. The database is checked before it is packed, and only the packed file gets a name.
 * @throws AppError as `inspectDatabase`
 */
export async function writePackedSnapshot(file: string, target: string): Promise<DatabaseContents> {
  const unfinished = unfinishedName(target)
  try {
    const contents = writeUnnamed(file, unfinished)
    if (holdsNothing(unfinished)) {
      flush(unfinished)
      await retryWhileHeld(() => rename(unfinished, target))
      await retryWhileHeld(() => rm(target + packedEnding, { force: true }))
    } else {
      await packUnder(unfinished, target)
      await retryWhileHeld(() => rm(target, { force: true }))
    }
    return contents
  } finally {
    removeDatabase(unfinished)
  }
}

/**
 * Packs a copy that an earlier Gradekeep made, which keeps its time. Whether it is whole was looked at when it was made,
 * and is looked at again when it is restored. One of nothing stays unpacked, so that nothing is unpacked to tell that.
 */
export async function packSnapshot(file: string): Promise<void> {
  if (holdsNothing(file)) return
  await packUnder(file, file)
  await retryWhileHeld(() => rm(file, { force: true }))
}

async function packUnder(database: string, name: string): Promise<void> {
  const packed = name + packedEnding
  const unfinished = unfinishedName(packed)
  await packCopy(database, unfinished)
  await retryWhileHeld(() => rename(unfinished, packed))
}

/** Copies a database to a file for its owner alone, and checks the copy. */
function writeUnnamed(file: string, unfinished: string): DatabaseContents {
  rmSync(unfinished, { force: true })
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    refuseForeign(db)
    // SQLite fills an empty file that is there, and would create one that others may read.
    closeSync(openSync(unfinished, 'wx', 0o600))
    db.prepare('VACUUM INTO ?').run(unfinished)
  } finally {
    db.close()
  }
  return inspectDatabase(unfinished)
}

/** A copy's name until it is complete; it tells other processes whether it is still being written. */
export const unfinishedName = (target: string): string => `${target}.${process.pid}.unfinished`

/**
 * What a database file holds, after checking that it is intact and ours, and reading every row. Of a newer Gradekeep's,
 * only the integrity can be checked.
 * @throws AppError `store/damaged`, `store/foreign`, `store/altered`, `store/empty`, `store/*`
 */
export function inspectDatabase(file: string): DatabaseContents {
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true })
  try {
    const isKnown = versionOf(db) <= newestVersion()
    if (isKnown) refuseForeign(db)
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new AppError('store/damaged')
    if (isKnown) {
      refuseLooseEnds(db)
      refuseBrokenJson(db)
    }
    return isKnown ? contentsOf(db) : contentsOfNewer(db)
  } finally {
    db.close()
  }
}

function contentsOfNewer(db: Database): DatabaseContents {
  try {
    return contentsOf(db)
  } catch {
    // The failure concerns a schema this version does not know.
    const detail = { version: versionOf(db), known: newestVersion() }
    throw new AppError('store/from-the-future', detail)
  }
}

/** Prepares a copy to be restored. @returns what it holds. @throws AppError `store/*` */
export function prepareSnapshot(file: string): DatabaseContents {
  tryOut(file)
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true })
  try {
    return contentsOf(db)
  } finally {
    db.close()
  }
}

/** The empty ones of some copies. An unreadable copy is not among them: its preview says why. */
export const emptyOnes = (files: readonly string[]): string[] => files.filter(holdsNothing)

function holdsNothing(file: string): boolean {
  try {
    const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true })
    try {
      return isEmpty(db)
    } finally {
      db.close()
    }
  } catch {
    // The preview says why it cannot be read.
    return false
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
