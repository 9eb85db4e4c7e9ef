import type { Database } from 'better-sqlite3'
import type { DatabaseContents } from '../../../shared/model/backup.ts'
import { day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { versionOf } from '../migrations/migrate.ts'

/** What a database holds, as a restore's preview says it. */
export function contentsOf(db: Database): DatabaseContents {
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

// What came from ClassMarker and may be gone there by now, or what the teacher did; an account alone is connected again.
const worthy = ['result', 'unreadable', 'code_action', 'outbox']

/** Whether a copy of it would hold nothing that could be missed. What has no table of results is something else. */
export function isEmpty(db: Database): boolean {
  const named = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
  const tables = worthy.filter((table) => named.get(table) !== undefined)
  return (
    tables.includes('result') &&
    tables.every((table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined)
  )
}

/** Answers what is here now, and whether it is worth a copy. */
export function contentsQueries(db: Database) {
  const complete = db.prepare(`SELECT 1 FROM sync_run WHERE outcome = 'complete' LIMIT 1`)
  const edited = db.prepare('SELECT 1 FROM code_action LIMIT 1')
  const seenBefore = db.prepare<[number]>('SELECT 1 FROM result WHERE first_seen_at < ? LIMIT 1')
  return {
    contents: (): DatabaseContents => contentsOf(db),
    isEmpty: (): boolean => isEmpty(db),
    /**
     * Whether the copy of the day is due: not in the middle of the first fetch, whose day would then keep a part only,
     * unless that goes on for more than a day.
     */
    isWorthDailyCopy: (now: UnixSeconds): boolean =>
      !isEmpty(db) && [complete.get(), edited.get(), seenBefore.get(now - day)].some((row) => row !== undefined),
  }
}
