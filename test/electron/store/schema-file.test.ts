import { readFileSync } from 'node:fs'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { newestSchema } from '../../../electron/store/schema/newest.ts'
import { schemaOf } from '../../../electron/store/schema/schema.ts'
import { database } from './laptop-database.ts'
import { schemaChecksum, schemaFile, schemaText } from './schema-file.ts'

it('schema.sql is what the migrations make, and so is its checksum; `npm run schema` writes both anew', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(schemaText())
  expect(newestSchema).toBe(schemaChecksum())
})

/** The schema of a database, ignoring the indentation of its statements. */
const formOf = (db: Database) => new Map([...schemaOf(db)].map(([key, sql]) => [key, sql.replace(/\s+/g, ' ')]))

it('a database made from schema.sql has the same form as a migrated one', () => {
  const { db } = database()
  const written = new SqliteDatabase(':memory:')
  defineFunctions(written)
  written.exec(readFileSync(schemaFile, 'utf8'))
  expect(formOf(written)).toEqual(formOf(db))
  written.close()
})
