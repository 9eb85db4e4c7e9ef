import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { versionOf } from './migrations/migrate.ts'
import { holdOutbox } from './outbox/hold.ts'

export type SnapshotTask =
  | { readonly kind: 'write'; readonly file: string; readonly target: string }
  | { readonly kind: 'inspect'; readonly file: string }
  /** Holds the changes in a copy that is about to be used. */
  | { readonly kind: 'hold'; readonly file: string }

/**
 * Copies a database that may be in use, and checks the copy before it takes its name: what lies there under that name
 * is always whole.
 * @throws AppError `store/damaged` when the copy does not pass SQLite's integrity check, `store/*`
 */
export function writeSnapshot(file: string, target: string): DatabaseContents {
  const unfinished = `${target}.unfinished`
  rmSync(unfinished, { force: true })
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    db.prepare('VACUUM INTO ?').run(unfinished)
    db.close()
    const contents = inspectDatabase(unfinished)
    flush(unfinished)
    renameSync(unfinished, target)
    return contents
  } catch (thrown) {
    db.close()
    rmSync(unfinished, { force: true })
    throw thrown
  }
}

/** What a database file holds, once it has passed SQLite's integrity check. @throws AppError `store/damaged`, `store/*` */
export function inspectDatabase(file: string): DatabaseContents {
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true })
  try {
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') throw new AppError('store/damaged')
    return contentsOf(db)
  } finally {
    db.close()
  }
}

/** Holds what waits in a copy, and says what it holds. @throws AppError `store/*` */
export function holdSnapshot(file: string): DatabaseContents {
  holdOutbox(file)
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true })
  try {
    return contentsOf(db)
  } finally {
    db.close()
  }
}

function contentsOf(db: Database): DatabaseContents {
  const accounts = db.prepare<[], { name: string }>('SELECT name FROM account ORDER BY sample, created_at').all()
  const results = db
    .prepare<[], { n: number; newest: UnixSeconds | null }>(
      'SELECT count(*) AS n, max(time_finished) AS newest FROM result',
    )
    .get()
  return {
    version: versionOf(db),
    accounts: accounts.map(({ name }) => name),
    results: results?.n ?? 0,
    newestResult: results?.newest == null ? null : unixSeconds(results.newest),
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
