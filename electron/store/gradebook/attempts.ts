import type { Database } from 'better-sqlite3'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { placeIn } from '../columns/sorting.ts'

type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array
type NumbersConstructor = new (length: number) => Numbers

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
  percentage: number | null,
  passMark: number | null,
  pointsAvailable: number | null,
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
  duration: number | null,
]

const read = `SELECT id, account_id, student, test_id, percentage, time_started, time_finished, requires_grading,
  pass_mark, points_available, feed, source_id, status, test_type, sort_name, access_code,
  duration_seconds FROM result`

/** Stands for no value. */
export const none = -(2 ** 31)

/** What is held of each result. Arrays become wider when a value does not fit. */
const narrowest = {
  id: Int32Array,
  /** Numbers of texts among `students`, `tests`, `sources`, `names` and `codes`. */
  student: Uint8Array,
  test: Uint8Array,
  source: Uint8Array,
  name: Uint8Array,
  code: Uint8Array,
  /** In tenths of a percent, or `none`. */
  percentage: Int32Array,
  passMark: Int32Array,
  /** In thousandths of a point, or `none`. */
  points: Int32Array,
  /** In Unix seconds. */
  started: Float64Array,
  finished: Float64Array,
  /** In seconds, or `none`. */
  duration: Int32Array,
  needsGrading: Uint8Array,
  /** 0 once the result is gone, is unfinished, or is of a survey. */
  counts: Uint8Array,
  /** 0 once the result is gone. */
  isHere: Uint8Array,
} as const

type Name = keyof typeof narrowest
const names = Object.keys(narrowest) as Name[]

/** By row, in the order of ids. */
export type AttemptValues = { readonly [N in Name]: Numbers }

/** From how many touched results on all are read anew. */
const mostTouched = 5_000

/** Results read in one slice, at about 3 µs each. */
const perSlice = 2_000

const separator = '\n'

/** An account and something of it, as one text. */
export const ofAccount = (account: string, rest: string | number): string => `${account}${separator}${rest}`

export function partsOf(text: string): { readonly account: string; readonly rest: string } {
  const at = text.indexOf(separator)
  return { account: text.slice(0, at), rest: text.slice(at + 1) }
}

type KindFacts = [
  account: string,
  testId: number,
  feed: string,
  sourceId: number,
  status: string | null,
  testType: string | null,
]

/** Results of one kind: the numbers they share. */
interface Kind {
  readonly account: string
  readonly test: number
  readonly source: number
  readonly counts: 0 | 1
  /** The numbers of the account's students, by their keys. */
  readonly students: Map<string, number>
}

/**
 * What grading needs of every result, as arrays in the order of their ids. They are read in slices between questions, or
 * at once when a gradebook is asked for sooner; from then on only what was touched since. Names and codes, which only the
 * checks ask for, are read after the first gradebook.
 */
export class GradedAttempts {
  readonly #batch: number
  readonly #latest
  readonly #touched
  readonly #next
  readonly #some
  readonly #span
  readonly #nextTexts
  readonly #someTexts
  /** The last touch that is shown; -1 before anything was read. */
  #revision = -1
  #reading: Generator<void, void> | null = null
  count = 0
  values: AttemptValues = madeArrays(0)
  /** `account\nkey`, `account\ntest id`, `account\nfeed id`. */
  readonly students = new Texts()
  readonly tests = new Texts()
  readonly sources = new Texts()
  /** Folded, last name first; '' for an attempt without a name. */
  readonly names = new Texts()
  /** `account\ncode`; '' for an attempt without one. */
  readonly codes = new Texts()
  /** By the number of a test, how often an attempt at it was read or left it. */
  readonly changes: number[] = []

  /** @param batch how many results are read, or read again, in one slice between questions */
  constructor(db: Database, batch = usualBatch) {
    this.#batch = batch
    this.#latest = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM result_touch').pluck()
    this.#touched = db
      .prepare<[number, number], [number, number | null]>(
        `SELECT number, result_id FROM result_touch WHERE number > ? ORDER BY number LIMIT ?`,
      )
      .raw()
    this.#span = db
      .prepare<[], number>('SELECT coalesce((SELECT max(id) FROM result) - (SELECT min(id) FROM result) + 1, 0)')
      .pluck()
    const among = 'WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id'
    const following = 'WHERE id > ? ORDER BY id LIMIT ?'
    this.#next = db.prepare<[number, number], StoredAttempt>(`${readAttempts} ${following}`).raw()
    this.#some = db.prepare<[string], StoredAttempt>(`${readAttempts} ${among}`).raw()
    this.#nextTexts = db.prepare<[number, number], StoredTexts>(`${readTexts} ${following}`).raw()
    this.#someTexts = db.prepare<[string], StoredTexts>(`${readTexts} ${among}`).raw()
  }

