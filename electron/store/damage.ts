import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { OpenLock } from './locks.ts'
import { plainName } from './packed-copy.ts'
import { incoming, outgoing } from './replacement-files.ts'
import { newestVersion, refuseFuture, versionOf } from './schema/migrate.ts'
import { newestSchema } from './schema/newest.ts'
import { checksumOf, differenceFrom, type Schema, schemaOf } from './schema/schema.ts'
import { sealFile } from './seal.ts'

const damage: readonly ErrorCode[] = ['store/damaged', 'store/empty', 'store/missing', 'store/foreign', 'store/altered']

/** Whether an error means that the results are unusable as they are, so that a copy may help. */
export const isDamage = (code: ErrorCode): boolean => damage.includes(code)

/** Copies beside the database, in any state. */
export function copiesBeside(file: string): string[] {
  const folder = join(dirname(file), 'backups')
  try {
    return readdirSync(folder)
      .filter((name) => plainName(name).endsWith('.db'))
      .map((name) => join(folder, name))
  } catch {
    // A folder that cannot be read offers no copies.
    return []
  }
}

/** Whether nothing was ever kept here: neither a database nor anything one leaves behind. */
export function isNewPlace(file: string): boolean {
  try {
    return !isThere(file) && !wasKept(file) && !hasJournal(file)
  } catch {
    // If the folder cannot be read, opening the database says so.
    return false
  }
}

/** Whether a database was here before: there is a seal, a copy or a replacement. */
export function wasKept(file: string): boolean {
  const left = [sealFile(file), incoming(file), outgoing(file)].some(isThere)
  return left || copiesBeside(file).some((copy) => bytesOf(copy) > 0)
}

const hasJournal = (file: string): boolean => bytesOf(`${file}-wal`) > 0

/**
 * Refuses an empty place where a database was before: SQLite would silently start a new one.
 * @returns whether a database was here before
 * @throws AppError `store/missing`, `store/empty`, `store/foreign` for a folder
 */
export function refuseGone(file: string): boolean {
  // Checked first: another process may be creating the database right now, and seals it only when it is complete.
  const before = wasKept(file)
  const bytes = bytesOfDatabase(file)
  if (!bytes) {
    // SQLite would delete the journal beside an empty file, and that may hold everything.
    if (before || hasJournal(file)) throw new AppError(bytes === null ? 'store/missing' : 'store/empty')
  }
  return before
}

/**
 * Refuses a file that is not the database this program left, before it is opened for writing.
 * @param check also reads every page, which takes long
 * @throws AppError `store/empty`, `store/foreign`, `store/altered`, `store/damaged`, `store/from-the-future`
 */
export function refuseDamage(
  file: string,
  expected: (version: number) => Schema,
  { before, check }: { before: boolean; check: boolean },
): void {
  if (!bytesOfDatabase(file)) return
  readingOnly(file, (db) => {
    refuseAltered(db, expected, { before, isOwn: !check })
    if (check && db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new AppError('store/damaged')
  })
}

/**
 * Compares an open database with its expected schema, object by object.
 * @param isOwn whether this program left the file: a checksum then tells as much, unless somebody forged it
 * @param before whether a database was here before, so that an empty one is refused
 * @throws AppError `store/empty`, `store/foreign`, `store/altered`, `store/from-the-future`
 */
export function refuseAltered(
  db: Database,
  expected: (version: number) => Schema,
  { before = true, isOwn = false } = {},
): void {
  db.transaction(() => {
    const version = versionOf(db)
    const found = schemaOf(db)
    refuseFuture(db)
    if (found.size === 0 && version === 0) {
      if (before) throw new AppError('store/empty')
      return
    }
    const isOurs = found.has('table account') || found.has('table result')
    if (!isOurs) throw new AppError(found.size === 0 ? 'store/empty' : 'store/foreign')
    if (!Number.isInteger(version) || version < 1 || version > newestVersion()) {
      throw new AppError('store/altered', { part: `its version is ${version}` })
    }
    // Nearly always. To run all migrations in memory takes 12 ms, in each thread that opens the database.
    if (isOwn && version === newestVersion() && checksumOf(found) === newestSchema) return
    const part = differenceFrom(expected(version), found)
    if (part !== null) throw new AppError('store/altered', { part })
  })()
}

function readingOnly(file: string, work: (db: Database) => void): void {
  const beside = ['-wal', '-shm'].map((suffix) => `${file}${suffix}`)
  const own = beside.filter((name) => !isThere(name))
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    work(db)
  } catch (thrown) {
    db.close()
    // Removes files that only this reading created; a refused database stays as it was. Another program's may hold
    // what it wrote meanwhile.
    const isOurs = (name: string) => bytesOf(name) === 0 || name.endsWith('-shm')
    if (own.every(isOurs) && !new OpenLock(file).isHeld()) for (const name of own) rmSync(name, { force: true })
    throw thrown
  }
  db.close()
}

/**
 * The file's size in bytes, or null if there is none. @throws AppError `store/foreign` if it is no file,
 * `store/missing` for a dangling link
 */
function bytesOfDatabase(file: string): number | null {
  if (!isThere(file)) return null
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new AppError('store/missing')
  if (!found.isFile()) throw new AppError('store/foreign')
  return found.size
}

const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined
const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
