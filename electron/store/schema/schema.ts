import type { Database } from 'better-sqlite3'

/** The form of a database: each of its objects by kind and name, with the table it belongs to and the SQL that made it. */
export type Schema = ReadonlyMap<string, string>

interface SchemaRow {
  type: string
  name: string
  tbl_name: string
  sql: string | null
}

// What SQLite itself keeps for AUTOINCREMENT, ANALYZE and UNIQUE; it comes and goes with the data.
const ofSqlite = /^(table sqlite_(sequence|stat[134])|index sqlite_(autoindex_.*|stat\w*))$/

const keyOf = ({ type, name }: Pick<SchemaRow, 'type' | 'name'>): string => `${type} ${name}`

/** Reads the form of an open database. */
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
      // The tables behind a full-text index are SQLite's own make, and another version of it may make them otherwise.
      .map((row) => [keyOf(row), shadows.has(row.name) ? '' : `${row.tbl_name}\n${row.sql ?? ''}`]),
  )
}

/** Says the first thing in which a form is not as expected, as a clause; null where there is none. */
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
