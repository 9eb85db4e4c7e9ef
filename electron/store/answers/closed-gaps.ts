import type { Database } from 'better-sqlite3'
import type { Feed } from '../../../shared/model/result-values.ts'
import type { Gap, GapReason } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { coverageStatements } from '../sync-state/coverage.ts'

interface GapRow {
  readonly account: string
  readonly feed: Feed
  readonly from: number
  readonly to: number
  readonly reason: GapReason
  readonly foundAt: number
}

/** Closes gaps as a part of an import, and opens them again when it is undone. */
export function importedGaps(db: Database) {
  const coverage = coverageStatements(db)
  const find = db
    .prepare<[string, Feed, number, number, GapReason], number>(
      'SELECT found_at FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND to_time = ? AND reason = ?',
    )
    .pluck()
  const remove = db.prepare<[string, Feed, number, number, GapReason]>(
    'DELETE FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND to_time = ? AND reason = ?',
  )
  const note = db.prepare<[number, Feed, number, number, GapReason, number]>(
    'INSERT INTO import_gap (run_id, feed, from_time, to_time, reason, found_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const closedBy = db.prepare<[number], GapRow>(
    `SELECT account_id AS account, feed, from_time AS "from", to_time AS "to", reason, found_at AS foundAt
     FROM import_gap JOIN import_run ON import_run.id = run_id WHERE run_id = ? ORDER BY import_gap.id`,
  )
  const open = db.prepare<[string, Feed, number, number, GapReason, number]>(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )

  /** A crowded second is kept as itself: its results are those after the second before. */
  const beginOf = ({ from, reason }: Pick<GapRow, 'from' | 'reason'>) =>
    unixSeconds(reason === 'crowded-second' ? from - 1 : from)

  return {
    /** Whether a gap stands as it was shown. */
    isOpen: (account: string, { feed, from, to, reason }: Gap): boolean =>
      find.get(account, feed, from, to, reason) !== undefined,
    /** Closes a gap that stands as it was shown; one that a sync closed or changed meanwhile is left alone. */
    close(account: string, run: number, gap: Gap): void {
      const { feed, from, to, reason } = gap
      const foundAt = find.get(account, feed, from, to, reason)
      if (foundAt === undefined) return
      note.run(run, feed, from, to, reason, foundAt)
      remove.run(account, feed, from, to, reason)
      coverage.cover(account, feed, beginOf(gap), to)
    },
    /** Opens the gaps again that an import closed. @returns how many they were */
    openAgain(run: number): number {
      const closed = closedBy.all(run)
      for (const gap of closed) {
        const { account, feed, from, to, reason, foundAt } = gap
        coverage.uncover(account, feed, { from: beginOf(gap), until: unixSeconds(to) })
        open.run(account, feed, from, to, reason, foundAt)
      }
      return closed.length
    },
  }
}
