import type { Database } from 'better-sqlite3'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import type { Gap, GapReason, Interval } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { coverageStatements } from '../sync-state/coverage.ts'

interface GapRow {
  readonly from: number
  readonly to: number
  readonly reason: GapReason
  readonly foundAt: number
}

/** What an import changed about gaps; without a reason a range that became complete. */
interface NotedRow extends Omit<GapRow, 'reason' | 'foundAt'> {
  readonly account: string
  readonly feed: ClassMarkerFeed
  readonly reason: GapReason | null
  readonly foundAt: number | null
}

/** Closes gaps as a part of an import, and opens them again when it is undone. */
export function importedGaps(db: Database) {
  const coverage = coverageStatements(db)
  const find = db
    .prepare<[string, ClassMarkerFeed, number, number, GapReason], number>(
      'SELECT found_at FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND to_time = ? AND reason = ?',
    )
    .pluck()
  const gapsOf = db.prepare<[string, ClassMarkerFeed], GapRow>(
    `SELECT from_time AS "from", to_time AS "to", reason, found_at AS foundAt FROM gap
     WHERE account_id = ? AND feed = ? ORDER BY from_time`,
  )
  const remove = db.prepare<[string, ClassMarkerFeed, number, number, GapReason]>(
    'DELETE FROM gap WHERE account_id = ? AND feed = ? AND from_time = ? AND to_time = ? AND reason = ?',
  )
  const note = db.prepare<[number, ClassMarkerFeed, number, number, GapReason | null, number | null]>(
    'INSERT INTO import_gap (run_id, feed, from_time, to_time, reason, found_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  // Ranges that became complete come first: where gaps are opened again, nothing may be complete any more.
  const notedBy = db.prepare<[number], NotedRow>(
    `SELECT account_id AS account, feed, from_time AS "from", to_time AS "to", reason, found_at AS foundAt
     FROM import_gap JOIN import_run ON import_run.id = run_id WHERE run_id = ? ORDER BY reason IS NOT NULL, import_gap.id`,
  )
  const open = db.prepare<[string, ClassMarkerFeed, number, number, GapReason, number]>(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )

  const isOpen = (account: string, { feed, from, to, reason }: Gap): boolean =>
    find.get(account, feed, from, to, reason) !== undefined

  /** @param ticked gaps that stand */
  function closeIn(account: string, run: number, feed: ClassMarkerFeed, ticked: readonly Gap[]): void {
    const [gaps, complete] = [gapsOf.all(account, feed), coverage.intervals(account, feed)]
    for (const gap of ticked) {
      remove.run(account, feed, gap.from, gap.to, gap.reason)
      coverage.cover(account, feed, beginOf(gap), gap.to)
    }
    // A crowded second is closed only by itself: that nothing else is missing around it does not say what it holds.
    for (const gap of gaps) {
      const { from, to, reason, foundAt } = gap
      const isTicked = ticked.some((each) => each.reason === reason && each.from === from && each.to === to)
      if (reason === 'crowded-second' && !isTicked) open.run(account, feed, from, to, reason, foundAt)
    }
    for (const { from, until } of without(coverage.intervals(account, feed), complete)) {
      note.run(run, feed, from, until, null, null)
    }
    const left = gapsOf.all(account, feed)
    for (const { from, to, reason, foundAt } of gaps) {
      const same = left.filter((each) => each.reason === reason)
      if (reason === 'incomplete-answer') {
        const cut = without(
          [rangeOf(from, to)],
          same.map((each) => rangeOf(each.from, each.to)),
        )
        for (const part of cut) note.run(run, feed, part.from, part.until, reason, foundAt)
      } else if (!same.some((each) => each.from === from && each.to === to)) {
        note.run(run, feed, from, to, reason, foundAt)
      }
    }
  }

  return {
    /** Whether a gap stands as it was shown. */
    isOpen,
    /** Closes gaps that stand as they were shown; one that a sync closed or changed meanwhile is left alone. */
    close(account: string, run: number, gaps: readonly Gap[]): void {
      const standing = gaps.filter((gap) => isOpen(account, gap))
      for (const [feed, own] of Map.groupBy(standing, (gap) => gap.feed)) closeIn(account, run, feed, own)
    },
    /** Opens again what an import closed, as far as nothing proved it since. @returns how much that was */
    openAgain(run: number): number {
      const noted = notedBy.all(run)
      for (const { account, feed, from, to, reason, foundAt } of noted) {
        if (reason === null || foundAt === null) coverage.uncover(account, feed, rangeOf(from, to))
        else if (reason === 'incomplete-answer') coverage.open(account, feed, rangeOf(from, to), unixSeconds(foundAt))
        else open.run(account, feed, from, to, reason, foundAt)
      }
      return noted.length
    },
  }
}

/** Follows what ClassMarker itself proved: undoing an import does not open that again. */
export function provingSince(db: Database) {
  type Row = GapRow & { readonly id: number }
  const met = db.prepare<[string, ClassMarkerFeed, number, number], Row>(
    `SELECT import_gap.id, from_time AS "from", to_time AS "to", reason, found_at AS foundAt
     FROM import_gap JOIN import_run ON import_run.id = run_id
     WHERE account_id = ? AND feed = ? AND from_time <= ? AND to_time >= ?`,
  )
  const forget = db.prepare<[number]>('DELETE FROM import_gap WHERE id = ?')
  const keepPart = db.prepare<[number, number, number]>(
    `INSERT INTO import_gap (run_id, feed, from_time, to_time, reason, found_at)
     SELECT run_id, feed, ?, ?, reason, found_at FROM import_gap WHERE id = ?`,
  )
  return (account: string, feed: ClassMarkerFeed, proved: Interval): void => {
    for (const { id, from, to, reason } of met.all(account, feed, proved.until, proved.from)) {
      const range = rangeOf(reason === 'crowded-second' ? from - 1 : from, to)
      const left = without([range], [proved])
      // What can no longer be requested, and a crowded second, is proved as a whole or not at all.
      const isWhole = reason === 'too-old' || reason === 'crowded-second'
      if (isWhole && left.length > 0) continue
      for (const part of left) keepPart.run(part.from, part.until, id)
      forget.run(id)
    }
  }
}

/** A crowded second is kept as itself: its results are those after the second before. */
const beginOf = ({ from, reason }: Pick<GapRow, 'from' | 'reason'>) =>
  unixSeconds(reason === 'crowded-second' ? from - 1 : from)

const rangeOf = (from: number, to: number): Interval => ({ from: unixSeconds(from), until: unixSeconds(to) })

/** What ranges hold that others do not. */
const without = (ranges: readonly Interval[], others: readonly Interval[]): Interval[] =>
  others.reduce<Interval[]>(
    (left, other) =>
      left.flatMap(({ from, until }) =>
        [rangeOf(from, Math.min(until, other.from)), rangeOf(Math.max(from, other.until), until)].filter(
          (part) => part.from < part.until,
        ),
      ),
    [...ranges],
  )
