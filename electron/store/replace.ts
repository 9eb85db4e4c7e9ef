import { closeSync, copyFileSync, existsSync, fsyncSync, openSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import SqliteDatabase from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { newestFirst } from '../../shared/model/filter.ts'
import { holdAssessments } from './assessments/drafts.ts'
import { holdBankEdits } from './bank/sending.ts'
import { holdOutbox } from './codes/outbox.ts'
import { defineFunctions, explainingFailure, openDatabase, refuseForeign } from './open.ts'
import {
  finishReplacing,
  incoming,
  moveDatabase,
  moveDatabaseBack,
  outgoing,
  removeDatabase,
} from './replacement-files.ts'
import { refuseBrokenAnswers } from './results/answer-pages.ts'
import { migrate } from './schema/migrate.ts'
import { storeOn } from './store-api.ts'

/**
 * Replaces a closed database with a copy and opens it. Tries the copy out first; if it does not open afterwards (a full
 * or failing disk), puts the old one back.
 * @param use runs on the open database; the old one is deleted only if it does not throw
 * @throws AppError `store/*`
 */
export function replaceDatabaseFile<T>(file: string, copy: string, use: (db: Database) => T): T {
  removeDatabase(incoming(file))
  let step: 'trying out' | 'moving' | 'replacing' = 'trying out'
  let db: Database | null = null
  try {
    explainingFailure(file, () => {
      copyFileSync(copy, incoming(file))
      tryOut(incoming(file))
    })
    flush(incoming(file))
    step = 'moving'
    moveDatabase(file, outgoing(file))
    step = 'replacing'
    finishReplacing(file)
    db = openDatabase(file)
    const used = use(db)
    leaveNoCopy(outgoing(file))
    return used
  } catch (thrown) {
    db?.close()
    if (step === 'replacing') putBack(file)
    // Where it still is in its place it was not moved, and what has the other name is older.
    else if (step === 'moving' && !existsSync(file)) moveDatabaseBack(file, outgoing(file))
    leaveNoCopy(incoming(file))
    throw thrown
  }
}

/** Puts the former database back in its place, with its journal. */
function putBack(file: string): void {
  removeDatabase(file)
  moveDatabase(outgoing(file), file)
}

/** Removes a file that nobody needs any more. One that another program holds goes at the next start. */
function leaveNoCopy(file: string): void {
  try {
    removeDatabase(file)
  } catch {
    // What was done, or why it failed, counts more.
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

const askedFor = 50

/**
 * Prepares a copy to replace the database, and checks that it can: compares its schema object by object before running
 * anything in it, migrates it, holds its waiting changes, and runs the queries of the program's start. Changes the copy
 * itself.
 * @throws AppError `store/*`
 */
export function tryOut(file: string): void {
  const db = new SqliteDatabase(file, { fileMustExist: true })
  try {
    refuseForeign(db)
    // One file, without a journal that a later rename could leave behind.
    db.pragma('journal_mode = DELETE')
    db.pragma('foreign_keys = ON')
    // As the writer has it: what a migration packs or drops is else still to be read in the restored file.
    db.pragma('secure_delete = ON')
    defineFunctions(db)
    migrate(db, () => undefined)
    refuseForeign(db)
    holdOutbox(db)
    holdBankEdits(db)
    holdAssessments(db)
    refuseLooseEnds(db)
    askAsAtStart(db)
  } finally {
    db.close()
  }
}

/** @throws AppError `store/damaged` for a row whose parent is missing */
export function refuseLooseEnds(db: Database): void {
  if (db.prepare('SELECT 1 FROM pragma_foreign_key_check LIMIT 1').get() !== undefined) {
    throw new AppError('store/damaged')
  }
}

// Columns read as JSON without validation. Older versions may lack some of them.
const jsonColumns = [
  ['result', 'extra_info'],
  ['result_change', 'old_value'],
  ['result_change', 'new_value'],
  ['sync_run', 'summary'],
  ['setting', 'value'],
  ['assessment', 'questions'],
  ['assessment', 'prepared'],
  ['assessment_draft', 'questions'],
  ['assessment_draft', 'candidates'],
  ['assessment_draft', 'tried'],
  ['assessment_attempt', 'answers'],
  ['assessment_attempt', 'submission'],
] as const

/** @throws AppError `store/damaged` for invalid JSON in such a column, or an answer that is broken or missing */
export function refuseBrokenJson(db: Database): void {
  refuseBrokenAnswers(db)
  for (const [table, column] of jsonColumns) {
    const known = db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column)
    if (known === undefined) continue
    const broken = db.prepare(
      `SELECT 1 FROM ${table} WHERE ${column} IS NOT NULL AND NOT json_valid(${column}) LIMIT 1`,
    )
    if (broken.get() !== undefined) throw new AppError('store/damaged')
  }
}

function askAsAtStart(db: Database): void {
  const { calls, lists } = storeOn(db)
  calls.settings()
  for (const { id } of calls.listAccounts()) calls.syncState(id)
  calls.facets(undefined)
  const newest = lists.results({ filter: [], sort: newestFirst })
  for (const { id } of newest.rows(newest.ids(askedFor))) calls.resultDetail(id)
  calls.countResults([])
  calls.countCertificates([])
  calls.recentRuns(askedFor)
  calls.recentChanges(askedFor)
  calls.recentUnreadable(askedFor)
  calls.assessmentsStatus()
  calls.assessmentDrafts()
}
