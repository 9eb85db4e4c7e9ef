import type { Database } from 'better-sqlite3'

/** One step of the database's form. A released migration never changes; a new need is a new version. */
export interface Migration {
  readonly version: number
  readonly up: string
  /** What SQL alone cannot say of the rows that are there; done after `up`, in its transaction. */
  readonly renew?: (db: Database) => void
}
