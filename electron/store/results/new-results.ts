import { type Database, SqliteError, type Statement } from 'better-sqlite3'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import type { AnswerPages } from './answer-pages.ts'
import { dataColumns, type Entry, ofAnyType } from './result-columns.ts'

// One statement for several rows takes a fifth less time: SQLite keeps a journal for each statement.
const rowsTogether = 20

/** Inserts results that are not stored yet. */
export class NewResults {
  readonly #answers: AnswerPages
  readonly #known: Statement<[string, string], string>
  readonly #one: Statement<unknown[]>
  readonly #together: Statement<unknown[]>

  constructor(db: Database, answers: AnswerPages) {
    this.#answers = answers
    // Also finds the keys of other people under one link_result_id; see `rowsUnderKey`.
    this.#known = db
      .prepare<[string, string], string>(
        `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM result
           WHERE account_id = ? AND natural_key >= value AND natural_key < value || '$')`,
      )
      .pluck()
    const row = `(?, ?, ?, ?, ${readerVersion}, ${dataColumns.map(() => '?').join(', ')})`
    const insert = (rows: number): Statement<unknown[]> =>
      db.prepare(
        `INSERT INTO result (account_id, first_seen_at, updated_at, raw, reader, ${dataColumns.join(', ')})
         VALUES ${Array(rows).fill(row).join(', ')}`,
      )
    this.#one = insert(1)
    this.#together = insert(rowsTogether)
  }

  /** The natural keys among these entries that results are stored under. */
  knownAmong(accountId: string, entries: readonly Entry[]): Set<string> {
    return new Set(this.#known.all(JSON.stringify(entries.map(({ natural_key }) => natural_key)), accountId))
  }

  /** Inserts several entries. @returns those that the table refused, for whatever reason */
  insert(page: ReceivedPage, entries: readonly Entry[]): Entry[] {
    const refused: Entry[] = []
    for (let from = 0; from < entries.length; from += rowsTogether) {
      const some = entries.slice(from, from + rowsTogether)
      if (some.length === rowsTogether && this.#accepts(() => this.#insertTogether(page, some))) continue
      refused.push(...some.filter((entry) => !this.#accepts(() => this.insertOne(page, entry))))
    }
    return refused
  }

  /** @throws SqliteError `SQLITE_CONSTRAINT*` if the table refuses it */
  insertOne(page: ReceivedPage, entry: Entry): void {
    this.#answers.replace(page.accountId, null, entry.answer, (raw) => this.#one.run(valuesOf(page, entry, raw)))
  }

  #insertTogether(page: ReceivedPage, entries: readonly Entry[]): void {
    const places = entries.map(({ answer }) => this.#answers.add(page.accountId, answer))
    try {
      this.#together.run(entries.flatMap((entry, at) => valuesOf(page, entry, BigInt(places[at] ?? 0))))
    } catch (thrown) {
      for (const place of places) this.#answers.drop(place)
      throw thrown
    }
  }

  #accepts(insert: () => void): boolean {
    try {
      insert()
      return true
    } catch (thrown) {
      if (!(thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT'))) throw thrown
      return false
    }
  }
}

function valuesOf({ accountId, receivedAt }: ReceivedPage, entry: Entry, raw: bigint): unknown[] {
  const values: unknown[] = [accountId, receivedAt, receivedAt, raw]
  for (const column of dataColumns) {
    const value = entry[column]
    values.push(typeof value === 'number' && ofAnyType.has(column) ? BigInt(value) : value)
  }
  return values
}
