import { type Database, SqliteError, type Statement } from 'better-sqlite3'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import type { AnswerPages } from './answer-pages.ts'
import { dataColumns, type Entry, ofAnyType } from './result-columns.ts'

// Many rows in one statement take a fifth less time than one by one: SQLite keeps a journal for each statement.
const rowsTogether = [100, 10, 1]

/** Whose results come when. */
type Arrival = Pick<ReceivedPage, 'accountId' | 'receivedAt'>

/** Inserts results that are not stored yet. */
export class NewResults {
  readonly #db: Database
  readonly #answers: AnswerPages
  readonly #known: Statement<[string, string], string>
  readonly #inserting = new Map<number, Statement<unknown[]>>()

  constructor(db: Database, answers: AnswerPages) {
    this.#db = db
    this.#answers = answers
    // Also finds the keys of other people under one link_result_id; see `rowsUnderKey`.
    this.#known = db
      .prepare<[string, string], string>(
        `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM result
           WHERE account_id = ? AND natural_key >= value AND natural_key < value || '$')`,
      )
      .pluck()
  }

  /** The natural keys among these entries that results are stored under. */
  knownAmong(accountId: string, entries: readonly Entry[]): Set<string> {
    return new Set(this.#known.all(JSON.stringify(entries.map(({ natural_key }) => natural_key)), accountId))
  }

  /** Inserts several entries. @returns those that the table refused, for whatever reason */
  insert(page: Arrival, entries: readonly Entry[]): Entry[] {
    const refused: Entry[] = []
    for (let from = 0; from < entries.length; ) {
      const count = rowsTogether.find((rows) => rows <= entries.length - from) ?? 1
      const some = entries.slice(from, from + count)
      if (!this.#accepts(page, some))
        refused.push(...some.filter((entry) => count === 1 || !this.#accepts(page, [entry])))
      from += count
    }
    return refused
  }

  /** Inserts these entries, or none of them. @throws SqliteError `SQLITE_CONSTRAINT*` if the table refuses one */
  insertAll(page: Arrival, entries: readonly Entry[]): void {
    const places: number[] = []
    const values: unknown[] = []
    for (const entry of entries) {
      const place = this.#answers.add(page.accountId, entry.answer)
      places.push(place)
      bind(values, page, entry, place)
    }
    try {
      this.#statement(entries.length).run(values)
    } catch (thrown) {
      for (const place of places) this.#answers.takeBack(place)
      throw thrown
    }
  }

  #accepts(page: Arrival, entries: readonly Entry[]): boolean {
    try {
      this.insertAll(page, entries)
      return true
    } catch (thrown) {
      if (!(thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT'))) throw thrown
      return false
    }
  }

  /** Prepared when it is first used, because most connections only read. */
  #statement(rows: number): Statement<unknown[]> {
    const known = this.#inserting.get(rows)
    if (known !== undefined) return known
    const row = `(?, ?, ?, ?, ${readerVersion}, ${dataColumns.map(() => '?').join(', ')})`
    const made = this.#db.prepare(
      `INSERT INTO result (account_id, first_seen_at, updated_at, raw, reader, ${dataColumns.join(', ')})
       VALUES ${Array(rows).fill(row).join(', ')}`,
    )
    this.#inserting.set(rows, made)
    return made
  }
}

/** The columns with whether each takes values of any type. */
const bound = dataColumns.map((column) => ({ column, isAny: ofAnyType.has(column) }))

/** Writes an entry's parameters into `values`. Not as a list of each entry's own: that takes twice the time. */
function bind(values: unknown[], { accountId, receivedAt }: Arrival, entry: Entry, place: number): void {
  values.push(accountId, receivedAt, receivedAt, BigInt(place))
  for (const { column, isAny } of bound) {
    const value = entry[column]
    // better-sqlite3 passes numbers as floats, and such a column would store them so.
    values.push(isAny && typeof value === 'number' ? BigInt(value) : value)
  }
}
