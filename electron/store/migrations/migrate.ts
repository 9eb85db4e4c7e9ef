import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { results } from './0001-results.ts'
import { trust } from './0002-trust.ts'
import { certificatesAndCodes } from './0003-certificates-and-codes.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [results, trust, certificatesAndCodes]

export const newestVersion = (steps: readonly Migration[] = migrations): number => steps.at(-1)?.version ?? 0

export const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

/**
 * Brings the database to the newest form, all steps in one transaction.
 * @param beforeChange called once before an existing database is changed, to take a backup
 * @throws AppError `store/from-the-future` when a newer Gradekeep wrote this file; it is then left untouched
 */
export function migrate(db: Database, beforeChange: () => void, steps: readonly Migration[] = migrations): void {
  refuseFuture(db, steps)
  const found = versionOf(db)
  if (found === newestVersion(steps)) return
  if (found > 0) beforeChange()
  db.transaction(() => {
    // Asked again inside: another copy of Gradekeep may have done it meanwhile.
    const current = versionOf(db)
    for (const step of steps) {
      if (step.version <= current) continue
      db.exec(step.up)
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
