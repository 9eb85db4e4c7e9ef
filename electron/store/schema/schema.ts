import { crc32 } from 'node:zlib'
import type { Database } from 'better-sqlite3'

/** A database's schema: each object by kind and name, with its table and the SQL that created it. */
export type Schema = ReadonlyMap<string, string>

interface SchemaRow {
  type: string
  name: string
  tbl_name: string
  sql: string | null
}

// Objects SQLite creates for AUTOINCREMENT, ANALYZE and UNIQUE; they come and go with the data.
const ofSqlite = /^(table sqlite_(sequence|stat[134])|index sqlite_(autoindex_.*|stat\w*))$/

const keyOf = ({ type, name }: Pick<SchemaRow, 'type' | 'name'>): string => `${type} ${name}`

/** Reads the schema of an open database. */
export function schemaOf(db: Database): Schema {
  const shadows = new Set(
    db
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'`)
      .all()
      .map(({ name }) => name),
  )
  const rows = db.prepare<[], SchemaRow>('SELECT type, name, tbl_name, sql FROM sqlite_schema').all()
  return new Map(
    rows
      .filter((row) => !ofSqlite.test(keyOf(row)))
      // The tables behind a full-text index are SQLite's own, and other versions may create them differently.
      .map((row) => [keyOf(row), shadows.has(row.name) ? '' : `${row.tbl_name}\n${row.sql ?? ''}`]),
  )
}

/** The same for equal schemas, and for others only by chance: to load what makes a safer one takes 4 ms of each start. */
export const checksumOf = (schema: Schema): number =>
  crc32(JSON.stringify([...schema].toSorted(([one], [other]) => (one < other ? -1 : 1))))

/** The first difference from the expected schema, as a clause; null if there is none. */
export function differenceFrom(expected: Schema, found: Schema): string | null {
  for (const key of expected.keys()) if (!found.has(key)) return `the ${inWords(key)} is missing`
  for (const [key, made] of found) {
    if (!expected.has(key)) return `there is a ${inWords(key)} that is not Gradekeep’s`
    if (expected.get(key) !== made) return `the ${inWords(key)} is not as Gradekeep made it`
  }
  return null
}

const longestName = 60

const inWords = (key: string): string => {
  const [kind = '', ...name] = key.split(' ')
  return `${kind} “${name.join(' ').slice(0, longestName)}”`
}

/** One step of the schema. A released migration never changes; a new need is a new version. */
export interface Migration {
  readonly version: number
  readonly up: string
  /** Changes to existing rows that SQL alone cannot express; runs after `up` and `rewrites` in the same transaction. */
  readonly renew?: (db: Database) => void
  /**
   * Relaxed constraints of a table, as the text before and after: SQLite has no ALTER TABLE for them, and recreating
   * the table would delete the rows that refer to it. Runs after `up`.
   */
  readonly rewrites?: readonly (readonly [table: string, before: string, after: string])[]
}
