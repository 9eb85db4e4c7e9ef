import type { Database } from 'better-sqlite3'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { placeIn } from '../arrays/sorting.ts'
import { Texts } from '../arrays/texts.ts'
import { AttemptArrays, type AttemptValues, none } from './attempt-arrays.ts'

type StoredAttempt = [
  id: number,
  percentage: number | null,
  passMark: number | null,
  pointsAvailable: number | null,
  started: number,
  finished: number,
  needsGrading: number | null,
  duration: number | null,
  student: string,
  /** What few results differ in, as a JSON list: it is taken apart once. */
  kind: string,
]

const readAttempts = `SELECT id, percentage, pass_mark, points_available, time_started, time_finished, requires_grading,
  duration_seconds, student, json_array(account_id, test_id, feed, source_id, status, test_type) FROM result`

type StoredTexts = [id: number, name: string, account: string, code: string | null]

const readTexts = 'SELECT id, sort_name, account_id, access_code FROM result'

/** From how many touched results on all are read anew. */
const mostTouched = 5_000

/** At about 2 µs each. */
const usualBatch = 250

const separator = '\n'

/** An account and something of it, as one text. */
export const ofAccount = (account: string, rest: string | number): string => `${account}${separator}${rest}`

/** The numbers that attempts have for groups and links of an account, each given as `feed id`. */
export const numbersOfSources = (
  { sources }: Pick<GradedAttempts, 'sources'>,
  account: string,
  given: readonly string[],
): ReadonlySet<number> => new Set(given.map((source) => sources.find(ofAccount(account, source))))

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
  #isRead = false
  #isAsked = false
  #hasFailed = false
  /** How many rows have their name and code. */
  #withTexts = 0
  readonly #kinds = new Map<string, Kind>()
  count = 0
  #arrays = new AttemptArrays(0)
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

  /** The attempts of some students, as they are at this moment. */
  static ofStudents(db: Database, students: readonly StudentRef[]): GradedAttempts {
    const own = new GradedAttempts(db)
    const theirs = db
      .prepare<[string, string], StoredAttempt>(`${readAttempts} WHERE student = ? AND account_id = ? ORDER BY id`)
      .raw()
    const read = students.flatMap(({ account, key }) => theirs.all(key, account))
    for (const stored of read.toSorted(([a], [b]) => a - b)) own.#put(own.count++, stored)
    return own
  }

  /** By row; they stay as they are, and after a change others stand here. */
  get values(): AttemptValues {
    return this.#arrays.kept(this.count)
  }

  /** The number of the last touch that the arrays show. */
  get revision(): number {
    return this.#revision
  }

  /**
   * Works one slice at bringing all up to date, names and codes too. Call it within a transaction.
   * @returns whether there is more to do; the arrays are not to be used until then
   */
  prepare(): boolean {
    this.#isAsked = true
    if (!this.#isRead) this.#readSome()
    else if (this.#latest.get() !== this.#revision) this.#follow(mostTouched)
    else if (this.#withTexts < this.count) this.#readSomeTexts()
    else return false
    return true
  }

  /** Whether all are there as they are now, perhaps without their names and codes. */
  get isUpToDate(): boolean {
    return this.#isRead && this.#latest.get() === this.#revision
  }

  /** Whether all are there as they are now with their names and codes. */
  get isComplete(): boolean {
    return this.isUpToDate && this.#withTexts === this.count
  }

  /** Whether anything is left to do between questions. */
  get hasWork(): boolean {
    if (this.#hasFailed) return false
    return !this.#isRead || (this.#isAsked && this.#withTexts < this.count) || this.#latest.get() !== this.#revision
  }

  /**
   * Works for about so many milliseconds, for one slice at least. After a failure all is read when it is asked for.
   * @throws what failed
   */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      do {
        if (!this.#isRead) this.#readSome()
        else if (this.#latest.get() !== this.#revision) this.#follow(this.#batch)
        else this.#readSomeTexts()
      } while (this.hasWork && performance.now() < end)
    } catch (thrown) {
      this.#hasFailed = true
      this.#startAgain()
      throw thrown
    }
  }

  /** Brings the arrays up to date, all but `names` and `codes`. Call it within the transaction of the question. */
  update(): void {
    this.#isAsked = true
    while (!this.#isRead) this.#readSome()
    if (this.#latest.get() === this.#revision) return
    this.#follow(mostTouched)
    while (!this.#isRead) this.#readSome()
  }

  /** Brings names and codes up to date too. */
  updateTexts(): void {
    this.update()
    while (this.#withTexts < this.count) this.#readSomeTexts()
  }

  /** The row of a result; -1 if it has none. */
  rowOf(id: number): number {
    const row = this.#placeOf(id)
    return row < this.count && this.#arrays.values.id[row] === id ? row : -1
  }

  /** The row of a result, or where it would stand. */
  #placeOf(id: number): number {
    const { id: ids } = this.#arrays.values
    // Most have their place where no id before theirs is missing.
    const likely = id - (ids[0] as number)
    if (likely >= 0 && likely < this.count && ids[likely] === id) return likely
    return placeIn(ids, 0, this.count, (each) => each - id)
  }

  /** Reads some results more. What is touched meanwhile is followed afterwards. */
  #readSome(): void {
    if (this.#revision < 0) {
      this.#revision = this.#latest.get() ?? 0
      // As many as there are, unless some were removed; counting them takes a pause.
      const total = this.#span.get() ?? 0
      this.#arrays = new AttemptArrays(total + (total >>> 4) + 256)
      this.students.reserve(total)
      this.count = 0
      this.#withTexts = 0
    }
    const read = this.#next.all(
      this.count === 0 ? Number.MIN_SAFE_INTEGER : (this.#arrays.values.id[this.count - 1] as number),
      this.#batch,
    )
    for (const stored of read) this.#put(this.count++, stored)
    this.#isRead = read.length < this.#batch
  }

  #readSomeTexts(): void {
    const after =
      this.#withTexts === 0 ? Number.MIN_SAFE_INTEGER : (this.#arrays.values.id[this.#withTexts - 1] as number)
    const read = this.#nextTexts.all(after, this.#batch)
    for (const stored of read) this.#putTexts(stored)
    // Where fewer are left, the last rows are of results that were removed.
    const reached = read.length < this.#batch ? this.count : this.#placeOf(read.at(-1)?.[0] ?? 0) + 1
    this.#withTexts = Math.min(reached, this.count)
  }

  /** Reads again what was touched since, from the first so many touches; where that does not do, all from the start. */
  #follow(most: number): void {
    const touched = this.#touched.all(this.#revision, most)
    // Touches are kept for a while only.
    const isKnown = touched[0]?.[0] === this.#revision + 1 && touched.length < mostTouched
    if (isKnown && this.#readAgain(new Set(touched.flatMap(([, id]) => id ?? []))))
      this.#revision = touched.at(-1)?.[0] ?? this.#revision
    else this.#startAgain()
  }

  #startAgain(): void {
    this.#isRead = false
    this.#revision = -1
    // Whatever is gone meanwhile was at one of the tests known so far.
    for (let test = 0; test < this.tests.count; test++) this.#changed(test)
  }

  /** @returns false where a new result would have to stand between others */
  #readAgain(ids: Set<number>): boolean {
    const [hasTexts, hasAllTexts] = [this.#withTexts > 0, this.#withTexts === this.count]
    const asked = JSON.stringify([...ids])
    for (const stored of this.#some.all(asked)) {
      const [id] = stored
      const row = this.#placeOf(id)
      if (row < this.count && this.#arrays.values.id[row] !== id) return false
      const isNew = row === this.count
      if (isNew) this.count++
      else this.#changed(this.#arrays.values.test[row] as number)
      this.#put(row, stored)
      ids.delete(id)
    }
    for (const id of ids) {
      const row = this.rowOf(id)
      if (row === -1) continue
      this.#arrays.put('counts', row, 0)
      this.#arrays.put('isHere', row, 0)
      this.#changed(this.#arrays.values.test[row] as number)
    }
    if (hasTexts) {
      for (const stored of this.#someTexts.all(asked)) this.#putTexts(stored)
      this.#withTexts = Math.max(this.#withTexts, hasAllTexts ? this.count : 0)
    }
    return true
  }

  #put(row: number, stored: StoredAttempt): void {
    const [id, percentage, passMark, points, started, finished, needsGrading, duration, student, list] = stored
    this.#arrays.reserve(row)
    const kind = this.#kinds.get(list) ?? this.#kindOf(list)
    this.#arrays.put('id', row, id)
    this.#arrays.put('student', row, this.students.numberOf(ofAccount(kind.account, student)))
    this.#arrays.put('test', row, kind.test)
    this.#arrays.put('source', row, kind.source)
    this.#arrays.put('percentage', row, percentage ?? none)
    this.#arrays.put('passMark', row, passMark ?? none)
    this.#arrays.put('points', row, points === null ? none : Math.round(points * 1000))
    this.#arrays.put('started', row, started)
    this.#arrays.put('finished', row, finished)
    this.#arrays.put('needsGrading', row, needsGrading ?? 0)
    this.#arrays.put('counts', row, kind.counts)
    this.#arrays.put('duration', row, duration ?? none)
    this.#arrays.put('isHere', row, 1)
    this.#changed(kind.test)
  }

  #changed(test: number): void {
    this.changes[test] = (this.changes[test] ?? 0) + 1
  }

  #putTexts([id, name, account, code]: StoredTexts): void {
    const row = this.rowOf(id)
    if (row === -1) return
    // What was not read before is no change.
    const put = row < this.#withTexts ? 'put' : 'fill'
    this.#arrays[put]('name', row, this.names.numberOf(name))
    this.#arrays[put]('code', row, this.codes.numberOf(code === null || code === '' ? '' : ofAccount(account, code)))
  }

  #kindOf(list: string): Kind {
    const [account, testId, feed, sourceId, status, testType]: KindFacts = JSON.parse(list)
    const kind: Kind = {
      account,
      test: this.tests.numberOf(ofAccount(account, testId)),
      source: this.sources.numberOf(ofAccount(account, `${feed} ${sourceId}`)),
      counts: isGradable({ status, testType }) ? 1 : 0,
    }
    this.#kinds.set(list, kind)
    return kind
  }
}
