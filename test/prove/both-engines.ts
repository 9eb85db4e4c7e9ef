import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { QueryRunner } from '../../electron/store/builder.ts'
import type { Columns } from '../../electron/store/columns/columns.ts'
import { openDatabase, openReadOnly } from '../../electron/store/open.ts'
import { Answers } from '../../electron/store/open-lists.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import type { ResultsFilter, ResultsQuery } from '../../shared/model/filter.ts'
import { type SortField, sortFields } from '../../shared/model/result-fields.ts'
import { countedFields, resultFacts } from '../../shared/model/results-view.ts'
import { accountNamed } from '../electron/support/made-laptop.ts'

/** What the reader's thread has of a database. */
function readerOn(file: string) {
  const db = openReadOnly(file)
  const { calls, lists, columns, atRest } = storeOn(db)
  return { db, calls, columns, atRest, answers: new Answers(db, lists) }
}

type Reader = ReturnType<typeof readerOn>

/** An answer of the columns that is still open, with the ids that SQL gave at its moment. */
interface OpenAnswer {
  readonly number: number
  readonly ids: readonly number[]
}

const accounts = { a: 'Europe/Berlin', b: 'America/New_York', c: 'Pacific/Auckland' } as const
export type AccountId = keyof typeof accounts
export const accountIds = Object.keys(accounts) as readonly AccountId[]

const firstRows = 7

/**
 * One database that is written to and asked twice: once by a reader whose columns answer, once by a reader with SQL
 * alone. Both are what the reader's thread is made of.
 */
export class BothEngines {
  readonly #folder = mkdtempSync(join(tmpdir(), 'gradekeep-columns-'))
  readonly #file = join(this.#folder, 'gradekeep.db')
  readonly #copy = join(this.#folder, 'copy.db')
  #db: Database
  calls: ReturnType<typeof storeOn>['calls']
  #quick: Reader
  #sql: Reader
  #opened = 0
  readonly #open: OpenAnswer[] = []
  /** How many questions the columns answered, and how many they left to SQL. */
  readonly asked = { columns: 0, sql: 0 }

