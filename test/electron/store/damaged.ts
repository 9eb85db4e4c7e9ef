import { readFileSync, writeFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'

/** Overwrites a page of the table of results in the middle, as a failing disk does. The file is closed. */
export function damage(file: string): void {
  const db = new SqliteDatabase(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
  const pageSize = Number(db.pragma('page_size', { simple: true }))
  const root = db.prepare<[], { rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE name = 'result'`).get()
  db.close()
  if (root === undefined) throw new Error('There is no table of results')
  const bytes = readFileSync(file)
  const start = (root.rootpage - 1) * pageSize
  // The header of the table's first page: what follows no longer adds up.
  bytes.fill(0xa5, start, start + 64)
  writeFileSync(file, bytes)
}
