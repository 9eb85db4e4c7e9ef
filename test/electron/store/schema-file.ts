import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { defineFunctions } from '../../../electron/store/open.ts'
import { migrate, newestVersion } from '../../../electron/store/schema/migrate.ts'
import { checksumOf, schemaOf } from '../../../electron/store/schema/schema.ts'

const schemaFolder = join(import.meta.dirname, '../../../electron/store/schema')
export const schemaFile = join(schemaFolder, 'schema.sql')

interface Entry {
  readonly name: string
  readonly sql: string
}

/** The schema that the migrations make: each table with its indexes and triggers, by name. */
export const schemaText = (): string =>
  ofMigrated((db) => {
    const parts = tablesOf(db).map((table) => [table, ...partsOf(db, table)].map(statement).join('\n'))
    return `-- Version ${newestVersion()}, as the migrations make it. Written by \`npm run schema\`.\n\n${parts.join('\n\n')}\n`
  })

export const schemaChecksum = (): number => ofMigrated((db) => checksumOf(schemaOf(db)))

function ofMigrated<T>(read: (db: Database) => T): T {
  const db = new SqliteDatabase(':memory:')
  try {
    defineFunctions(db)
    migrate(db, () => undefined)
    return read(db)
  } finally {
    db.close()
  }
}

// An `fts5` table creates tables of its own for its contents; these are left out.
const tablesOf = (db: Database): Entry[] =>
  db
    .prepare<[], Entry>(
      `SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT IN (
         SELECT shadow.name FROM pragma_table_list AS shadow WHERE shadow.type = 'shadow')
       ORDER BY name`,
    )
    .all()

const partsOf = (db: Database, { name }: Entry): Entry[] =>
  db
    .prepare<[string], Entry>(
      `SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND tbl_name = ? AND sql IS NOT NULL
       ORDER BY type, name`,
    )
    .all(name)

/** A statement without the indentation of its migration. */
function statement({ sql }: Entry): string {
  const lines = sql.split('\n')
  const indents = lines.slice(1).flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]))
  const indent = Math.min(...indents, Number.MAX_SAFE_INTEGER)
  return `${lines
    .map((line, place) => (place === 0 ? line : line.slice(indent)))
    .join('\n')
    .trim()};`
}

if (import.meta.main) {
  writeFileSync(schemaFile, schemaText())
  const newest = `/** The checksum of the newest version's schema. Written by \`npm run schema\`. */
export const newestSchema = ${schemaChecksum().toLocaleString('en').replaceAll(',', '_')}
`
  writeFileSync(join(schemaFolder, 'newest.ts'), newest)
}
