import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3'
import { day } from '../../shared/model/time.ts'

/** The files by which processes tell each other what they do with a database. */
export const lockFiles = (databaseFile: string): string[] =>
  ['sync.lock', 'push.lock', 'open.lock'].map((name) => join(dirname(databaseFile), name))

/**
 * Lets one process at a time sync a data folder, or send its waiting changes (`push.lock`). The lock is an open
 * transaction on its own file, so the operating system releases it when the process ends in any way.
 */
export class SyncLock {
  readonly #file: string
  #held: Database | null = null

  constructor(databaseFile: string, name = 'sync.lock') {
    this.#file = join(dirname(databaseFile), name)
  }

  /** @returns whether this process holds it now; false while another one does */
  acquire(): boolean {
    if (this.#held !== null) return true
    const db = new SqliteDatabase(this.#file, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
      this.#held = db
      return true
    } catch (thrown) {
      db.close()
      if (isBusy(thrown)) return false
      throw thrown
    }
  }

  release(): void {
    this.#held?.close()
    this.#held = null
  }
}

/**
 * How long somebody else may take to look at a lock, in milliseconds. Two who look at once, as a window and a nightly
 * command after a power cut, must not take each other for holders: neither would check the database.
 */
const lookLimit = 20

/**
 * Held by every process that has the database open, by several at once (`open.lock`). The operating system
 * releases it when a process ends in any way, so a process number that another program was given since deceives nobody.
 */
export class OpenLock {
  readonly #file: string
  #held: Database | null = null

  constructor(databaseFile: string) {
    this.#file = join(dirname(databaseFile), 'open.lock')
  }

  /** Whether anybody holds it, in this process or another. @param limit how long others may look at it, in milliseconds */
  isHeld(limit = lookLimit): boolean {
    if (!existsSync(this.#file)) return false
    let db: Database | null = null
    try {
      db = new SqliteDatabase(this.#file, { timeout: limit })
      db.exec('BEGIN EXCLUSIVE')
      return false
    } catch (thrown) {
      // A lock that cannot be looked at counts as free: the database is then checked once more than it has to be.
      return isBusy(thrown)
    } finally {
      db?.close()
    }
  }

  /** Holds it if that is possible; without it, another process only checks the database when it opens it. */
  hold(): void {
    if (this.#held !== null) return
    let db: Database | null = null
    try {
      db = new SqliteDatabase(this.#file, { timeout: 1_000 })
      // A transaction that has read holds the file shared.
      db.exec('BEGIN')
      db.prepare('SELECT count(*) FROM sqlite_master').get()
      this.#held = db
    } catch {
      db?.close()
    }
  }

  release(): void {
    this.#held?.close()
    this.#held = null
  }
}

const isBusy = (thrown: unknown): boolean => thrown instanceof SqliteError && /^SQLITE_BUSY/.test(thrown.code)

/**
 * Whether nobody works any more on what a process left. Process numbers are given again, so after a day a running one
 * does not count either.
 * @param pid null for a process that is not known
 */
export function isAbandoned(path: string, pid: number | null): boolean {
  if (pid === null || !isRunning(pid)) return true
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > day * 1000
}

/** Whether a process of any user is running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
