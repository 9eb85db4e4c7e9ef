import type { Database } from 'better-sqlite3'
import type { ResultsFilter, ResultsQuery } from '../../../shared/model/filter.ts'
import type { SortField } from '../../../shared/model/result-fields.ts'
import { countBits } from '../arrays/bits.ts'
import { readThrough } from '../page-cache.ts'
import type { AccountZones } from '../results/filter.ts'
import { choiceNames, namedChoices } from '../results/rows.ts'
import { Arrays, type FoundResults } from './arrays.ts'
import { Table } from './table.ts'

/** Where more results than this were touched, they are read between questions instead of before the next. */
const mostAtOnce = 500

/** Rows read in one slice, at about 5 µs each: to begin a statement anew takes as long as to read some. */
const batch = 400

type Touch = readonly [number: number, id: number | null]

/**
 * Results as typed arrays in memory, with what is noted about them: read, brought up to date from what was touched, and put
 * in order in slices between questions. They answer as SQL does, only faster; what asks them is called within a transaction,
 * and gets null where SQL has to answer: as long as they are read, brought up to date or put in the order that is asked for.
 */
export class Columns {
  readonly #db: Database
  readonly #zones: (areUsed: boolean) => AccountZones
  readonly #latest
  readonly #touched
  readonly #names
  #kept: Arrays | null = null
  /** Brings the arrays up to date; they are not to be used meanwhile. */
  #task: Generator<void, void> | null

  constructor(db: Database, zones: (areUsed: boolean) => AccountZones) {
    this.#db = db
    this.#zones = zones
    this.#latest = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM result_touch').pluck()
    this.#touched = db
      .prepare<[number], Touch>(
        `SELECT number, result_id FROM result_touch WHERE number > ? ORDER BY number LIMIT ${mostAtOnce + 1}`,
      )
      .raw()
    this.#names = db.prepare<[], [string, string]>(choiceNames).raw()
    this.#task = this.#catchUp()
  }

  /** The arrays if they show what the database holds now, which may take reading a few results again. */
  current(): Arrays | null {
    const kept = this.#kept
    if (kept === null || this.#task !== null) return null
    if (this.#latest.get() === kept.revision) return kept
    const touched = this.#touched.all(kept.revision)
    if (touched.length <= mostAtOnce && this.#apply(kept, touched)) return kept
    this.#task = this.#catchUp()
    return null
  }

  find(query: ResultsQuery): FoundResults | null {
    return this.current()?.find(query) ?? null
  }

  /** How many results a filter finds. */
  count(filter: ResultsFilter): number | null {
    const arrays = this.current()
    return arrays && countBits(arrays.matching(filter))
  }

  /** Whether results are being read, so that SQL has to answer. */
  get isReading(): boolean {
    return this.#task !== null
  }

  get hasWork(): boolean {
    return this.#task !== null || (this.#kept !== null && !(this.#kept.orders.areMade && this.#kept.noted.isRead))
  }

  /**
   * Works for about so many milliseconds, for one slice at least. After a failure SQL answers everything.
   * @throws what failed
   */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      do {
        if (this.#task !== null) {
          if (this.#task.next().done) this.#task = null
        } else if (this.#kept?.orders.areMade === false) this.#kept.orders.work()
        // What was written since has to be in the arrays before it is looked for there.
        else this.#db.transaction(() => this.current()?.noted.work())()
      } while (this.hasWork && performance.now() < end)
    } catch (thrown) {
      this.#task = null
      this.#kept = null
      throw thrown
    }
  }

  *#catchUp(): Generator<void, void> {
    this.#kept ??= yield* readThrough(this.#db, this.#read())
    while (this.#latest.get() !== this.#kept.revision) {
      const touched = this.#touched.all(this.#kept.revision)
      if (!this.#apply(this.#kept, touched)) this.#kept = yield* readThrough(this.#db, this.#read())
      yield
    }
  }

  /** Reads all results. What is touched meanwhile is seen afterwards. */
  *#read(): Generator<void, Arrays> {
    this.#kept = null
    const revision = this.#latest.get() ?? 0
    // As many as there are, unless some were removed; counting them takes a pause.
    const size = this.#db
      .prepare<[], number>('SELECT coalesce((SELECT max(id) FROM result) - (SELECT min(id) FROM result) + 1, 0)')
      .pluck()
      .get()
    const table = new Table(this.#db, size ?? 0)
    table.rename(this.#names.all())
    yield
    const next = this.#db
      .prepare<[number, number], unknown[]>(`SELECT ${table.reads} FROM result WHERE id > ? ORDER BY id LIMIT ?`)
      .raw()
    let after = Number.MIN_SAFE_INTEGER
    // The first rows take longer, before the code for them is compiled.
    for (let read = next.all(after, 50); read.length > 0; read = next.all(after, batch)) {
      table.put(read, false)
      after = read.at(-1)?.[0] as number
      yield
    }
    table.close()
    return new Arrays(this.#db, this.#zones, table, revision)
  }

  /** Reads touched results again. @returns false where all results have to be read again */
  #apply(kept: Arrays, touched: readonly Touch[]): boolean {
    const { table, orders } = kept
    // Numbers follow each other, unless some were forgotten. After many changes the arrays hold too much that is gone.
    if (touched[0]?.[0] !== kept.revision + 1 || table.changes.length > 10_000 + table.rows / 4) return false
    const ids = new Set(touched.map(([, id]) => id))
    if (ids.delete(null)) {
      table.rename(this.#names.all())
      orders.forget(Object.keys(namedChoices) as SortField[])
    }
    const again = this.#db.prepare<[string], unknown[]>(
      `SELECT ${table.reads} FROM result WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    const [before, seen] = [table.rows, table.changes.length]
    const read = again.raw().all(JSON.stringify([...ids]))
    if (!table.put(read, true)) return false
    for (const [id] of read) ids.delete(id as number)
    if (table.changes.slice(seen).some((row) => row < before)) orders.startAgain()
    for (const id of ids) if (id !== null) table.remove(id)
    kept.revision = touched.at(-1)?.[0] ?? kept.revision
    return true
  }
}
