import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, onTestFinished } from 'vitest'
import { createStoreCalls } from '../../electron/store/calls.ts'
import { openDatabase } from '../../electron/store/database.ts'
import type { Account } from '../../shared/model/account.ts'
import { toTenths } from '../../shared/model/percent.ts'
import type { ReceivedPage, ReceivedResult } from '../../shared/model/received-page.ts'
import type { Result } from '../../shared/model/result.ts'
import { unixSeconds } from '../../shared/model/time.ts'

/** The files of the store's threads, from their sources. */
export const storeWorkers = {
  writer: join(import.meta.dirname, '../../electron/store/writer.ts'),
  reader: join(import.meta.dirname, '../../electron/store/reader.ts'),
}

/** 20 November 2026, 12:00 UTC. */
export const noon = unixSeconds(1_795_176_000)

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

export const accountNamed = (id: string, timeZone = 'UTC'): Account => ({
  id,
  name: `School ${id}`,
  key: `key-${id}`,
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  timeZone,
  createdAt: noon,
  colour: 0,
  archived: false,
})

/** A new database with accounts, and every call the program may make of it. */
export function database(accounts: readonly Account[] = [accountNamed('a')]) {
  const file = temporaryFile()
  const db = opened(file)
  const calls = createStoreCalls(db)
  for (const account of accounts) calls.addAccount(account)
  return { file, db, calls }
}

/** A group's result, as said. */
export const resultOf = (said: Partial<Result> = {}): Result => ({
  feed: 'groups',
  testId: 1,
  sourceId: 10,
  linkResultId: null,
  userId: 1,
  cmUserId: null,
  first: 'Ada',
  last: 'Lovelace',
  email: null,
  accessCode: null,
  extraInfo: [],
  percentage: toTenths(75),
  pointsScored: 15,
  pointsAvailable: 20,
  passMark: toTenths(50),
  passed: true,
  requiresGrading: false,
  status: 'f',
  testType: 'Test',
  timeStarted: unixSeconds(noon - 600),
  timeFinished: noon,
  duration: '00:10:00',
  durationSeconds: 600,
  giveCertificateOnlyWhenPassed: null,
  certificateSerial: null,
  certificateUrl: null,
  viewResultsUrl: null,
  ipAddress: null,
  ...said,
})

export const received = (result: Result): ReceivedResult => ({
  result,
  raw: JSON.stringify({ first: result.first, percentage: Number(result.percentage) / 10 }),
})

/** A page of the groups feed with these results, as said. */
export const pageWith = (results: readonly Result[], said: Partial<ReceivedPage> = {}): ReceivedPage => ({
  accountId: 'a',
  feed: 'groups',
  results: results.map(received),
  unreadable: [],
  tests: [],
  sources: [],
  cursor: noon,
  covered: { from: unixSeconds(noon - 86_400), until: noon },
  receivedAt: noon,
  ...said,
})
