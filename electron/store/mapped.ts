import type { Database } from 'better-sqlite3'

/** More than SQLite maps of any file. */
const wholeFile = 2 ** 32

/**
 * Reads with the file mapped into memory: 20,000 attempts lie on as many pages of two tables, and copying each of them
 * took a quarter of an analysis. Only while it reads: SQLite cannot explain a disk that fails under a mapped page.
 */
export function whileMapped<Value>(db: Database, read: () => Value): Value {
  db.pragma(`mmap_size = ${wholeFile}`)
  try {
    return read()
  } finally {
    db.pragma('mmap_size = 0')
  }
}
