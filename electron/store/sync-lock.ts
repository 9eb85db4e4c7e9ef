import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3'

/**
 * Lets one process at a time sync a data folder, or send what waits in it (`push.lock`). The lock is an open transaction
 * on a file of its own, so the operating system ends it with its process, however that ends.
 */
export class SyncLock {
  readonly #file: string
  #held: Database | null = null

  constructor(databaseFile: string, name = 'sync.lock') {
    this.#file = join(dirname(databaseFile), name)
  }

  /** @returns whether it is now held here; false while another process holds it */
  acquire(): boolean {
    if (this.#held !== null) return true
    const db = new SqliteDatabase(this.#file, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
      this.#held = db
      return true
    } catch (thrown) {
      db.close()
      if (thrown instanceof SqliteError && /^SQLITE_BUSY/.test(thrown.code)) return false
      throw thrown
    }
  }

  release(): void {
    this.#held?.close()
    this.#held = null
  }
}