  /** The attempts of one student, as they are at this moment. */
  static ofStudent(db: Database, { account, key }: StudentRef): GradedAttempts {
    const own = new GradedAttempts(db)
    const theirs = db.prepare<[string, string], StoredAttempt>(
      `${read} WHERE student = ? AND account_id = ? ORDER BY id`,
    )
    for (const stored of theirs.raw().all(key, account)) own.#put(own.count++, stored)
    return own
  }

  /** The number of the last touch that the arrays show. */
  get revision(): number {
    return this.#revision
  }

  /** Brings the arrays up to date. Call it within the transaction of the question. */
  update(): void {
    while (this.work());
  }

  /**
   * Works one slice at bringing the arrays up to date.
   * @returns whether there is more to do; the arrays are not to be used until then
   */
  work(): boolean {
    if (this.#reading?.next().done === false) return true
    this.#reading = null
    const latest = this.#latest.get() ?? 0
    if (latest === this.#revision) return false
    const touched = this.#revision < 0 ? [] : this.#touched.all(this.#revision, mostTouched)
    // Touches are kept for a while only: where the next one is missing, or there are many, all is read.
    const isKnown = this.#revision >= 0 && latest > this.#revision && touched.length < mostTouched
    if (isKnown && touched[0]?.[0] === this.#revision + 1) {
      const ids = new Set(touched.flatMap(([, id]) => id ?? []))
      // A new id that is not the greatest has no place among the others.
      if ([...ids].toSorted((a, b) => a - b).every((id) => this.#reread(id))) {
        this.#revision = latest
        return false
      }
    }
    this.#reading = this.#readAll(latest)
    return true
  }

  /** The row of a result; -1 if it has none. */
  rowOf(id: number): number {
    const { id: ids } = this.values
    // Most have their place where no id before theirs is missing.
    const likely = id - (ids[0] as number)
    if (likely >= 0 && likely < this.count && ids[likely] === id) return likely
    const row = placeIn(ids, 0, this.count, (each) => each - id)
    return row < this.count && ids[row] === id ? row : -1
  }

  /** Reads all. What is touched meanwhile is seen afterwards. */
  *#readAll(latest: number): Generator<void, void> {
    const total = this.#db.prepare<[], number>('SELECT count(*) FROM result').pluck().get() ?? 0
    yield
    this.values = madeArrays(total + (total >>> 4) + 256)
    this.count = 0
    yield
    const next = this.#db.prepare<[number, number], StoredAttempt>(`${read} WHERE id > ? ORDER BY id LIMIT ?`).raw()
    let after = Number.MIN_SAFE_INTEGER
    for (let some = next.all(after, perSlice); some.length > 0; some = next.all(after, perSlice)) {
      for (const stored of some) this.#put(this.count++, stored)
      after = some.at(-1)?.[0] ?? after
      yield
    }
    this.#revision = latest
  }

  /** @returns false where a new result would have to stand between others */
  #reread(id: number): boolean {
    const stored = this.#one.get(id)
    const { id: ids } = this.values
    const row = placeIn(ids, 0, this.count, (each) => each - id)
    const isKnown = row < this.count && ids[row] === id
    if (stored === undefined) {
      if (isKnown) {
        this.values.counts[row] = 0
        this.values.isHere[row] = 0
      }
      return true
    }
    if (!isKnown && row < this.count) return false
    if (isKnown) this.#changed(this.values.test[row] as number)
    this.#put(row, stored)
    this.count = Math.max(this.count, row + 1)
    return true
  }

  #put(row: number, stored: StoredAttempt): void {
    const [id, account, student, testId, percentage, started, finished] = stored
    const [, , , , , , , needsGrading, passMark, points, feed, sourceId, status, testType, name, code, duration] =
      stored
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
    values.duration[row] = duration ?? none
    values.needsGrading[row] = needsGrading ?? 0
    values.counts[row] = isGradable({ status, testType }) ? 1 : 0
    values.isHere[row] = 1
  }
}

/** The attempts in memory as they are now, read when they are first asked for. Call it within a question's transaction. */
export function gradedAttempts(db: Database): () => GradedAttempts {
  let attempts: GradedAttempts | null = null
  return () => {
    attempts ??= new GradedAttempts(db)
    attempts.update()
    return attempts
  }
}

function widened(array: Numbers): Numbers {
  if (array instanceof Uint8Array) return new Uint16Array(array)
  return array instanceof Uint16Array ? new Int32Array(array) : new Float64Array(array)
}

/** @param from the arrays to copy into the new ones */
function madeArrays(length: number, from?: AttemptValues): AttemptValues {
  const made = names.map((name) => {
    const array: Numbers = new (from === undefined ? narrowest[name] : (from[name].constructor as NumbersConstructor))(
      length,
    )
    if (from !== undefined) array.set(from[name])
    return [name, array]
  })
  return Object.fromEntries(made) as AttemptValues
}
