import type { Database } from 'better-sqlite3'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import { placeIn } from '../columns/sorting.ts'

/** Texts by number, each once. */
class Texts {
  readonly list: string[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.list.length)
    return this.list.push(text) - 1
  }

  find(text: string): number {
    return this.#numbers.get(text) ?? -1
  }
}

type StoredAttempt = [
  id: number,
  account: string,
  student: string,
  testId: number,
  percentage: number | null,
  started: number,
  finished: number,
  needsGrading: number | null,
  passMark: number | null,
  pointsAvailable: number | null,
  feed: string,
  sourceId: number,
  status: string | null,
  testType: string | null,
  name: string,
  accessCode: string | null,
]

const read = `SELECT id, account_id, student, test_id, percentage, time_started, time_finished, requires_grading,
  pass_mark, points_available, feed, source_id, status, test_type, sort_name, access_code FROM result`

/** Stands for no value. */
export const none = -(2 ** 31)

const numeric = {
  id: Float64Array,
  /** Numbers of texts among `students`, `tests`, `sources`, `names` and `codes`. */
  student: Uint32Array,
  test: Uint32Array,
  source: Uint32Array,
  name: Uint32Array,
  code: Uint32Array,
  /** In tenths of a percent, or `none`. */
  percentage: Int32Array,
  passMark: Int32Array,
  /** In thousandths of a point, or `none`. */
  points: Float64Array,
  /** In Unix seconds. */
  started: Float64Array,
  finished: Float64Array,
  needsGrading: Uint8Array,
  /** 0 once the result is gone, is unfinished, or is of a survey. */
  counts: Uint8Array,
} as const

type Name = keyof typeof numeric
type Arrays = { [N in Name]: InstanceType<(typeof numeric)[N]> }
const names = Object.keys(numeric) as Name[]

/** From how many touched results on all are read anew. */
const mostTouched = 5_000

const separator = '\n'

/** An account and something of it, as one text. */
export const ofAccount = (account: string, rest: string | number): string => `${account}${separator}${rest}`

export function partsOf(text: string): { readonly account: string; readonly rest: string } {
  const at = text.indexOf(separator)
  return { account: text.slice(0, at), rest: text.slice(at + 1) }
}

/**
 * What grading needs of every result, as arrays in the order of their ids: read when a gradebook is first asked for, and
 * from then on only what was touched since.
 */
export class GradedAttempts {
  readonly #db: Database
  readonly #latest
  readonly #touched
  readonly #one
  #revision = -1
  count = 0
  values = madeArrays(0)
  /** `account\nkey`, `account\ntest id`, `account\nfeed id`. */
  readonly students = new Texts()
  readonly tests = new Texts()
  readonly sources = new Texts()
  /** Folded, last name first; '' for an attempt without a name. */
  readonly names = new Texts()
  /** `account\ncode`; '' for an attempt without one. */
  readonly codes = new Texts()

  constructor(db: Database) {
    this.#db = db
    this.#latest = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM result_touch').pluck()
    this.#touched = db
      .prepare<[number, number], [number, number | null]>(
        `SELECT number, result_id FROM result_touch WHERE number > ? ORDER BY number LIMIT ?`,
      )
      .raw()
    this.#one = db.prepare<[number], StoredAttempt>(`${read} WHERE id = ?`).raw()
  }

  /** Brings the arrays up to date. Call it within the transaction of the question. */
  update(): void {
    const latest = this.#latest.get() ?? 0
    if (latest === this.#revision) return
    const touched = this.#revision < 0 ? [] : this.#touched.all(this.#revision, mostTouched)
    // Touches are kept for a while only: where the next one is missing, or there are many, all is read.
    const isKnown = this.#revision >= 0 && latest > this.#revision && touched.length < mostTouched
    if (isKnown && touched[0]?.[0] === this.#revision + 1) {
      const ids = new Set(touched.flatMap(([, id]) => id ?? []))
      // A new id that is not the greatest has no place among the others.
      if (![...ids].toSorted((a, b) => a - b).every((id) => this.#reread(id))) this.#readAll()
    } else this.#readAll()
    this.#revision = latest
  }

  /** The row of a result; -1 if it has none. */
  rowOf(id: number): number {
    const { id: ids } = this.values
    const row = placeIn(ids, 0, this.count, (each) => each - id)
    return row < this.count && ids[row] === id ? row : -1
  }

  #readAll(): void {
    const total = this.#db.prepare<[], number>('SELECT count(*) FROM result').pluck().get() ?? 0
    this.values = madeArrays(total + (total >>> 4) + 256)
    this.count = 0
    for (const stored of this.#db.prepare<[], StoredAttempt>(`${read} ORDER BY id`).raw().iterate()) {
      this.#put(this.count++, stored)
    }
  }

  /** @returns false where a new result would have to stand between others */
  #reread(id: number): boolean {
    const stored = this.#one.get(id)
    const { id: ids } = this.values
    const row = placeIn(ids, 0, this.count, (each) => each - id)
    const isKnown = row < this.count && ids[row] === id
    if (stored === undefined) {
      if (isKnown) this.values.counts[row] = 0
      return true
    }
    if (!isKnown && row < this.count) return false
    this.#put(row, stored)
    this.count = Math.max(this.count, row + 1)
    return true
  }

  #put(row: number, stored: StoredAttempt): void {
    const [id, account, student, testId, percentage, started, finished] = stored
    const [, , , , , , , needsGrading, passMark, points, feed, sourceId, status, testType, name, code] = stored
    if (row >= this.values.id.length) this.values = madeArrays(row + (row >>> 3) + 256, this.values)
    const { values } = this
    values.id[row] = id
    values.student[row] = this.students.numberOf(ofAccount(account, student))
    values.test[row] = this.tests.numberOf(ofAccount(account, testId))
    values.source[row] = this.sources.numberOf(ofAccount(account, `${feed} ${sourceId}`))
    values.name[row] = this.names.numberOf(name)
    values.code[row] = this.codes.numberOf(code === null || code === '' ? '' : ofAccount(account, code))
    values.percentage[row] = percentage ?? none
    values.passMark[row] = passMark ?? none
    values.points[row] = points === null ? none : Math.round(points * 1000)
    values.started[row] = started
    values.finished[row] = finished
    values.needsGrading[row] = needsGrading ?? 0
    values.counts[row] = isGradable({ status, testType }) ? 1 : 0
  }
}

/** @param from the arrays to copy into the new ones */
function madeArrays(length: number, from?: Arrays): Arrays {
  return Object.fromEntries(
    names.map((name) => {
      const array = new numeric[name](length)
      if (from !== undefined) array.set(from[name])
      return [name, array]
    }),
  ) as Arrays
}
