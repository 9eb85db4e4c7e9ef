import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3'
import { AppError, type Envelope, toEnvelope } from '../../shared/errors.ts'
import { earnedSerialKey, serialKey } from '../../shared/model/certificate.ts'
import { studentKey, type Taker } from '../../shared/model/result.ts'
import type { ClassMarkerId } from '../../shared/model/result-values.ts'
import { fold } from '../../shared/model/text.ts'
import { refuseAltered, refuseDamage, refuseGone } from './damage.ts'
import { isHeld, retryWhileHeldSync } from './held-file.ts'
import { lockFiles, type OpenLock } from './locks.ts'
import { packedEnding } from './packed-copy.ts'
import { keepPages } from './page-cache.ts'
import { settleReplacement } from './replacement-files.ts'
import { defineAnswerFunctions } from './results/packed-answers.ts'
import { foldedAnswers } from './results/result-columns.ts'
import { migrate, migrations, newestVersion, versionOf } from './schema/migrate.ts'
import { type Schema, schemaOf } from './schema/schema.ts'
import { isAsClosed, sealFile } from './seal.ts'

/**
 * Opens the one read-write connection; creates and migrates the file as needed. Does not touch a file that is not as
 * this program left it: even setting the journal mode would change it.
 * @param check also reads every page first
 * @throws AppError `store/*` with a cause a person can act on
 */
export function openDatabase(file: string, check = false): Database {
  return explainingFailure(file, () => {
    makeFolder(dirname(file))
    refuseLocked(file, constants.R_OK | constants.X_OK, 'store/unreadable')
    settleReplacement(file)
    const before = refuseGone(file)
    refuseLocked(file, constants.W_OK, 'store/read-only')
    refuseDamage(file, expectedSchema, { before, check })
    const db = new SqliteDatabase(file, { timeout: 5_000 })
    try {
      // FULL: results reach the disk before the cursor does, even through a power cut.
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = FULL')
      db.pragma('foreign_keys = ON')
      db.pragma('secure_delete = ON')
      keepPages(db)
      db.pragma('temp_store = MEMORY')
      defineFunctions(db)
      migrate(db, () => backUp(db, file))
      return db
    } catch (thrown) {
      db.close()
      throw thrown
    }
  })
}

/**
 * Opens a read-only connection beside the writer's; WAL gives it a stable view while pages arrive. Checks the file
 * again, because something may have replaced it since the writer opened it.
 * @throws AppError `store/*`
 */
export function openReadOnly(file: string): Database {
  return explainingFailure(file, () => {
    const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
    try {
      refuseAltered(db, expectedSchema, { isOwn: true })
      keepPages(db)
      db.pragma('temp_store = MEMORY')
      defineFunctions(db)
      return db
    } catch (thrown) {
      db.close()
      throw thrown
    }
  })
}

/**
 * Opens a database that this program closed, to read it while the writer still starts.
 * @param lock held for it from then on: others would take what lies beside a file that nobody has open for leftovers
 * @returns null for any other, and for one that the writer has to migrate or to refuse first
 */
export function openAsClosed(file: string, lock: OpenLock): Database | null {
  // First of all: the writer would not check a file that somebody holds.
  if (!isAsClosed(file)) return null
  lock.hold()
  try {
    refuseLocked(file, constants.W_OK, 'store/read-only')
    const db = openReadOnly(file)
    if (versionOf(db) === newestVersion()) return db
    db.close()
  } catch {
    // The writer says what is wrong with it.
  }
  return null
}

/** Refuses an open database whose schema is not this program's. @throws AppError `store/*` */
export const refuseForeign = (db: Database): void => refuseAltered(db, expectedSchema)

const schemas = new Map<number, Schema>()

/** The schema that the migrations make for a version. */
function expectedSchema(version: number): Schema {
  const known = schemas.get(version)
  if (known !== undefined) return known
  const db = new SqliteDatabase(':memory:')
  defineFunctions(db)
  const steps = migrations.filter((step) => step.version <= version)
  migrate(db, () => undefined, steps)
  const schema = schemaOf(db)
  db.close()
  schemas.set(version, schema)
  return schema
}

// Only makes a missing folder: making one over a file would give a misleading error.
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) makeMissing(folder)
  else if (!found.isDirectory()) throw new AppError('store/no-folder', { folder })
}

/** Folder by folder: where none can be made, as in /proc, Node's own recursive way never ends. */
function makeMissing(folder: string): void {
  if (!existsSync(dirname(folder))) makeMissing(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (thrown) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
    const isRefused = isSystemError(thrown) && thrown.code === 'ENOENT'
    throw isRefused ? new AppError('store/read-only', { folder }, { cause: thrown }) : thrown
  }
}

/** @throws AppError `code` if this user lacks the access `mode` to the folder or the database in it */
function refuseLocked(file: string, mode: number, code: 'store/unreadable' | 'store/read-only'): void {
  try {
    accessSync(dirname(file), mode)
    if (existsSync(file)) accessSync(file, mode & ~constants.X_OK)
  } catch (thrown) {
    throw new AppError(code, { folder: dirname(file) }, { cause: thrown })
  }
}

