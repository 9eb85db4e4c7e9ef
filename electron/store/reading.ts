import SqliteDatabase from 'better-sqlite3'
import { type InferResult, type SqlBool, sql } from 'kysely'
import type { AttemptPolicy } from '../../shared/model/attempt-policy.ts'
import { type CertificatesQuery, type RenewalsFilter, typedSerialKey } from '../../shared/model/certificate.ts'
import type { Digest, DigestQuery } from '../../shared/model/digest.ts'
import { ofAccounts, type ResultsQuery, type SourceRef } from '../../shared/model/filter.ts'
import type { GradebookQuery, StudentRef } from '../../shared/model/gradebook.ts'
import { columnOf, type ExportedField, exportedFields } from '../../shared/model/result-fields.ts'
import type { StudentRow, StudentsQuery } from '../../shared/model/student.ts'
import { searchWords } from '../../shared/model/text.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { accountZones } from './accounts/accounts.ts'
import { QueryRunner, sqlite } from './builder.ts'
import type { ReadName } from './call-table.ts'
import {
  certificatesAmong,
  certificatesIn,
  certificatesInOrder,
  type NamedCertificate,
  onlyCertificates,
} from './certificates/certificates.ts'
import { certificateMatches } from './certificates/lookup.ts'
import type { GradebookReading } from './gradebook/whole-reading.ts'
import type { StoredCertificate, StoredRenewal } from './lists.ts'
import { explainingFailure, openReadOnly } from './open.ts'
import { type AccountZones, conditionsOf } from './results/filter.ts'
import { allOf, countOf, idsInOrder, type NamedResult, oneResult, resultNames } from './results/rows.ts'
import { type StoreApi, storeOn } from './store-api.ts'

export interface RangeQuery extends ResultsQuery {
  readonly offset: number
  /** Undefined reads all. */
  readonly limit: number | undefined
}

/** A whole answer of one moment. */
export interface WholeAnswer<Row> {
  /** All matching rows, including those outside the range. */
  readonly total: number
  readonly zones: AccountZones
  /** Read one by one. */
  readonly rows: Iterable<Row>
}

/** A certificate as the window gets it, with ClassMarker's address of its PDF. */
export type CertificateWithAddress = StoredCertificate & Pick<NamedCertificate, 'certificate_url'>

interface Name {
  readonly id: number
  readonly name: string
}

/**
 * The store at one moment, for large reads on a thread of their own: every question of `ReadApi`, answered
 * synchronously, and whole lists row by row.
 */
export interface Reading extends Pick<StoreApi, ReadName> {
  readonly zones: AccountZones
  /** A gradebook with all its rows, and the attempts behind each cell. */
  gradebook(query: GradebookQuery): GradebookReading
  /** As `digest`, read to its end; also since a day. */
  wholeDigest(query: DigestQuery): Digest
  /** As `gradebookChecks`, with every place of each check. */
  allGradebookChecks: StoreApi['gradebookChecks']
  /** The matching attempts in the view's order. */
  attempts(query: ResultsQuery): Iterable<StoredAttempt>
  /** These attempts, in this order. */
  attemptsById(ids: readonly number[]): Iterable<DetailedAttempt>
  /** Every attempt at the tests asked for, sorted by account, student, test, finish, start and id. */
  attemptsToRank(query: Pick<ResultsQuery, 'filter'>): Iterable<AttemptToRank>
  results(query: RangeQuery): WholeAnswer<NamedResult>
  certificates(query: CertificatesQuery): Iterable<CertificateWithAddress>
  /** Everything the desk would find, without its limit. */
  certificatesFound(question: CertificatesQuestion): WholeAnswer<NamedCertificate>
  renewals(filter: RenewalsFilter, now: UnixSeconds): Iterable<StoredRenewal>
  students(query: StudentsQuery & Pick<RangeQuery, 'offset' | 'limit'>): WholeAnswer<StudentRow>
  /** These students in this order, by any of their keys; who is nobody is left out. */
  studentRows(refs: readonly StudentRef[], policy: AttemptPolicy): readonly StudentRow[]
  /** How tests are called, by account: several accounts may each have one of a number. Undefined means all accounts. */
  testNames(ids: readonly number[], accounts: readonly string[] | undefined): readonly Name[]
  sourceNames(feed: SourceRef['feed'], ids: readonly number[], accounts: readonly string[] | undefined): readonly Name[]
  /** A test's, a group's or a link's number; of an assessment or a course the service's own id. */
  outwardId(id: number): number | string
}

