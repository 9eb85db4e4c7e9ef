import type { Database } from 'better-sqlite3'
import type { DatabaseContents } from '../../shared/model/backup.ts'
import { day, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { versionOf } from './schema/migrate.ts'

/** What a database holds, for the preview of a restore. */
export function contentsOf(db: Database): DatabaseContents {
  const accounts = db.prepare<[], { name: string }>('SELECT name FROM account ORDER BY sample, created_at').all()
  const results = db
    .prepare<[], { n: number; newest: UnixSeconds | null }>(
      'SELECT count(*) AS n, max(time_finished) AS newest FROM result',
    )
    .get()
  const erased = countErased(db)
  return {
    version: versionOf(db),
    accounts: accounts.map(({ name }) => name),
    results: results?.n ?? 0,
    newestResult: results?.newest == null ? null : unixSeconds(results.newest),
    ...(erased > 0 ? { erased } : {}),
  }
}

/** Versions before 13 erased nobody. */
function countErased(db: Database): number {
  const isThere = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'erased_student'`).get() !== undefined
  return isThere ? (db.prepare<[], number>('SELECT count(*) FROM erased_student').pluck().get() ?? 0) : 0
}

// Tables with what came from a service, which may be gone there, or what the teacher did. An account alone can be
// connected again.
const worthy = [
  ...['result', 'unreadable', 'code_action', 'outbox'],
  ...[
    'class',
    'gradebook',
    'grade_override',
    'student_merge',
    'added_student',
    'learner_name',
    'note',
    'label',
    'extra_field',
  ],
  ...['bank_question', 'bank_category'],
  ...['assessment_draft', 'assessment_attempt', 'submission_wanted'],
]

/**
 * Whether losing this database would lose nothing: the sample can be made again. False for a database without tables of
 * accounts and results.
 */
export function isEmpty(db: Database): boolean {
  const named = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
  const isThere = (table: string) => named.get(table) !== undefined
  const hasOwn = (table: string) =>
    db.prepare(`SELECT 1 FROM ${table} WHERE account_id NOT IN (SELECT id FROM account WHERE sample) LIMIT 1`).get()
  return ['account', 'result'].every(isThere) && worthy.filter(isThere).every((table) => hasOwn(table) === undefined)
}

/** What the database holds now, and whether it is worth a copy. */
export function contentsQueries(db: Database) {
  const inFirstFetch = db.prepare<[number]>(`
    SELECT 1 FROM account
    WHERE NOT sample
      AND EXISTS (SELECT 1 FROM result WHERE account_id = account.id)
      AND NOT EXISTS (SELECT 1 FROM sync_run WHERE account_id = account.id AND outcome = 'complete')
      AND NOT EXISTS (SELECT 1 FROM result WHERE account_id = account.id AND first_seen_at < ?)
    LIMIT 1`)
  return {
    contents: (): DatabaseContents => contentsOf(db),
    isEmpty: (): boolean => isEmpty(db),
    /**
     * Whether a daily copy is worthwhile: not during an account's first fetch, when it would hold only a part, unless
     * that has gone on for more than a day.
     */
    isWorthDailyCopy: (now: UnixSeconds): boolean => !isEmpty(db) && inFirstFetch.get(now - day) === undefined,
  }
}
