import { readFileSync, writeFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'

/** Overwrites a page in the middle of the table of results, as a failing disk does. The file must be closed. */
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
  // Overwrites the page's header, so that the rest no longer fits it.
  bytes.fill(0xa5, start, start + 64)
  writeFileSync(file, bytes)
}