const rowsPerStep = 500

/**
 * Reads in one transaction on its own connection, so that arriving results neither duplicate nor hide a row, however
 * long the reading takes.
 * @param cacheKib a small cache is enough for work that reads every row once
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
    // An error thrown by the caller's own code is not the database's failure.
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
  const zones = explainingFailure(file, () => accountZones(db)())
  const { calls, lists, wholeGradebook, wholeDigest, allGradebookChecks, studentRows } = storeOn(db)
  const oneByOne = <Row>(ids: Iterable<{ readonly id: number }>, row: (id: number) => Row | undefined) =>
    rowsOf(file, ids, row)
  const serviceIds = new Map(calls.serviceIds().map(({ id, serviceId }) => [id, serviceId]))
  return {
    ...calls,
    zones,
    gradebook: wholeGradebook,
    wholeDigest,
    allGradebookChecks,
    attempts: (query) => run.iterate(attemptsOf(query, zones).compile()),
    *attemptsById(ids) {
      for (let from = 0; from < ids.length; from += rowsPerStep) {
        const step = ids.slice(from, from + rowsPerStep)
        const rows = new Map(run.all(attemptsAmong(step).compile()).map((row) => [row.id, row]))
        for (const id of step) {
          const row = rows.get(id)
          if (row !== undefined) yield row
        }
      }
    },
    attemptsToRank: (query) => run.iterate(attemptsToRank(query, zones).compile()),
    results: (query) => {
      const total = run.first(countOf(query.filter, zones).compile())?.n ?? 0
      // SQLite has no offset without a limit; a negative limit means none.
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
      yield* inSteps(question.ids(), (some) => question.rows(some))
    },
    students: ({ offset, limit, ...query }) => {
      const question = lists.students(query)
      const ids = question.ids()
      const asked = ids.slice(offset, limit === undefined ? undefined : offset + limit)
      return { total: ids.length, zones, rows: inSteps(asked, (some) => question.rows(some)) }
    },
    studentRows,
    testNames: (ids, accounts = [...zones.keys()]) => ofThoseWithResults(run.all(testsNamed(ids, accounts).compile())),
    sourceNames: (feed, ids, accounts = [...zones.keys()]) =>
      ofThoseWithResults(run.all(sourcesNamed(feed, ids, accounts).compile())),
    outwardId: (id) => serviceIds.get(id) ?? id,
  }
}

function* inSteps<Row>(ids: readonly number[], rows: (ids: readonly number[]) => readonly Row[]): Generator<Row, void> {
  for (let from = 0; from < ids.length; from += rowsPerStep) yield* rows(ids.slice(from, from + rowsPerStep))
}

/** Holds only the ids in memory; reads rows one by one. */
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

export interface CertificatesQuestion {
  /** A part of a serial, or words of names, e-mail address, access code or test, as at the desk; blank means all. */
  readonly text: string
  readonly accounts: readonly string[]
}

/** Every certificate the desk would find, without its limit: newest first, but an exact serial before all others. */
function certificatesFound(question: CertificatesQuestion, zones: AccountZones) {
  const found = matching(question, zones)
  return {
    total: found.select(({ fn }) => fn.countAll<number>().as('n')),
    order: found.select('result.id').orderBy(exactFirst(question.text)).orderBy(newestFirst),
  }
}

function matching({ text, accounts }: CertificatesQuestion, zones: AccountZones) {
  const certificates = sqlite
    .selectFrom('result')
    .where((result) => result.and(conditionsOf(onlyCertificates(ofAccounts(accounts)), zones)(result)))
  // A blank query finds all certificates; one without searchable characters finds none.
  if (searchWords(text)?.length === 0) return certificates
  return certificates.where(certificateMatches(text) ?? sql<SqlBool>`0`)
}

