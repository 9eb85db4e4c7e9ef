import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { results } from './0001-results.ts'
import { trust } from './0002-trust.ts'
import { certificatesAndCodes } from './0003-certificates-and-codes.ts'
import { oneResultOnce } from './0004-one-result-once.ts'
import { oddFields } from './0005-odd-fields.ts'
import { oneName } from './0006-one-name.ts'
import { removalsInOrder } from './0007-removals-in-order.ts'
import { fewerIndexes } from './0008-fewer-indexes.ts'
import { foldedAgain } from './0009-folded-again.ts'
import { resultTouches } from './0010-result-touches.ts'
import { gradebooks } from './0011-gradebooks.ts'
import { packedAnswers } from './0012-packed-answers.ts'
import { students } from './0013-students.ts'
import { extraFields } from './0014-extra-fields.ts'
import { answers } from './0015-answers.ts'
import { webhookSources } from './0016-webhook-sources.ts'
import { importGaps } from './0017-import-gaps.ts'
import { questionBank } from './0018-question-bank.ts'
import { assessments } from './0019-assessments.ts'
import { learnerNames } from './0020-learner-names.ts'
import { openLooks } from './0021-open-looks.ts'
import type { Migration } from './schema.ts'

export const migrations: readonly Migration[] = [
  results,
  trust,
  certificatesAndCodes,
  oneResultOnce,
  oddFields,
  oneName,
  removalsInOrder,
  fewerIndexes,
  foldedAgain,
  resultTouches,
  gradebooks,
  packedAnswers,
  students,
  extraFields,
  answers,
  webhookSources,
  importGaps,
  questionBank,
  assessments,
  learnerNames,
  openLooks,
]

export const newestVersion = (steps: readonly Migration[] = migrations): number => steps.at(-1)?.version ?? 0

export const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

/**
 * Migrates the database to the newest version, all steps in one transaction.
 * @param beforeChange called once before an existing database is changed, to make a backup
 * @throws AppError `store/from-the-future` if a newer Gradekeep wrote this file; it is not touched then
 */
export function migrate(db: Database, beforeChange: () => void, steps: readonly Migration[] = migrations): void {
  refuseFuture(db, steps)
  const found = versionOf(db)
  if (found === newestVersion(steps)) return
  if (found > 0) beforeChange()
  db.transaction(() => {
    // Checked again inside the transaction: another process may have migrated meanwhile.
    const current = versionOf(db)
    for (const step of steps) {
      if (step.version <= current) continue
      db.exec(step.up)
      rewriteRules(db, step.rewrites ?? [])
      step.renew?.(db)
      db.pragma(`user_version = ${step.version}`)
    }
  }).immediate()
}

/** @throws AppError `store/from-the-future` when a newer Gradekeep wrote this file */
export function refuseFuture(db: Database, steps: readonly Migration[] = migrations): void {
  const version = versionOf(db)
  const known = newestVersion(steps)
  if (version > known) throw new AppError('store/from-the-future', { version, known })
}

/**
 * Changes the stored SQL of a table (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
 */
function rewriteRules(db: Database, rewrites: NonNullable<Migration['rewrites']>): void {
  if (rewrites.length === 0) return
  const read = db.prepare<[string], { sql: string }>("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
  // better-sqlite3 otherwise protects the schema's text from being written.
  db.unsafeMode(true)
  try {
    db.pragma('writable_schema = ON')
    const write = db.prepare("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?")
    for (const [table, before, after] of rewrites) {
      const sql = read.get(table)?.sql ?? ''
      if (!sql.includes(before)) throw new AppError('store/damaged')
      write.run(sql.replace(before, after), table)
    }
    // Makes all connections read the schema again.
    db.pragma(`schema_version = ${Number(db.pragma('schema_version', { simple: true })) + 1}`)
    db.pragma('writable_schema = RESET')
  } finally {
    db.pragma('writable_schema = OFF')
    db.unsafeMode(false)
  }
}
