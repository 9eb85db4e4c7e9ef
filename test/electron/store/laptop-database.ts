import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, onTestFinished } from 'vitest'
import { QueryRunner } from '../../../electron/store/builder.ts'
import type { ListQuestion } from '../../../electron/store/lists.ts'
import { openDatabase } from '../../../electron/store/open.ts'
import { resultColumns } from '../../../electron/store/results/result-columns.ts'
import { type NamedResult, oneResult } from '../../../electron/store/results/rows.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { CodesFilter, CodesQuery, ListRef } from '../../../shared/model/access-code.ts'
import type { Account } from '../../../shared/model/account.ts'
import type { CertificatesQuery, RenewalsFilter } from '../../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, received } from '../support/made-laptop.ts'
import { workers } from '../support/workers.ts'

/** The files of the store's threads. */
export const storeWorkers = { writer: workers.writer, reader: workers.reader }

export { accountNamed, noon, pageWith, received, resultOf } from '../support/made-laptop.ts'

/** Cleans up after the test, or after all of them when several share one database. */
function afterwards(work: () => void): void {
  try {
    onTestFinished(work)
  } catch {
    afterAll(work)
  }
}

/** A result as versions before 12 stored it, its answer in the row. */
export const formerRow = (result: Result) => ({ ...resultColumns(result), raw: received(result).raw })

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

/** A new database with accounts, and every call the program can make on it. */
interface Page {
  readonly offset: number
  readonly limit: number
}

const pageOf = <Row>(list: ListQuestion<Row>, { offset, limit }: Page): Row[] => [
  ...list.rows(list.ids().slice(offset, offset + limit)),
]

/** The calls on one connection, and its long lists page by page. */
export function callsWithPages(db: Database) {
  const { calls, lists } = storeOn(db)
  const run = new QueryRunner(db)
  return {
    ...calls,
    resultsPage: (query: ResultsQuery & Page) => pageOf(lists.results(query), query),
    certificatesPage: (query: CertificatesQuery & Page) => pageOf(lists.certificates(query), query),
    renewalsPage: (query: { readonly filter: RenewalsFilter } & Page, now: UnixSeconds) =>
      pageOf(lists.renewals({ filter: query.filter, now }), query),
    codesPage: (query: CodesQuery & Page) => pageOf(lists.codes(query), query),
    countCodes: (list: ListRef, filter: CodesFilter) =>
      lists.codes({ list, filter, sort: { field: 'code', direction: 'asc' } }).ids().length,
    /** Whole stored rows. */
    storedResultsPage: (query: ResultsQuery & Page): NamedResult[] =>
      lists
        .results(query)
        .ids()
        .slice(query.offset, query.offset + query.limit)
        .flatMap((id) => run.first(oneResult(id).compile()) ?? []),
  }
}

export function database(accounts: readonly Account[] = [accountNamed('a')]) {
  const file = temporaryFile()
  const db = opened(file)
  const calls = callsWithPages(db)
  for (const account of accounts) calls.addAccount(account)
  return { file, db, calls }
}
