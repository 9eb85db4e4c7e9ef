import type { Database } from 'better-sqlite3'
import type { Feed } from '../../shared/model/feed.ts'
import type { Interval } from '../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'

interface IntervalRow {
  from_time: number
  to_time: number
}

/** The stretches of finish time that have been received whole. Each excludes its beginning and includes its end. */
export function coverageStatements(db: Database) {
  const touching = db.prepare<[string, Feed, number, number], IntervalRow>(
    'SELECT from_time, to_time FROM coverage WHERE account_id = ? AND feed = ? AND from_time <= ? AND to_time >= ?',
  )
  const remove = db.prepare<[string, Feed, number, number]>(
    'DELETE FROM coverage WHERE account_id = ? AND feed = ? AND from_time <= ? AND to_time >= ?',
  )
  const insert = db.prepare('INSERT INTO coverage (account_id, feed, from_time, to_time) VALUES (?, ?, ?, ?)')
  const closeOld = db.prepare(
    `DELETE FROM gap WHERE account_id = ? AND feed = ? AND reason = 'too-old' AND from_time >= ? AND to_time <= ?`,
  )
  const closeCrowded = db.prepare(
    `DELETE FROM gap WHERE account_id = ? AND feed = ? AND reason = 'crowded-second' AND from_time > ? AND to_time <= ?`,
  )
  const all = db.prepare<[string, Feed], IntervalRow>(
    'SELECT from_time, to_time FROM coverage WHERE account_id = ? AND feed = ? ORDER BY from_time',
  )

  return {
    /** Adds a stretch, joined with those it touches; a gap that lies within them is none any more. */
    cover: (accountId: string, feed: Feed, from: UnixSeconds, to: UnixSeconds): void => {
      if (to <= from) return
      const joined = touching.all(accountId, feed, to, from)
      const start = Math.min(from, ...joined.map((interval) => interval.from_time))
      const end = Math.max(to, ...joined.map((interval) => interval.to_time))
      remove.run(accountId, feed, to, from)
      insert.run(accountId, feed, start, end)
      closeOld.run(accountId, feed, start, end)
      // Only what this stretch read: one it is joined with may have been complete before its second became crowded.
      closeCrowded.run(accountId, feed, from, to)
    },
    intervals: (accountId: string, feed: Feed): Interval[] =>
      all.all(accountId, feed).map((row) => ({ from: unixSeconds(row.from_time), until: unixSeconds(row.to_time) })),
  }
}
