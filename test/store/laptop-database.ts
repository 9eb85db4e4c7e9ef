import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, onTestFinished } from 'vitest'
import { createStoreCalls } from '../../electron/store/calls.ts'
import { openDatabase } from '../../electron/store/database.ts'
import type { Account } from '../../shared/model/account.ts'
import { accountNamed } from '../integration/support/made-laptop.ts'

export { accountNamed, noon, pageWith, received, resultOf } from '../integration/support/made-laptop.ts'

/** Cleans up after the test, or after all of them where one database serves several. */
function afterwards(work: () => void): void {
  try {
    onTestFinished(work)
  } catch {
    afterAll(work)
  }
}

export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-store-'))
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'gradekeep.db')
}

/** Opens a database that is closed when the test is over. */
export function opened(file: string): Database {
  const db = openDatabase(file)
  afterwards(() => void db.close())
  return db
}

/** A new database with accounts, and every call the program may make of it. */
export function database(accounts: readonly Account[] = [accountNamed('a')]) {
  const file = temporaryFile()
  const db = opened(file)
  const calls = createStoreCalls(db)
  for (const account of accounts) calls.addAccount(account)
  return { file, db, calls }
}
