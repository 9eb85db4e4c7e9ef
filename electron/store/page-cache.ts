import type { Database } from 'better-sqlite3'

/** Kibibytes. A search by SQL reads rows all over the file: half of this took twice the time. */
const usual = 65_536
/** Kibibytes. Who reads a table once through finds no page in a cache; to fill one took more than half of the reading. */
const passing = 1_024

/** Gives a connection the room for pages that questions need. */
export const keepPages = (db: Database): unknown => db.pragma(`cache_size = -${usual}`)

/** Reads a table through, in slices, without keeping its pages. */
export function* readThrough<Value>(db: Database, reading: Generator<void, Value>): Generator<void, Value> {
  db.pragma(`cache_size = -${passing}`)
  try {
    return yield* reading
  } finally {
    keepPages(db)
  }
}
