import type { GradedAttempts } from '../gradebook/attempts.ts'
import { rowsByTime } from '../gradebook/cells.ts'

/** The attempts at one test, each student's together and in the order they were made. */
export interface TestAttempts {
  /** Rows of `GradedAttempts`. */
  readonly rows: Uint32Array
  /** Where in `rows` each student begins, and at last where they end. */
  readonly starts: Uint32Array
}

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
    const [from, until] = [starts[place] as number, starts[place + 1] as number]
    if (until - from > 1) order.subarray(from, until).sort(byTime)
  }
  return { rows: order, starts }
}

/** The rows that count, by the number of their test. @param isWanted all where it is left out */
export function rowsByTest(attempts: GradedAttempts, isWanted?: (row: number) => boolean): Uint32Array[] {
  const { values, count, tests } = attempts
  const counted = (row: number): boolean => values.counts[row] === 1 && (isWanted?.(row) ?? true)
  const sizes = new Uint32Array(tests.count)
  for (let row = 0; row < count; row++) {
    if (counted(row)) sizes[values.test[row] as number] = (sizes[values.test[row] as number] as number) + 1
  }
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  const next = new Uint32Array(sizes.length)
  for (let row = 0; row < count; row++) {
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
  readonly #known = new Map<number, { readonly changes: number; readonly attempts: TestAttempts }>()

  constructor(attempts: GradedAttempts) {
    this.#attempts = attempts
  }

  /** @param test its number among `GradedAttempts.tests` */
  of(test: number): TestAttempts {
    const attempts = this.#attempts
    if (attempts.revision !== this.#revision) {
      this.#rows = rowsByTest(attempts)
      this.#revision = attempts.revision
    }
    const changes = attempts.changes[test] ?? 0
    const known = this.#known.get(test)
    if (known?.changes === changes) return known.attempts
    const own = byStudent(attempts, this.#rows[test] ?? new Uint32Array(0))
    this.#known.set(test, { changes, attempts: own })
    return own
  }
}
