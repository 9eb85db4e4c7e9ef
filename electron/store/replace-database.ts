import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { explainingFailure, openDatabase } from './database.ts'
import { finishReplacing, incoming, moveDatabase, outgoing, removeDatabase } from './replacement-files.ts'
import { tryOut } from './trial.ts'

/**
 * Puts a copy in the place of a closed database and opens it. The copy is tried out first, and were it not to open
 * afterwards (a full disk, a failing one), the old one is back in its place.
 * @param use what is made of the open database; only when it has not thrown is the old one given up
 * @throws AppError `store/*`
 */
export function replaceDatabaseFile<T>(file: string, copy: string, use: (db: Database) => T): T {
  removeDatabase(incoming(file))
  try {
    explainingFailure(file, () => {
      copyFileSync(copy, incoming(file))
      tryOut(incoming(file))
    })
    flush(incoming(file))
  } catch (thrown) {
    removeDatabase(incoming(file))
    throw thrown
  }
  moveDatabase(file, outgoing(file))
  let db: Database | null = null
  try {
    finishReplacing(file)
    db = openDatabase(file)
    const used = use(db)
    removeDatabase(outgoing(file))
    return used
  } catch (thrown) {
    db?.close()
    removeDatabase(file)
    moveDatabase(outgoing(file), file)
    removeDatabase(incoming(file))
    throw thrown
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
