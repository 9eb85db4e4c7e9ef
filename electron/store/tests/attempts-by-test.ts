import { type AttemptValues, valuesOfRows } from '../gradebook/attempt-arrays.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import { rowsByTime, sortPart } from '../gradebook/cells.ts'
import { SlicedWork } from '../slices.ts'
import { perSlice } from '../students/groups.ts'

/** The attempts at one test, each student's together and in the order they were made. */
export interface TestAttempts {
  /** Rows of `GradedAttempts`. */
  readonly rows: Uint32Array
  /** Where in `rows` each student begins, and at last where they end. */
  readonly starts: Uint32Array
}

/** What a page asks of each attempt. */
const pageFields = [
  'id',
  'student',
  'source',
  'code',
  'percentage',
  'passMark',
  'finished',
  'duration',
  'needsGrading',
] as const

export type PageValues = Pick<AttemptValues, (typeof pageFields)[number]>

/** The attempts at one test with values of their own: `attempts.rows` are places in `values`. */
export interface GatheredAttempts {
  readonly values: PageValues
  readonly attempts: TestAttempts
}

/** Tests whose values are gathered at a time: the one looked at, and the one before. */
const mostGathered = 2

/** Puts rows of one test in order, by counting. */
export function byStudent({ values, students }: GradedAttempts, rows: Uint32Array): TestAttempts {
  const placeOf = new Uint32Array(students.count)
  // Counts first: how many rows each student has, the students in the order they are met.
  const met: number[] = []
  for (const row of rows) {
    const student = values.student[row] as number
    if (placeOf[student] === 0) met.push(student)
    placeOf[student] = (placeOf[student] as number) + 1
  }
  const starts = new Uint32Array(met.length + 1)
  for (const [place, student] of met.entries()) {
    starts[place + 1] = (starts[place] as number) + (placeOf[student] as number)
    placeOf[student] = starts[place] as number
  }
  const order = new Uint32Array(rows.length)
  for (const row of rows) {
    const student = values.student[row] as number
    order[placeOf[student] as number] = row
    placeOf[student] = (placeOf[student] as number) + 1
  }
  const byTime = rowsByTime(values)
  for (let place = 0; place < met.length; place++) {
    sortPart(order, starts[place] as number, starts[place + 1] as number, byTime)
  }
  return { rows: order, starts }
}

/** Those of the attempts at a test that are wanted. */
export function attemptsWhere({ rows, starts }: TestAttempts, isWanted: (row: number) => boolean): TestAttempts {
  const left = { rows: new Uint32Array(rows.length), starts: new Uint32Array(starts.length) }
  let [students, count] = [0, 0]
  for (let student = 0; student + 1 < starts.length; student++) {
    const before = count
    for (let at = starts[student] as number; at < (starts[student + 1] as number); at++) {
      const row = rows[at] as number
      if (isWanted(row)) left.rows[count++] = row
    }
    if (count > before) left.starts[++students] = count
  }
  return { rows: left.rows.subarray(0, count), starts: left.starts.subarray(0, students + 1) }
}

/** The rows that count, by the number of their test, in slices. @param isWanted all where it is left out */
export function* rowsByTest(
  attempts: GradedAttempts,
  isWanted?: (row: number) => boolean,
): Generator<void, Uint32Array[]> {
  const { values, count, tests } = attempts
  const counted = (row: number): boolean => values.counts[row] === 1 && (isWanted?.(row) ?? true)
  const sizes = new Uint32Array(tests.count)
  for (let row = 0; row < count; row++) {
    if (row % perSlice === 0) yield
    if (counted(row)) sizes[values.test[row] as number] = (sizes[values.test[row] as number] as number) + 1
  }
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  const next = new Uint32Array(sizes.length)
  for (let row = 0; row < count; row++) {
    if (row % perSlice === 0) yield
    if (!counted(row)) continue
    const test = values.test[row] as number
    const own = rows[test] as Uint32Array
    own[next[test] as number] = row
    next[test] = (next[test] as number) + 1
  }
  return rows
}

/** All attempts that count by test, put in order when they are first asked for and again when some were touched. */
export class AttemptsByTest {
  readonly #attempts: GradedAttempts
  #revision = -1
  #rows: Uint32Array[] = []
  #task: { readonly revision: number; readonly rows: SlicedWork<Uint32Array[]> } | null = null
  readonly #known = new Map<number, { readonly changes: number; readonly attempts: TestAttempts }>()
  readonly #gathered = new Map<number, { readonly from: TestAttempts; readonly own: GatheredAttempts }>()

  constructor(attempts: GradedAttempts) {
    this.#attempts = attempts
  }

  /** Works one slice at what `of` needs of every test. @returns whether there is more to do */
  isPreparing(): boolean {
    const { revision } = this.#attempts
    if (revision === this.#revision) return false
    if (this.#task?.revision !== revision) this.#task = { revision, rows: new SlicedWork(rowsByTest(this.#attempts)) }
    if (this.#task.rows.work()) return true
    this.#rows = this.#task.rows.finish()
    this.#revision = revision
    this.#task = null
    return false
  }

  /** Whether `of` has nothing to put in order. */
  has(test: number): boolean {
    return this.#known.get(test)?.changes === (this.#attempts.changes[test] ?? 0)
  }

  /** @param test its number among `GradedAttempts.tests` */
  of(test: number): TestAttempts {
    const attempts = this.#attempts
    while (this.isPreparing());
    const changes = attempts.changes[test] ?? 0
    const known = this.#known.get(test)
    if (known?.changes === changes) return known.attempts
    const own = byStudent(attempts, this.#rows[test] ?? new Uint32Array(0))
    this.#known.set(test, { changes, attempts: own })
    return own
  }

  /**
   * As `of`, with the values of these attempts beside each other: a page goes through them dozens of times, and among all
   * attempts each lies far from the next. Names and codes have to be up to date.
   */
  gathered(test: number): GatheredAttempts {
    const from = this.of(test)
    const known = this.#gathered.get(test)
    if (known?.from === from) return known.own
    const own = this.#gather(from)
    this.#gathered.delete(test)
    if (this.#gathered.size >= mostGathered) this.#gathered.delete([...this.#gathered.keys()][0] ?? -1)
    this.#gathered.set(test, { from, own })
    return own
  }

  /** Gathers what the pages of the largest tests go through, one in a slice: that takes as long as all else of the first. */
  *gatheringLargest(): Generator<void, void> {
    while (this.isPreparing()) yield
    const sizeOf = (test: number): number => this.#rows[test]?.length ?? 0
    const largest = [...this.#rows.keys()].toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, mostGathered)
    // The largest last: those gathered first are the first to go.
    for (const test of largest.toReversed()) {
      yield
      this.gathered(test)
    }
  }

  /** Some of the attempts at a test, gathered but not kept. */
  some(test: number, most: number): GatheredAttempts {
    while (this.isPreparing());
    return this.#gather(byStudent(this.#attempts, (this.#rows[test] ?? new Uint32Array(0)).subarray(0, most)))
  }

  #gather({ rows, starts }: TestAttempts): GatheredAttempts {
    const places = new Uint32Array(rows.length)
    for (let at = 0; at < places.length; at++) places[at] = at
    return { values: valuesOfRows(this.#attempts.values, pageFields, rows), attempts: { rows: places, starts } }
  }
}