const exactFirst = (text: string) => sql`result.certificate_key = ${typedSerialKey(text)} DESC`
const newestFirst = sql`result.time_finished DESC, result.id DESC`

/** Exported fields without a column of their own: their cell is computed from others. */
const madeFields = ['test', 'source', 'certificate'] as const
type StoredField = Exclude<ExportedField, (typeof madeFields)[number]>
const isStored = (field: ExportedField): field is StoredField => !madeFields.some((made) => made === field)

// Leaves out the stored JSON and the search text, which make up most of a row and are in no column.
const storedColumns = [
  ...exportedFields.filter(isStored).map((field) => columnOf(field)),
  'id',
  'account_id',
  'student',
  'status',
  'test_type',
  'certificate_serial',
  'certificate_key',
] as const
const shownColumns = [...storedColumns, 'source_name', 'test_name', 'assessment_id'] as const

/** The matching attempts in the view's order, as a file shows them. */
const attemptsOf = (query: ResultsQuery, zones: AccountZones) =>
  sqlite.selectFrom(allOf(query, zones).as('listed')).select(shownColumns)

export type StoredAttempt = InferResult<ReturnType<typeof attemptsOf>>[number]

/** Attempts with what a file says of them only where somebody asks for it. */
const attemptsAmong = (ids: readonly number[]) =>
  resultNames
    .select([
      ...storedColumns.map((column) => `result.${column}` as const),
      'result.extra_info',
      'result.source_id',
      'result.ip_address',
      'result.view_results_url',
      'result.certificate_url',
    ])
    .where('result.id', 'in', [...ids])

export type DetailedAttempt = InferResult<ReturnType<typeof attemptsAmong>>[number]

/**
 * Every attempt at the tests of a filter, including hidden ones, in the order of ranking: a second attempt stays the
 * second, whatever is shown. `shown` says whether the filter accepts it.
 */
function attemptsToRank({ filter }: Pick<ResultsQuery, 'filter'>, zones: AccountZones) {
  const ofTheseTests = filter.filter(({ field }) => field === 'account' || field === 'test')
  return sqlite
    .selectFrom('result')
    .select(['id', 'account_id', 'student', 'test_id', 'percentage', 'test_type', 'status', 'time_finished'])
    .select((result) => sql<0 | 1>`iif(${result.and(conditionsOf(filter, zones)(result))}, 1, 0)`.as('shown'))
    .where((result) => result.and(conditionsOf(ofTheseTests, zones)(result)))
    .orderBy('account_id')
    .orderBy('student')
    .orderBy('test_id')
    .orderBy('time_finished')
    .orderBy('time_started')
    .orderBy('id')
}

type AttemptToRank = InferResult<ReturnType<typeof attemptsToRank>>[number]

const testsNamed = (ids: readonly number[], accounts: readonly string[]) =>
  sqlite
    .selectFrom('test')
    .select(['test_id as id', 'name'])
    .select(
      sql<0 | 1>`EXISTS (SELECT 1 FROM result INDEXED BY result_by_place
        WHERE result.account_id = test.account_id AND result.test_id = test.test_id)`.as('hasResults'),
    )
    .where('test_id', 'in', [...ids])
    .where('account_id', 'in', [...accounts])

const sourcesNamed = (feed: SourceRef['feed'], ids: readonly number[], accounts: readonly string[]) =>
  sqlite
    .selectFrom('source')
    .select(['source_id as id', 'name'])
    .select(
      sql<0 | 1>`EXISTS (SELECT 1 FROM result WHERE result.account_id = source.account_id
        AND result.feed = source.feed AND result.source_id = source.source_id)`.as('hasResults'),
    )
    .where('feed', '=', feed)
    .where('source_id', 'in', [...ids])
    .where('account_id', 'in', [...accounts])

/** What accounts with results call it, as filters offer it; what any account does where none has a result. */
const ofThoseWithResults = (named: readonly (Name & { readonly hasResults: 0 | 1 })[]): readonly Name[] => {
  const used = new Set(named.filter(({ hasResults }) => hasResults === 1).map(({ id }) => id))
  return named.filter(({ id, hasResults }) => hasResults === 1 || !used.has(id))
}
