import type { Database } from 'better-sqlite3'
import type { Feed } from '../../../shared/model/feed.ts'
import type { Gap, GapReason, SyncSummary } from '../../../shared/model/sync.ts'
import { hour, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'

/** What a key can see: groups and links with the tests assigned to them. */
export interface Discovery {
  readonly sources: readonly DiscoveredSource[]
  readonly tests: readonly { readonly id: number; readonly name: string }[]
}

export interface DiscoveredSource {
  readonly feed: Feed
  readonly id: number
  readonly name: string
  readonly linkUrlId: string | null
  readonly accessListId: number | null
  readonly testIds: readonly number[]
}

export interface FeedState {
  readonly feed: Feed
  readonly cursor: UnixSeconds
  readonly coveredFrom: UnixSeconds
  readonly coveredUntil: UnixSeconds
}

/** What a sync must remember between runs. */
export interface SyncState {
  readonly discoveredAt: UnixSeconds | null
  readonly nextRequestAfter: UnixSeconds | null
  readonly feeds: readonly FeedState[]
  readonly gaps: readonly Gap[]
}

interface GapRow {
  feed: Feed
  from_time: number
  to_time: number
  reason: GapReason
}

/** Reads and writes how far each account has been fetched. */
export function syncStateQueries(db: Database) {
  const account = db.prepare<[string], { discovered_at: number | null; next_request_after: number | null }>(
    'SELECT discovered_at, next_request_after FROM account WHERE id = ?',
  )
  const feedStates = db.prepare<[string], { feed: Feed; cursor: number; covered_from: number; covered_until: number }>(
    'SELECT feed, cursor, covered_from, covered_until FROM feed_state WHERE account_id = ? ORDER BY feed',
  )
  const gaps = db.prepare<[string], GapRow>(
    'SELECT feed, from_time, to_time, reason FROM gap WHERE account_id = ? ORDER BY from_time, feed',
  )
  const addGap = db.prepare(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const forbidUntil = db.prepare('UPDATE account SET next_request_after = ? WHERE id = ?')
  const addRequest = db.prepare('INSERT INTO request (account_id, sent_at, path) VALUES (?, ?, ?)')
  const forgetRequests = db.prepare('DELETE FROM request WHERE account_id = ? AND sent_at <= ?')
  const countRequests = db.prepare<[string, number], { n: number }>(
    'SELECT count(*) AS n FROM request WHERE account_id = ? AND sent_at > ?',
  )
  const addRun = db.prepare('INSERT INTO sync_run (account_id, ended_at, outcome, summary) VALUES (?, ?, ?, ?)')
  const hideSources = db.prepare('UPDATE source SET visible = 0 WHERE account_id = ?')
  const clearAssignments = db.prepare('DELETE FROM assignment WHERE account_id = ?')
  const saveSource = db.prepare(
    `INSERT INTO source (account_id, feed, source_id, name, link_url_id, access_list_id, visible)
     VALUES (@accountId, @feed, @id, @name, @linkUrlId, @accessListId, 1)
     ON CONFLICT DO UPDATE SET name = excluded.name, link_url_id = excluded.link_url_id,
       access_list_id = excluded.access_list_id, visible = 1`,
  )
  const saveTest = db.prepare(
    'INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
  )
  const assign = db.prepare(
    'INSERT INTO assignment (account_id, feed, source_id, test_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const discovered = db.prepare('UPDATE account SET discovered_at = ? WHERE id = ?')
  const momentOrNull = (value: number | null | undefined) => (value == null ? null : unixSeconds(value))

  return {
    syncState: (accountId: string): SyncState => {
      const row = account.get(accountId)
      return {
        discoveredAt: momentOrNull(row?.discovered_at),
        nextRequestAfter: momentOrNull(row?.next_request_after),
        feeds: feedStates.all(accountId).map((state) => ({
          feed: state.feed,
          cursor: unixSeconds(state.cursor),
          coveredFrom: unixSeconds(state.covered_from),
          coveredUntil: unixSeconds(state.covered_until),
        })),
        gaps: gaps.all(accountId).map((gap) => ({
          feed: gap.feed,
          from: unixSeconds(gap.from_time),
          to: unixSeconds(gap.to_time),
          reason: gap.reason,
        })),
      }
    },
    /** Groups and links that are gone stay, hidden: their results still need their names. */
    saveDiscovery: (accountId: string, discovery: Discovery, at: UnixSeconds): void => {
      db.transaction(() => {
        hideSources.run(accountId)
        clearAssignments.run(accountId)
        for (const { testIds, ...source } of discovery.sources) {
          saveSource.run({ ...source, accountId })
          for (const testId of testIds) assign.run(accountId, source.feed, source.id, testId)
        }
        for (const test of discovery.tests) saveTest.run(accountId, test.id, test.name)
        discovered.run(at, accountId)
      }).immediate()
    },
    recordGap: (accountId: string, gap: Gap, at: UnixSeconds): void => {
      addGap.run(accountId, gap.feed, gap.from, gap.to, gap.reason, at)
    },
    /** Notes a request before it is sent, so that a crash cannot make the budget look fuller than it is. */
    recordRequest: (accountId: string, path: string, at: UnixSeconds): void => {
      forgetRequests.run(accountId, at - 24 * hour)
      addRequest.run(accountId, at, path)
    },
    requestsInLastHour: (accountId: string, now: UnixSeconds): number =>
      countRequests.get(accountId, now - hour)?.n ?? 0,
    forbidRequestsUntil: (accountId: string, moment: UnixSeconds | null): void => {
      forbidUntil.run(moment, accountId)
    },
    recordRun: (accountId: string, summary: SyncSummary, endedAt: UnixSeconds): void => {
      addRun.run(accountId, endedAt, summary.outcome, JSON.stringify(summary))
    },
  }
}
