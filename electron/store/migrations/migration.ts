import type { Database } from 'better-sqlite3'

/** One step of the database's form. A released migration never changes; a new need is a new version. */
export interface Migration {
  readonly version: number
  readonly up: string
  /** What SQL alone cannot say of the rows that are there; done after `up`, in its transaction. */
  readonly renew?: (db: Database) => void
  /**
   * Rules of a table that are made laxer, as the text before and after: SQLite has no ALTER TABLE for them, and a table
   * written anew would take with it what hangs on its rows. Done after `up`.
   */
  readonly rewrites?: readonly (readonly [table: string, before: string, after: string])[]
}
