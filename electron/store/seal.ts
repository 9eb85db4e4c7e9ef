import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { OpenLock } from './locks.ts'

/**
 * The file beside the database that records how it was left: closed with this size and time, or open in a process, at
 * rest with this size and time while nothing was written.
 */
export const sealFile = (file: string): string => `${file}.seal`

interface State {
  readonly size: number
  readonly mtimeMs: number
}
type Seal = State | { readonly openIn: number; readonly atRest?: State }

// Written out, because every thread of the store reads it at its start.
const isState = (read: unknown): read is State =>
  typeof read === 'object' &&
  read !== null &&
  'size' in read &&
  typeof read.size === 'number' &&
  'mtimeMs' in read &&
  typeof read.mtimeMs === 'number'
const isSeal = (read: unknown): read is Seal =>
  typeof read === 'object' && read !== null && 'openIn' in read
    ? typeof read.openIn === 'number' && (!('atRest' in read) || isState(read.atRest))
    : isState(read)

/**
 * Whether the database may differ from what this program left: after a crash while it was written, a disk failure or a
 * copy. Opening then reads the whole file, which would be too slow at every start. A process that was ended while the
 * database was at rest, as at the end of a session, changed nothing. Call it before opening.
 */
export function mayBeChanged(file: string): boolean {
  if (!existsSync(file)) return false
  const seal = readSeal(file)
  if (seal === null) return true
  const isOpen = 'openIn' in seal
  const left = isOpen ? seal.atRest : seal
  if (left !== undefined && isAs(left, file)) return false
  // Whoever has it open checked it, unless it was this process, whose thread ended unexpectedly.
  return !new OpenLock(file).isHeld() || (isOpen && seal.openIn === process.pid)
}

/** Whether this program closed the database, the last of its processes too, and nothing changed it since. */
export function isAsClosed(file: string): boolean {
  const left = readSeal(file)
  return left !== null && !('openIn' in left) && isAs(left, file)
}

/** Whether the file is as it was left, with nothing in its journal. */
function isAs(left: State, file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  const journal = statSync(`${file}-wal`, { throwIfNoEntry: false })
  return found?.size === left.size && found.mtimeMs === left.mtimeMs && (journal?.size ?? 0) === 0
}

/** Marks the database as open in this process. */
export const breakSeal = (file: string): void => writeSeal(file, { openIn: process.pid })

/** Records how the closed database was left. */
export const seal = (file: string): void => writeSeal(file, stateOf(file))

/**
 * Moves the journal into the open database and records how that is: until the next write, this process may be ended at
 * any time. Does nothing where somebody else reads or writes for longer than `limit` milliseconds.
 * @returns whether it rests now
 */
export function sealAtRest(db: Database, file: string, limit = 0): boolean {
  const patience = db.pragma('busy_timeout', { simple: true })
  db.pragma(`busy_timeout = ${limit}`)
  try {
    const isBusy = db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) !== 0
    if (!isBusy) writeSeal(file, { openIn: process.pid, atRest: stateOf(file) })
    return !isBusy
  } finally {
    db.pragma(`busy_timeout = ${patience}`)
  }
}

function stateOf(file: string): State {
  const { size, mtimeMs } = statSync(file)
  return { size, mtimeMs }
}

const writeSeal = (file: string, content: Seal): void =>
  writeFileSync(sealFile(file), JSON.stringify(content), { mode: 0o600 })

function readSeal(file: string): Seal | null {
  try {
    const read: unknown = JSON.parse(readFileSync(sealFile(file), 'utf8'))
    return isSeal(read) ? read : null
  } catch {
    // Without a readable seal, the whole database is checked.
    return null
  }
}
