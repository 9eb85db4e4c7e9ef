import type { Database } from 'better-sqlite3'
import type { Service } from '../../../shared/model/account.ts'
import type { Assignment, FeedState } from '../../../shared/model/result.ts'
import { type ClassMarkerFeed, classMarkerFeeds } from '../../../shared/model/result-values.ts'
import type { Coverage, Gap, GapReason, SyncSummary } from '../../../shared/model/sync.ts'
import { hour, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { coverageStatements } from './coverage.ts'

/** What a sync must remember between runs. */
export interface SyncState {
  readonly discoveredAt: UnixSeconds | null
  readonly nextRequestAfter: UnixSeconds | null
  readonly clockOffset: number
  readonly recheckedAt: UnixSeconds | null
  readonly historyRefusals: number
  readonly feeds: readonly FeedState[]
  readonly coverage: readonly Coverage[]
  readonly gaps: readonly Gap[]
}

export type SyncStateChange = Partial<
  Pick<SyncState, 'nextRequestAfter' | 'clockOffset' | 'recheckedAt' | 'historyRefusals'>
>

interface AccountRow {
  service: Service
  discovered_at: number | null
  next_request_after: number | null
  clock_offset: number
  rechecked_at: number | null
  reach_refusals: number
}

interface GapRow {
  feed: ClassMarkerFeed
  from_time: number
  to_time: number
  reason: GapReason
}

const lateArrivals = 6 * hour
// Three quarters of a page: results read again leave room for new ones in the same request.
const mostReread = 150
const wholePage = 200

const momentOrNull = (value: number | null | undefined) => (value == null ? null : unixSeconds(value))

/** Reads and writes how far each account has been fetched. */
export function syncStateQueries(db: Database) {
  const coverage = coverageStatements(db)
  const account = db.prepare<[string], AccountRow>(
    'SELECT service, discovered_at, next_request_after, clock_offset, rechecked_at, reach_refusals FROM account WHERE id = ?',
  )
  const changeAccount = db.prepare(
    'UPDATE account SET next_request_after = ?, clock_offset = ?, rechecked_at = ?, reach_refusals = ? WHERE id = ?',
  )
  const cursors = db.prepare<[string], { feed: ClassMarkerFeed; cursor: number; again_from: number | null }>(
    'SELECT feed, cursor, again_from FROM feed_state WHERE account_id = ? ORDER BY feed',
  )
  const gaps = db.prepare<[string], GapRow>(
    'SELECT feed, from_time, to_time, reason FROM gap WHERE account_id = ? ORDER BY from_time, feed',
  )
  const isGap = db.prepare<[string, ClassMarkerFeed, number]>(
    "SELECT 1 FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND reason = 'crowded-second'",
  )
  const addGap = db.prepare(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const removeGap = db.prepare(
    'DELETE FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND to_time = ? AND reason = ?',
  )
  // A plus keeps SQLite from reading all rows of an account or feed: the index by finish holds all that is asked.
  const newestFinish = db.prepare<[string, ClassMarkerFeed], { time: UnixSeconds | null }>(
    'SELECT max(time_finished) AS time FROM result WHERE +account_id = ? AND +feed = ?',
  )
  const newestOfPart = db
    .prepare<{ accountId: string; feed: ClassMarkerFeed; sourceId: number; testId: number }, UnixSeconds | null>(
      `SELECT max(time_finished) FROM result
       WHERE feed = @feed AND source_id = @sourceId AND test_id = @testId AND account_id = @accountId`,
    )
    .pluck()
  const addRequest = db.prepare('INSERT INTO request (account_id, sent_at, path) VALUES (?, ?, ?)')
  const endRequest = db.prepare('UPDATE request SET outcome = ?, milliseconds = ? WHERE id = ?')
  // A request with a lower id than one made more than an hour ago is older too, whatever the clock said then.
  const countRequests = db.prepare<{ accountId: string; after: number; until: number }, { n: number }>(
    `SELECT count(*) AS n FROM request
     WHERE account_id = @accountId AND sent_at > @after AND sent_at <= @until AND former_key = 0
       AND id > coalesce((SELECT max(id) FROM request WHERE account_id = @accountId AND sent_at <= @after), 0)`,
  )
  const addRun = db.prepare(
    'INSERT INTO sync_run (account_id, ended_at, outcome, summary, kind) VALUES (?, ?, ?, ?, ?)',
  )
  const assignments = db.prepare<[string, ClassMarkerFeed], { sourceId: number; testId: number }>(
    `SELECT source_id AS sourceId, test_id AS testId FROM assignment WHERE account_id = ? AND feed = ?
     ORDER BY source_id, test_id`,
  )
  const partsDone = db.prepare<[string, ClassMarkerFeed, number], { sourceId: number; testId: number }>(
    'SELECT source_id AS sourceId, test_id AS testId FROM crowded_part WHERE account_id = ? AND feed = ? AND second = ?',
  )
  const partDone = db.prepare(
    'INSERT INTO crowded_part (account_id, feed, second, source_id, test_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const clearParts = db.prepare('DELETE FROM crowded_part WHERE account_id = ? AND feed = ? AND second = ?')
  const clearAllParts = db.prepare('DELETE FROM crowded_part WHERE account_id = ?')
  const countAt = db.prepare<[string, ClassMarkerFeed, number], { n: number }>(
    'SELECT count(*) AS n FROM result WHERE +account_id = ? AND +feed = ? AND time_finished = ?',
  )
  const needGrading = db.prepare<[string, ClassMarkerFeed], { time: UnixSeconds }>(
    `SELECT DISTINCT time_finished AS time FROM result WHERE requires_grading = 1 AND +account_id = ? AND +feed = ?
     ORDER BY time_finished`,
  )
  const finishTimes = db.prepare<[string, ClassMarkerFeed, number], { time: UnixSeconds }>(
    `SELECT time_finished AS time FROM result WHERE +account_id = ? AND +feed = ? AND time_finished > ?
     ORDER BY time_finished`,
  )

  const newestButMany = db.prepare<[string, ClassMarkerFeed, number, number, number], { time: number }>(
    `SELECT time_finished AS time FROM result
     WHERE +account_id = ? AND +feed = ? AND time_finished > ? AND time_finished <= ?
     ORDER BY time_finished DESC LIMIT 1 OFFSET ?`,
  )

  // A result can appear later than its finish time: its time ran out, it was reopened, or servers copied it late.
  const resumeAfter = (accountId: string, feed: ClassMarkerFeed, cursor: number, isWhole: boolean): UnixSeconds => {
    const earliest = cursor - lateArrivals
    const timeOf = (offset: number) => newestButMany.get(accountId, feed, earliest, cursor, offset)?.time
    // Otherwise a newest second that fills a page would be requested again at every sync, perhaps in all its parts.
    const isCrowded = timeOf(wholePage - 1) === cursor || partsDone.all(accountId, feed, cursor).length > 0
    const isLeft = isCrowded || isGap.get(accountId, feed, cursor) !== undefined
    // A second that was not over when it was read is not whole, and later results of it can still be fetched.
    if (isWhole && isLeft) return unixSeconds(cursor)
    return unixSeconds(Math.min(cursor - 1, Math.max(earliest, timeOf(mostReread) ?? earliest)))
  }

  // A platform's submissions are fetched one by one: of none can be said how far they reach.
  const coverageOf = (accountId: string, service: Service): Coverage[] =>
    (service === 'classmarker' ? classMarkerFeeds : []).map((feed) => ({
      feed,
      intervals: coverage.intervals(accountId, feed),
    }))

  const syncState = (accountId: string): SyncState => {
    const row = account.get(accountId)
    const covered = coverageOf(accountId, row?.service ?? 'classmarker')
    return {
      discoveredAt: momentOrNull(row?.discovered_at),
      nextRequestAfter: momentOrNull(row?.next_request_after),
      clockOffset: row?.clock_offset ?? 0,
      recheckedAt: momentOrNull(row?.rechecked_at),
      historyRefusals: row?.reach_refusals ?? 0,
      coverage: covered,
      feeds: cursors.all(accountId).map(({ feed, cursor, again_from }) => {
        const coveredUntil = covered.find((each) => each.feed === feed)?.intervals.at(-1)?.until ?? null
        const isWhole = coveredUntil !== null && coveredUntil >= cursor
        return {
          feed,
          cursor: unixSeconds(cursor),
          resumeAfter: resumeAfter(accountId, feed, cursor, isWhole),
          againFrom: momentOrNull(again_from),
          coveredUntil,
        }
      }),
      gaps: gaps.all(accountId).map((gap) => ({
        feed: gap.feed,
        from: unixSeconds(gap.from_time),
        to: unixSeconds(gap.to_time),
        reason: gap.reason,
      })),
    }
  }

  return {
    syncState,
    changeSyncState: (accountId: string, change: SyncStateChange): void => {
      const state = { ...syncState(accountId), ...change }
      changeAccount.run(state.nextRequestAfter, state.clockOffset, state.recheckedAt, state.historyRefusals, accountId)
    },
    recordGap: (accountId: string, gap: Gap, at: UnixSeconds): void => {
      db.transaction(() => {
        if (gap.reason === 'too-old')
          return coverage.loseOld(accountId, gap.feed, { from: gap.from, until: gap.to }, at)
        // A second is recorded under one reason at a time: too many results for a page are not a wrong count.
        if (gap.reason === 'crowded-second') coverage.prove(accountId, gap.feed, unixSeconds(gap.from - 1), gap.to)
        addGap.run(accountId, gap.feed, gap.from, gap.to, gap.reason, at)
      }).immediate()
    },
    closeGap: (accountId: string, gap: Gap): void => {
      removeGap.run(accountId, gap.feed, gap.from, gap.to, gap.reason)
    },
    /** Marks an unproved range, or its part before `until`, as too old to be requested. */
    markGapTooOld: (accountId: string, gap: Gap, until: UnixSeconds, at: UnixSeconds): void => {
      db.transaction(() => {
        coverage.loseOld(accountId, gap.feed, { from: gap.from, until }, at)
      }).immediate()
    },
    newestFinish: (accountId: string, feed: ClassMarkerFeed): UnixSeconds | null =>
      newestFinish.get(accountId, feed)?.time ?? null,
    /** The newest stored finish time of one test in one group or link. */
    newestFinishOf: (accountId: string, feed: ClassMarkerFeed, { sourceId, testId }: Assignment): UnixSeconds | null =>
      newestOfPart.get({ accountId, feed, sourceId, testId }) ?? null,
    /**
     * Records a request before it is sent, so that after a crash the budget never looks larger than it is. @returns its
     * id
     */
    recordRequest: (accountId: string, path: string, at: UnixSeconds): number =>
      Number(addRequest.run(accountId, at, path).lastInsertRowid),
    endRequest: (id: number, outcome: string, milliseconds: number): void => {
      endRequest.run(outcome, Math.round(milliseconds), id)
    },
    /** Ignores requests dated more than an hour ahead, which a wrong clock recorded. */
    requestsInLastHour: (accountId: string, now: UnixSeconds): number =>
      countRequests.get({ accountId, after: now - hour, until: now + hour })?.n ?? 0,
    recordRun: (accountId: string, summary: SyncSummary, endedAt: UnixSeconds, kind: 'sync' | 'recheck'): void => {
      addRun.run(accountId, endedAt, summary.outcome, JSON.stringify(summary), kind)
    },
    assignments: (accountId: string, feed: ClassMarkerFeed): Assignment[] => assignments.all(accountId, feed),
    partsDone: (accountId: string, feed: ClassMarkerFeed, second: UnixSeconds): Assignment[] =>
      partsDone.all(accountId, feed, second),
    partDone: (accountId: string, feed: ClassMarkerFeed, second: UnixSeconds, part: Assignment): void => {
      partDone.run(accountId, feed, second, part.sourceId, part.testId)
    },
    /** Makes the next read of a crowded second ask for all its parts again. */
    clearPartsDone: (accountId: string, feed: ClassMarkerFeed, second: UnixSeconds): void => {
      clearParts.run(accountId, feed, second)
    },
    clearAllPartsDone: (accountId: string): void => {
      clearAllParts.run(accountId)
    },
    countAt: (accountId: string, feed: ClassMarkerFeed, second: UnixSeconds): number =>
      countAt.get(accountId, feed, second)?.n ?? 0,
    /** Finish times of results that still need grading, oldest first. */
    timesToGrade: (accountId: string, feed: ClassMarkerFeed): UnixSeconds[] =>
      needGrading.all(accountId, feed).map(({ time }) => time),
    /** Finish times of the stored results after a moment, oldest first. */
    finishTimes: (accountId: string, feed: ClassMarkerFeed, after: UnixSeconds): UnixSeconds[] =>
      finishTimes.all(accountId, feed, after).map(({ time }) => time),
  }
}
