import type { GradedAttempts } from '../gradebook/attempts.ts'
import { rowsByTime } from '../gradebook/cells.ts'

/**
 * The attempts that can be graded, by student and test. Only what somebody took has a place: all students by all tests
 * would be too many.
 */
export interface Groups {
  /** Rows of attempts: those of a student together, within these of a test, and within these in the order they were made. */
  readonly order: Uint32Array
  /** Where in `order` each group begins, and at last where they end. */
  readonly starts: Uint32Array
  /** The student and the test of each group, by their numbers. */
  readonly students: Uint32Array
  readonly tests: Uint32Array
}

/** Rows worked through in one slice. */
export const perSlice = 20_000

/** Groups attempts by counting, in slices. */
export function* grouped(attempts: GradedAttempts): Generator<void, Groups> {
  const { values, count } = attempts
  const counted = new Uint32Array(count)
  let rows = 0
  for (let row = 0; row < count; row++) if (values.counts[row] === 1) counted[rows++] = row
  yield
  const byTest = yield* sortedBy(counted.subarray(0, rows), values.test, attempts.tests.count)
  const order = yield* sortedBy(byTest, values.student, attempts.students.count)
  const groups = yield* bounded(order, values)
  const byTime = rowsByTime(values)
  for (let group = 0; group + 1 < groups.starts.length; group++) {
    const [from, until] = [groups.starts[group] as number, groups.starts[group + 1] as number]
    if (until - from > 1 && !isInOrder(order, from, until, byTime)) order.subarray(from, until).sort(byTime)
    if (group % perSlice === 0) yield
  }
  return groups
}

/** The groups of an order, some of whose rows are left out. */
export function* narrowed(
  { order }: Pick<Groups, 'order'>,
  values: GradedAttempts['values'],
  isFound: (row: number) => boolean,
): Generator<void, Groups> {
  const left = new Uint32Array(order.length)
  let rows = 0
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number
    if (isFound(row)) left[rows++] = row
    if (at % perSlice === 0) yield
  }
  return yield* bounded(left.subarray(0, rows), values)
}

function isInOrder(order: Uint32Array, from: number, until: number, byTime: (a: number, b: number) => number): boolean {
  for (let at = from + 1; at < until; at++) if (byTime(order[at - 1] as number, order[at] as number) > 0) return false
  return true
}

/** Rows by a number that each has, those of one number as they stood. */
function* sortedBy(rows: Uint32Array, numbers: ArrayLike<number>, most: number): Generator<void, Uint32Array> {
  const next = new Uint32Array(most + 1)
  for (let at = 0; at < rows.length; at++) {
    const number = (numbers[rows[at] as number] as number) + 1
    next[number] = (next[number] as number) + 1
  }
  for (let number = 0; number < most; number++)
    next[number + 1] = (next[number + 1] as number) + (next[number] as number)
  yield
  const sorted = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const number = numbers[row] as number
    const place = next[number] as number
    sorted[place] = row
    next[number] = place + 1
    if (at % perSlice === 0) yield
  }
  return sorted
}

/** Finds where one group ends and the next begins. */
function* bounded(order: Uint32Array, { student, test }: GradedAttempts['values']): Generator<void, Groups> {
  const starts = new Uint32Array(order.length + 1)
  const [students, tests] = [new Uint32Array(order.length), new Uint32Array(order.length)]
  let groups = 0
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number
    const [ofStudent, ofTest] = [student[row] as number, test[row] as number]
    if (groups === 0 || students[groups - 1] !== ofStudent || tests[groups - 1] !== ofTest) {
      starts[groups] = at
      students[groups] = ofStudent
      tests[groups++] = ofTest
    }
    if (at % perSlice === 0) yield
  }
  starts[groups] = order.length
  return {
    order,
    starts: starts.slice(0, groups + 1),
    students: students.slice(0, groups),
    tests: tests.slice(0, groups),
  }
}

/** For each student's number the row of the newest of all their results that are found; -1 where there is none. */
export function* newestRows(
  { values, count, students }: GradedAttempts,
  isFound: (row: number) => boolean = () => true,
): Generator<void, Int32Array> {
  const newest = new Int32Array(students.count).fill(-1)
  const byTime = rowsByTime(values)
  for (let row = 0; row < count; row++) {
    if (row % perSlice === 0) yield
    if (values.isHere[row] === 0 || !isFound(row)) continue
    const student = values.student[row] as number
    const before = newest[student] as number
    if (before < 0 || byTime(row, before) > 0) newest[student] = row
  }
  return newest
}