  constructor() {
    this.#db = openDatabase(this.#file)
    this.calls = storeOn(this.#db).calls
    this.#quick = readerOn(this.#file)
    this.#sql = readerOn(this.#file)
    for (const id of accountIds) this.connect(id)
    this.keepCopy()
  }

  get columns(): Columns {
    return this.#quick.columns
  }

  get db(): Database {
    return this.#db
  }

  connect(id: AccountId): void {
    if (this.calls.account(id) === null) this.calls.addAccount(accountNamed(id, accounts[id]))
  }

  /** Lets the columns work until nothing is left, when they have to answer. @returns what they do not, or null */
  finishColumns(): string | null {
    const { db, columns } = this.#quick
    // They notice with a question what was written.
    columns.count([])
    while (columns.hasWork) columns.work(1_000)
    const silent = db.transaction(() => sortFields.find((field) => isSilent(columns, field)))()
    return silent === undefined ? null : `by ${silent} the columns say nothing`
  }

  /** Lets what is read at rest be read, from which classes are counted: until a result is touched again. */
  rest(): void {
    for (const each of this.#quick.atRest) while (each.hasWork) each.work(1_000)
  }

  keepCopy(): void {
    rmSync(this.#copy, { force: true })
    this.#db.prepare('VACUUM INTO ?').run(this.#copy)
  }

  /** Puts the copy in the place of the database, as a restore does: the readers let go of the file before. */
  restoreCopy(): void {
    this.#quick.db.close()
    this.#sql.db.close()
    this.#db.close()
    rmSync(`${this.#file}-wal`, { force: true })
    rmSync(`${this.#file}-shm`, { force: true })
    copyFileSync(this.#copy, this.#file)
    this.#db = openDatabase(this.#file)
    this.calls = storeOn(this.#db).calls
    this.#quick = readerOn(this.#file)
    this.#sql = readerOn(this.#file)
    this.#open.length = 0
  }

  /** Asks both for a list and keeps it open. @returns what differs, or null */
  compareList(list: 'results' | 'certificates', query: ResultsQuery): string | null {
    const number = ++this.#opened
    const byColumns = this.#quick.answers.open(number, list, query, firstRows)
    const bySql = this.#sql.answers.open(number, list, query, firstRows)
    const ids = this.#sql.answers.ids(number)
    // Of more than its first rows SQL does not know the number yet, and the columns do.
    if (bySql.count === null) this.asked[byColumns.count === null ? 'sql' : 'columns']++
    const differing =
      difference('first rows', byColumns.rows, bySql.rows) ??
      difference('number', byColumns.count ?? ids.length, ids.length) ??
      (number % 2 === 0 ? this.#compareWhole(list, number) : null)
    this.#sql.answers.close(number)
    this.#open.push({ number, ids })
    if (this.#open.length > 6) {
      const oldest = this.#open.shift()
      if (oldest !== undefined) this.#quick.answers.close(oldest.number)
    }
    return differing
  }

  /** Compares a whole answer at once. That of the others is first asked for when the database has changed. */
  #compareWhole(list: 'results' | 'certificates', number: number): string | null {
    const [quick, sql] = [this.#quick.answers, this.#sql.answers]
    const ids = sql.ids(number)
    const middle = ids[Math.floor(ids.length / 2)] ?? 0
    return (
      difference('count', quick.count(number), ids.length) ??
      difference('page', quick.rows(list, number, 3, 12), sql.rows(list, number, 3, 12)) ??
      difference('place', quick.placeOf(number, middle), sql.placeOf(number, middle)) ??
      difference('ids', quick.ids(number), ids)
    )
  }

  /** Asks both for counts, and for the choices of accounts. @returns what differs, or null */
  compareCounts(filter: ResultsFilter, chosen: readonly AccountId[]): string | null {
    const questions: Readonly<Record<string, (reader: Reader) => unknown>> = {
      count: ({ calls }) => calls.countResults(filter),
      'count of certificates': ({ calls }) => calls.countCertificates(filter),
      facets: ({ calls }) => calls.facets(chosen),
      ...Object.fromEntries(
        countedFields.map((field) => [
          `choices of ${field}`,
          ({ calls }: Reader) => calls.choiceCounts(filter, field).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        ]),
      ),
      'facts alike': ({ calls }) => calls.resultsAlike(filter, resultFacts),
    }
    const [quick, sql] = [inOneMoment(this.#quick), inOneMoment(this.#sql)]
    for (const [what, ask] of Object.entries(questions)) {
      const differs = difference(what, quick(ask), sql(ask))
      if (differs !== null) return differs
    }
    return null
  }

  /** Whether the answers still open are what they were when they were asked. @returns what differs, or null */
  compareOpen(): string | null {
    for (const { number, ids } of this.#open) {
      const differs = difference('open answer', this.#quick.answers.ids(number), ids)
      if (differs !== null) return differs
    }
    return null
  }

  /** Some stored results, as a later reader finds them. */
  stored(most: number): { id: number; raw: string }[] {
    const run = new QueryRunner(this.#db)
    return run.all({
      sql: 'SELECT id, answer AS raw FROM result_answer ORDER BY id LIMIT ?',
      parameters: [most],
    } as never)
  }

  close(): void {
    this.#quick.db.close()
    this.#sql.db.close()
    this.#db.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const isSilent = (columns: Columns, field: SortField): boolean =>
  columns.find({ filter: [], sort: { field, direction: 'asc' } }) === null

const inOneMoment =
  (reader: Reader) =>
  <T>(read: (reader: Reader) => T): T => {
    reader.answers.settle()
    return reader.db.transaction(() => read(reader))()
  }

function difference(what: string, byColumns: unknown, bySql: unknown): string | null {
  const [one, other] = [JSON.stringify(byColumns), JSON.stringify(bySql)]
  return one === other ? null : `${what}: the columns say ${one}, SQL says ${other}`
}
