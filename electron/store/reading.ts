import SqliteDatabase from 'better-sqlite3'
import type { CertificatesQuery, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery, SourceRef } from '../../shared/model/query.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { ReadName } from './call-table.ts'
import { type StoreCalls, storeOn } from './calls.ts'
import { type CertificatesQuestion, certificatesFound } from './certificate-reading.ts'
import { explainingFailure, openReadOnly } from './database.ts'
import { accountQueries } from './queries/accounts.ts'
import {
  type AttemptToRank,
  attemptsOf,
  attemptsToRank,
  type StoredAttempt,
  sourcesNamed,
  testsNamed,
} from './queries/attempts.ts'
import { QueryRunner } from './queries/builder.ts'
import {
  certificatesAmong,
  certificatesIn,
  certificatesInOrder,
  type NamedCertificate,
  type StoredCertificate,
} from './queries/certificates.ts'
import type { StoredRenewal } from './queries/renewals.ts'
import { countOf, idsInOrder, type NamedResult, oneResult } from './queries/results.ts'
import type { AccountZones } from './queries/results-filter.ts'

export interface RangeQuery extends ResultsQuery {
  readonly offset: number
  /** Undefined reads to the end. */
  readonly limit: number | undefined
}

/** A whole answer at one moment. */
export interface WholeAnswer<Row> {
  /** Rows that match, also those outside the range. */
  readonly total: number
  readonly zones: AccountZones
  /** Each is read when it is asked for. */
  readonly rows: Iterable<Row>
}

/** A certificate as the window reads it, with ClassMarker's address of its PDF. */
export type CertificateWithAddress = StoredCertificate & Pick<NamedCertificate, 'certificate_url'>

interface Name {
  readonly id: number
  readonly name: string
}

/**
 * The store at one moment, for work that reads much of it on a thread of its own: every question of `ReadApi`, answered
 * at once, and whole lists whose rows pass one by one.
 */
export interface Reading extends Pick<StoreCalls, ReadName> {
  readonly zones: AccountZones
  /** The matching attempts in the view's order. */
  attempts(query: ResultsQuery): Iterable<StoredAttempt>
  /** Every attempt at the tests asked for, sorted by account, student, test, finish, start and id. */
  attemptsToRank(query: Pick<ResultsQuery, 'filter'>): Iterable<AttemptToRank>
  results(query: RangeQuery): WholeAnswer<NamedResult>
  certificates(query: CertificatesQuery): Iterable<CertificateWithAddress>
  /** What the desk would find, however much it is. */
  certificatesFound(question: CertificatesQuestion): WholeAnswer<NamedCertificate>
  renewals(filter: RenewalsFilter, now: UnixSeconds): Iterable<StoredRenewal>
  testNames(ids: readonly number[]): readonly Name[]
  sourceNames(feed: SourceRef['feed'], ids: readonly number[]): readonly Name[]
}

const rowsPerStep = 500

/**
 * Reads in one transaction on a connection of its own, so that nothing which arrives meanwhile doubles or hides a row,
 * however long the reader takes.
 * @param cacheKib for whom reads every row once, a large cache would only hold what is not asked for again
 * @throws AppError `store/*`, and whatever `work` throws
 */
export async function readAtOneMoment<T>(
  file: string,
  work: (reading: Reading) => Promise<T>,
  cacheKib?: number,
): Promise<T> {
  const db = openReadOnly(file)
  try {
    if (cacheKib !== undefined) db.pragma(`cache_size = -${cacheKib}`)
    db.exec('BEGIN')
    return await work(readingOf(file, db))
  } catch (thrown) {
    // What is thrown where the rows are used is not the database's failure.
    if (!(thrown instanceof SqliteDatabase.SqliteError)) throw thrown
    return explainingFailure(file, () => {
      throw thrown
    })
  } finally {
    db.close()
  }
}

function readingOf(file: string, db: ReturnType<typeof openReadOnly>): Reading {
  const run = new QueryRunner(db)
  const zones = explainingFailure(file, () => accountQueries(db).zones())
  const { calls, lists } = storeOn(db)
  const oneByOne = <Row>(ids: Iterable<{ readonly id: number }>, row: (id: number) => Row | undefined) =>
    rowsOf(file, ids, row)
  return {
    ...calls,
    zones,
    attempts: (query) => run.iterate(attemptsOf(query, zones).compile()),
    attemptsToRank: (query) => run.iterate(attemptsToRank(query, zones).compile()),
    results: (query) => {
      const total = run.first(countOf(query.filter, zones).compile())?.n ?? 0
      // SQLite knows no offset without a limit; a negative one is none.
      const range = idsInOrder(query, zones)
        .offset(query.offset)
        .limit(query.limit ?? -1)
      const rows = oneByOne(run.iterate(range.compile()), (id) => run.first(oneResult(id).compile()))
      return { total, zones, rows }
    },
    *certificates(query) {
      const toCertificate = certificatesIn(zones)
      for (const row of run.iterate(certificatesInOrder(query, zones).compile()))
        yield { ...toCertificate(row), certificate_url: row.certificate_url }
    },
    certificatesFound: (question) => {
      const { total, order } = certificatesFound(question, zones)
      const rows = oneByOne(run.iterate(order.compile()), (id) => run.first(certificatesAmong([id]).compile()))
      return { total: run.first(total.compile())?.n ?? 0, zones, rows }
    },
    *renewals(filter, now) {
      const question = lists.renewals({ filter, now })
      const ids = question.ids()
      for (let from = 0; from < ids.length; from += rowsPerStep)
        yield* question.rows(ids.slice(from, from + rowsPerStep))
    },
    testNames: (ids) => run.all(testsNamed(ids).compile()),
    sourceNames: (feed, ids) => run.all(sourcesNamed(feed, ids).compile()),
  }
}

/** Only ids are held for the order; rows pass one by one. */
function* rowsOf<Row>(
  file: string,
  ids: Iterable<{ readonly id: number }>,
  read: (id: number) => Row | undefined,
): Generator<Row, void> {
  const order = ids[Symbol.iterator]()
  try {
    for (;;) {
      const next = explainingFailure(file, () => order.next())
      if (next.done) return
      const row = explainingFailure(file, () => read(next.value.id))
      if (row !== undefined) yield row
    }
  } finally {
    order.return?.()
  }
}
