import type { Database } from 'better-sqlite3'
import type { SyncOutcome } from '../../../shared/model/account.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import type { ActivityRequest, ActivityRun, ResultChange, UnreadableEntry } from '../../../shared/model/sync.ts'
import { day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'

interface RunRow {
  id: number
  account_id: string
  ended_at: number
  outcome: SyncOutcome
  kind: 'sync' | 'recheck'
  summary: string
}

interface RequestRow {
  id: number
  account_id: string
  sent_at: number
  path: string
  outcome: string | null
  milliseconds: number | null
}

interface ChangeRow {
  id: number
  result_id: number
  account_id: string
  seen_at: number
  field: string
  old_value: string
  new_value: string
  first: string
  last: string
  test_name: string
}

interface UnreadableRow {
  id: number
  account_id: string
  feed: Feed
  raw: string
  problem: string
  reader: number
  seen_at: number
}

const keptDays = 90

/** Reads what syncing did: runs, requests, changed values, and unreadable results. */
export function activityQueries(db: Database) {
  // In order of arrival: entries with the time of a fast clock would otherwise stay on top until that time comes.
  const runs = db.prepare<[number], RunRow>('SELECT * FROM sync_run ORDER BY id DESC LIMIT ?')
  const requests = db.prepare<[number], RequestRow>('SELECT * FROM request ORDER BY id DESC LIMIT ?')
  const changeColumns = `result_change.id, result_id, account_id, seen_at, field, old_value, new_value, first, last,
    coalesce((SELECT name FROM test WHERE test.account_id = result.account_id AND test.test_id = result.test_id),
      'Test ' || result.test_id) AS test_name`
  const changes = db.prepare<[number], ChangeRow>(
    `SELECT ${changeColumns} FROM result_change JOIN result ON result.id = result_change.result_id
     ORDER BY result_change.id DESC LIMIT ?`,
  )
  const changesOf = db.prepare<[number], ChangeRow>(
    `SELECT ${changeColumns} FROM result_change JOIN result ON result.id = result_change.result_id
     WHERE result_id = ? ORDER BY result_change.id DESC`,
  )
  const unreadable = db.prepare<[number], UnreadableRow>('SELECT * FROM unreadable ORDER BY id DESC LIMIT ?')
  const unreadableBefore = db.prepare<[number], UnreadableRow>('SELECT * FROM unreadable WHERE reader < ? ORDER BY id')
  const countUnreadable = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM unreadable WHERE account_id = ?',
  )
  const forgetRequests = db.prepare('DELETE FROM request WHERE sent_at < ?')
  const forgetRuns = db.prepare(
    'DELETE FROM sync_run WHERE ended_at < ? AND id NOT IN (SELECT max(id) FROM sync_run GROUP BY account_id)',
  )

  const toChange = (row: ChangeRow): ResultChange => ({
    id: row.id,
    resultId: row.result_id,
    accountId: row.account_id,
    seenAt: unixSeconds(row.seen_at),
    field: row.field,
    before: JSON.parse(row.old_value),
    after: JSON.parse(row.new_value),
    student: `${row.first} ${row.last}`.trim(),
    testName: row.test_name,
  })
  const toUnreadable = (row: UnreadableRow): UnreadableEntry => ({
    id: row.id,
    accountId: row.account_id,
    feed: row.feed,
    raw: row.raw,
    problem: row.problem,
    seenAt: unixSeconds(row.seen_at),
  })

  return {
    recentRuns: (limit: number): ActivityRun[] =>
      runs.all(limit).map((row) => ({
        id: row.id,
        accountId: row.account_id,
        endedAt: unixSeconds(row.ended_at),
        kind: row.kind,
        summary: JSON.parse(row.summary),
      })),
    recentRequests: (limit: number): ActivityRequest[] =>
      requests.all(limit).map((row) => ({
        id: row.id,
        accountId: row.account_id,
        sentAt: unixSeconds(row.sent_at),
        path: row.path,
        outcome: row.outcome,
        milliseconds: row.milliseconds,
      })),
    recentChanges: (limit: number): ResultChange[] => changes.all(limit).map(toChange),
    changesOfResult: (resultId: number): ResultChange[] => changesOf.all(resultId).map(toChange),
    recentUnreadable: (limit: number): UnreadableEntry[] => unreadable.all(limit).map(toUnreadable),
    /** Entries that readers older than `reader` could not read. */
    unreadableBefore: (reader: number): UnreadableEntry[] => unreadableBefore.all(reader).map(toUnreadable),
    countUnreadable: (accountId: string): number => countUnreadable.get(accountId)?.n ?? 0,
    /** Deletes runs and requests after three months, except each account's last run. Changes are kept for good. */
    forgetOldActivity: (now: UnixSeconds): void => {
      forgetRequests.run(now - keptDays * day)
      forgetRuns.run(now - keptDays * day)
    },
  }
}
