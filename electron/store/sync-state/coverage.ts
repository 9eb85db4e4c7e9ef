import type { Database } from 'better-sqlite3'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import type { Interval } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'

interface IntervalRow {
  from_time: number
  to_time: number
}

/** The ranges of finish time that were received completely. Each excludes its beginning and includes its end. */
export function coverageStatements(db: Database) {
  const touching = db.prepare<[string, ClassMarkerFeed, number, number], IntervalRow>(
    'SELECT from_time, to_time FROM coverage WHERE account_id = ? AND feed = ? AND from_time <= ? AND to_time >= ?',
  )
  const remove = db.prepare<[string, ClassMarkerFeed, number, number]>(
    'DELETE FROM coverage WHERE account_id = ? AND feed = ? AND from_time <= ? AND to_time >= ?',
  )
  const insert = db.prepare('INSERT INTO coverage (account_id, feed, from_time, to_time) VALUES (?, ?, ?, ?)')
  const closeOld = db.prepare(
    `DELETE FROM gap WHERE account_id = ? AND feed = ? AND reason = 'too-old' AND from_time >= ? AND to_time <= ?`,
  )
  const closeCrowded = db.prepare(
    `DELETE FROM gap WHERE account_id = ? AND feed = ? AND reason = 'crowded-second' AND from_time > ? AND to_time <= ?`,
  )
  const all = db.prepare<[string, ClassMarkerFeed], IntervalRow>(
    'SELECT from_time, to_time FROM coverage WHERE account_id = ? AND feed = ? ORDER BY from_time',
  )

  const unproved = db.prepare<[string, ClassMarkerFeed, number, number], IntervalRow>(
    `SELECT from_time, to_time FROM gap
     WHERE account_id = ? AND feed = ? AND reason = 'incomplete-answer' AND from_time <= ? AND to_time >= ?`,
  )
  const forgetUnproved = db.prepare<[string, ClassMarkerFeed, number, number]>(
    `DELETE FROM gap
     WHERE account_id = ? AND feed = ? AND reason = 'incomplete-answer' AND from_time <= ? AND to_time >= ?`,
  )
  const addUnproved = db.prepare<[string, ClassMarkerFeed, number, number, number]>(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at)
     VALUES (?, ?, ?, ?, 'incomplete-answer', ?) ON CONFLICT DO NOTHING`,
  )
  const old = db.prepare<[string, ClassMarkerFeed, number, number], IntervalRow>(
    `SELECT from_time, to_time FROM gap
     WHERE account_id = ? AND feed = ? AND reason = 'too-old' AND from_time <= ? AND to_time >= ?`,
  )
  const forgetOld = db.prepare<[string, ClassMarkerFeed, number, number]>(
    `DELETE FROM gap WHERE account_id = ? AND feed = ? AND reason = 'too-old' AND from_time <= ? AND to_time >= ?`,
  )
  const addOld = db.prepare<[string, ClassMarkerFeed, number, number, number]>(
    `INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at) VALUES (?, ?, ?, ?, 'too-old', ?)`,
  )
  const noteUnproved = (accountId: string, feed: ClassMarkerFeed, from: number, to: number, at: number): void => {
    if (from < to) addUnproved.run(accountId, feed, from, to, at)
  }

  /** Removes a range from the complete ones. */
  const uncover = (accountId: string, feed: ClassMarkerFeed, { from, until }: Interval): void => {
    const cut = touching.all(accountId, feed, until, from)
    remove.run(accountId, feed, until, from)
    for (const interval of cut) {
      if (interval.from_time < from) insert.run(accountId, feed, interval.from_time, Math.min(interval.to_time, from))
      if (interval.to_time > until) insert.run(accountId, feed, Math.max(interval.from_time, until), interval.to_time)
    }
  }

  const prove = (accountId: string, feed: ClassMarkerFeed, from: UnixSeconds, to: UnixSeconds): void => {
    const met = unproved.all(accountId, feed, to, from)
    if (met.length === 0) return
    forgetUnproved.run(accountId, feed, to, from)
    for (const gap of met) {
      noteUnproved(accountId, feed, gap.from_time, Math.min(gap.to_time, from), from)
      noteUnproved(accountId, feed, Math.max(gap.from_time, to), gap.to_time, from)
    }
  }

  return {
    /** Adds a range, merged with those it touches, and closes the gaps within them. */
    cover: (accountId: string, feed: ClassMarkerFeed, from: UnixSeconds, to: UnixSeconds): void => {
      if (to <= from) return
      const joined = touching.all(accountId, feed, to, from)
      const start = Math.min(from, ...joined.map((interval) => interval.from_time))
      const end = Math.max(to, ...joined.map((interval) => interval.to_time))
      remove.run(accountId, feed, to, from)
      insert.run(accountId, feed, start, end)
      closeOld.run(accountId, feed, start, end)
      // Only within the added range: a range merged with it may have been complete before its second became crowded.
      closeCrowded.run(accountId, feed, from, to)
      prove(accountId, feed, from, to)
    },
    /**
     * Records a range that can no longer be requested, merged with those it touches, so that one loss is reported once.
     */
    loseOld: (accountId: string, feed: ClassMarkerFeed, { from, until }: Interval, at: UnixSeconds): void => {
      prove(accountId, feed, from, until)
      const joined = old.all(accountId, feed, until, from)
      forgetOld.run(accountId, feed, until, from)
      const start = Math.min(from, ...joined.map((gap) => gap.from_time))
      const end = Math.max(until, ...joined.map((gap) => gap.to_time))
      addOld.run(accountId, feed, start, end, at)
    },
    /** Removes a range from the unproved ones. */
    prove,
    /**
     * Records a range whose counts did not fit, merged with those it touches, and removes it from the complete ranges.
     */
    open: (accountId: string, feed: ClassMarkerFeed, { from, until }: Interval, at: UnixSeconds): void => {
      const joined = unproved.all(accountId, feed, until, from)
      forgetUnproved.run(accountId, feed, until, from)
      const start = Math.min(from, ...joined.map((gap) => gap.from_time))
      const end = Math.max(until, ...joined.map((gap) => gap.to_time))
      noteUnproved(accountId, feed, start, end, at)
      uncover(accountId, feed, { from, until })
    },
    uncover,
    intervals: (accountId: string, feed: ClassMarkerFeed): Interval[] =>
      all.all(accountId, feed).map((row) => ({ from: unixSeconds(row.from_time), until: unixSeconds(row.to_time) })),
  }
}
