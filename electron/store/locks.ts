import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3'

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
      if (thrown instanceof SqliteError && /^SQLITE_BUSY/.test(thrown.code)) return false
      throw thrown
    }
  }

  release(): void {
    this.#held?.close()
    this.#held = null
  }
}

/** The file beside the database that records how it was left: closed with this size and time, or open in a process. */
export const sealFile = (file: string): string => `${file}.seal`

type Seal = { readonly size: number; readonly mtimeMs: number } | { readonly openIn: number }

// Written out, because every thread of the store reads it at its start.
const isSeal = (read: object): read is Seal =>
  'openIn' in read
    ? typeof read.openIn === 'number'
    : 'size' in read && typeof read.size === 'number' && 'mtimeMs' in read && typeof read.mtimeMs === 'number'

/**
 * Whether the database may differ from what this program left: after a crash, a disk failure or a copy. Opening then
 * reads the whole file, which would be too slow at every start. Call it before opening.
 */
export function mayBeChanged(file: string): boolean {
  if (!existsSync(file)) return false
  const seal = readSeal(file)
  if (seal === null) return true
  if ('openIn' in seal) return seal.openIn === process.pid || !isRunning(seal.openIn)
  const { size, mtimeMs } = statSync(file)
  return size !== seal.size || mtimeMs !== seal.mtimeMs
}

/** Marks the database as open in this process. */
export const breakSeal = (file: string): void => writeSeal(file, { openIn: process.pid })

/** Records how the closed database was left. */
export function seal(file: string): void {
  const { size, mtimeMs } = statSync(file)
  writeSeal(file, { size, mtimeMs })
}

const writeSeal = (file: string, content: Seal): void =>
  writeFileSync(sealFile(file), JSON.stringify(content), { mode: 0o600 })

function readSeal(file: string): Seal | null {
  try {
    const read: unknown = JSON.parse(readFileSync(sealFile(file), 'utf8'))
    return typeof read === 'object' && read !== null && isSeal(read) ? read : null
  } catch {
    // Without a readable seal, the whole database is checked.
    return null
  }
}

/** Whether a process of any user is running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
