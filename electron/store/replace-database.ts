import { closeSync, copyFileSync, fsyncSync, openSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { explainingFailure, openDatabase } from './database.ts'
import { holdOutbox } from './outbox/hold.ts'
import { finishReplacing, incoming, moveDatabase, outgoing, removeJournal } from './replacement-files.ts'

/**
 * Puts a copy in the place of a closed database and opens it. Were it not to open (a newer form, a full disk), the old
 * one is back in its place.
 * @throws AppError `store/*`
 */
export function replaceDatabaseFile(file: string, copy: string): Database {
  copyFileSync(copy, incoming(file))
  try {
    explainingFailure(file, () => holdOutbox(incoming(file)))
  } catch (thrown) {
    rmSync(incoming(file), { force: true })
    removeJournal(incoming(file))
    throw thrown
  }
  const handle = openSync(incoming(file), 'r+')
  fsyncSync(handle)
  closeSync(handle)
  moveDatabase(file, outgoing(file))
  finishReplacing(file)
  try {
    const db = openDatabase(file)
    rmSync(outgoing(file), { force: true })
    removeJournal(outgoing(file))
    return db
  } catch (thrown) {
    removeJournal(file)
    moveDatabase(outgoing(file), file)
    throw thrown
  }
}