/**
 * The SQL functions the program defines: `sort_key(name)`, a name without case and accents; `serial_key(serial)`, a
 * serial for comparison; `earned_serial_key(serial, only_when_passed, passed)`, null if the certificate was not earned;
 * and `student_key(feed, user_id, cm_user_id, first, last, email, access_code, link_result_id, natural_key)`, who a
 * taker is. And those of the packed answers.
 */
export function defineFunctions(db: Database): void {
  defineAnswerFunctions(db)
  db.function('sort_key', { deterministic: true }, (name) => (typeof name === 'string' ? fold(name) : name))
  db.function('folded_answers', { deterministic: true }, (answers) =>
    typeof answers === 'string' ? foldedAnswers(answers) : null,
  )
  db.function('serial_key', { deterministic: true }, (serial) =>
    typeof serial === 'string' ? serialKey(serial) : null,
  )
  db.function('earned_serial_key', { deterministic: true }, (serial, onlyWhenPassed, passed) =>
    typeof serial === 'string'
      ? earnedSerialKey({
          certificateSerial: serial,
          giveCertificateOnlyWhenPassed: onlyWhenPassed === 1,
          passed: passed === null ? null : passed === 1,
        })
      : null,
  )
  db.function('student_key', { deterministic: true, varargs: true }, (...values: unknown[]) => {
    const [feed, userId, cmUserId, first, last, email, accessCode, linkResultId, naturalKey] = values
    const taker: Taker = {
      feed: feed === 'groups' ? 'groups' : 'links',
      userId: idOrNull(userId),
      cmUserId: textOrNull(cmUserId),
      first: textOrNull(first) ?? '',
      last: textOrNull(last) ?? '',
      email: textOrNull(email),
      accessCode: textOrNull(accessCode),
      linkResultId: idOrNull(linkResultId),
    }
    return studentKey(taker, textOrNull(naturalKey) ?? '')
  })
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const idOrNull = (value: unknown): ClassMarkerId | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null

function backUp(db: Database, file: string): void {
  const folder = join(dirname(file), 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const copy = join(folder, `before-version-${versionOf(db) + 1}.db`)
  if (existsSync(copy) || existsSync(copy + packedEnding)) return
  // Has another name until it is complete, so that half a copy is never taken for one.
  const unfinished = `${copy}.${process.pid}.unfinished`
  rmSync(unfinished, { force: true })
  // SQLite fills an empty file that is there, and would create one that others may read.
  closeSync(openSync(unfinished, 'wx', 0o600))
  db.prepare('VACUUM INTO ?').run(unfinished)
  retryWhileHeldSync(() => renameSync(unfinished, copy))
}

/** Runs database work and turns SQLite's failures into AppErrors. */
export function explainingFailure<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw explainedFailure(file, thrown)
  }
}

/** As `explainingFailure`, with what comes of it in an envelope: error classes do not survive the hop between threads. */
export const envelopeOf = <T>(file: string, work: () => T | Promise<T>): Promise<Envelope<T>> =>
  toEnvelope(async () => {
    try {
      return await work()
    } catch (thrown) {
      throw explainedFailure(file, thrown)
    }
  })

/** The AppError for a failure of work on a database. @param platform only Windows knows files that are held */
export function explainedFailure(file: string, thrown: unknown, platform = process.platform): unknown {
  if (thrown instanceof AppError) return thrown
  const cause = { cause: thrown }
  const folder = dirname(file)
  const code = thrown instanceof SqliteError || isSystemError(thrown) ? thrown.code : ''
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new AppError('store/busy', {}, cause)
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return new AppError('store/damaged', {}, cause)
  // On a full disk the first thing that fails is making room for the index of the journal.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) return new AppError('store/full', {}, cause)
  if (isSystemError(thrown) && isOfMoving(thrown) && isHeld(thrown, platform))
    return new AppError('store/held', {}, cause)
  const inTheWay = folderInTheWay(file)
  if (inTheWay !== null) return new AppError('store/in-the-way', { fileName: basename(inTheWay), folder }, cause)
  if (/^(ENOTDIR|EEXIST)/.test(code)) return new AppError('store/no-folder', { folder }, cause)
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS)/.test(code)) {
    return new AppError('store/read-only', { folder }, cause)
  }
  return new AppError('store/failed', {}, cause)
}

/** A folder where a file of the store has to be, as some unpackers and restored copies leave one. */
function folderInTheWay(file: string): string | null {
  const names = [`${file}-wal`, `${file}-shm`, sealFile(file), ...lockFiles(file)]
  return names.find(isFolder) ?? null
}

/** Whether a folder can be seen there: within one that may not be entered, nothing can. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const isSystemError = (thrown: unknown): thrown is NodeJS.ErrnoException & { code: string } =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'

/** Whether a file was renamed or removed: what holds it is then another program, not a folder without permission. */
const isOfMoving = ({ syscall = '' }: NodeJS.ErrnoException): boolean => ['rename', 'unlink', 'rm'].includes(syscall)
