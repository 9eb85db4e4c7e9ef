import type { GradebookTest } from '../../../shared/model/gradebook.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { none } from './attempt-arrays.ts'
import type { GradedAttempts } from './attempts.ts'

/** A test chosen as a column. */
export type ChosenTest = Pick<GradebookTest, 'account' | 'testId' | 'name'>

/** What was chosen: rows of `GradedAttempts` with their cells. */
interface ChosenAttempts {
  /** The account of each student: a test of another account is nothing that a student could have taken. */
  readonly accounts: readonly string[]
  readonly tests: readonly ChosenTest[]
  readonly rows: Uint32Array
  readonly cellOf: Uint32Array
}

/** Attempts by cell; a cell is `student * tests + test`. */
export interface Cells extends Pick<ChosenAttempts, 'accounts' | 'tests'> {
  /** Rows of attempts, each cell's together and in the order they were made. */
  readonly order: Uint32Array
  /** Where in `order` each cell begins, and at last where they end. */
  readonly starts: Uint32Array
  /** By test. */
  readonly marks: readonly Marks[]
}

/** What attempts at a test say of its pass mark and points, whatever the rules are. */
type Marks = Pick<GradebookTest, 'passMark' | 'mixedPassMarks' | 'mixedPoints'>

/** Compares rows of attempts by when they were made: by finish, then start; two of one moment by their ids. */
export function rowsByTime({ id, started, finished }: GradedAttempts['values']): (a: number, b: number) => number {
  return (a, b) =>
    (finished[a] as number) - (finished[b] as number) ||
    (started[a] as number) - (started[b] as number) ||
    (id[a] as number) - (id[b] as number)
}

/**
 * Sorts attempts into cells by counting, and within each in the order they were made. The first gradebook of a process
 * runs before any of this is compiled well, so the loops call nothing.
 */
export function cellsOf(values: GradedAttempts['values'], chosen: ChosenAttempts): Cells {
  const { rows, cellOf, accounts, tests } = chosen
  const { finished } = values
  const cells = accounts.length * tests.length
  const starts = new Uint32Array(cells + 1)
  for (let at = 0; at < rows.length; at++) {
    const cell = (cellOf[at] as number) + 1
    starts[cell] = (starts[cell] as number) + 1
  }
  for (let cell = 0; cell < cells; cell++) starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number)
  const order = new Uint32Array(rows.length)
  const next = starts.slice(0, cells)
  for (let at = 0; at < rows.length; at++) {
    const cell = cellOf[at] as number
    const place = next[cell] as number
    order[place] = rows[at] as number
    next[cell] = place + 1
  }
  const byTime = rowsByTime(values)
  for (let cell = 0; cell < cells; cell++) {
    const [from, until] = [starts[cell] as number, starts[cell + 1] as number]
    if (until - from < 2) continue
    const [first, second] = [order[from] as number, order[from + 1] as number]
    const difference = (finished[first] as number) - (finished[second] as number)
    if (until - from > 2 || difference === 0) sortPart(order, from, until, byTime)
    else if (difference > 0) {
      order[from] = second
      order[from + 1] = first
    }
  }
  return { accounts, tests, order, starts, marks: marksOf(values, chosen) }
}

/** Each test's pass mark, and whether its attempts differ in that or in the points they were out of. */
function marksOf(values: GradedAttempts['values'], { tests, rows, cellOf }: ChosenAttempts): Marks[] {
  const { passMark, points, finished } = values
  const byTime = rowsByTime(values)
  const count = tests.length
  const newest = new Int32Array(count).fill(-1)
  // 0 where there is no mark, `none` where the points are not known.
  const firstMark = new Int32Array(count).fill(-1)
  const firstPoints = new Float64Array(count).fill(none)
  const mixedPassMarks = new Uint8Array(count)
  const mixedPoints = new Uint8Array(count)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const test = (cellOf[at] as number) % count
    const own = passMark[row] as number
    const mark = own < 0 ? 0 : own
    if (firstMark[test] === -1) firstMark[test] = mark
    else if (mark !== firstMark[test]) mixedPassMarks[test] = 1
    const outOf = points[row] as number
    if (firstPoints[test] === none) firstPoints[test] = outOf
    else if (outOf !== none && outOf !== firstPoints[test]) mixedPoints[test] = 1
    const before = newest[test] as number
    const later = before === -1 ? 1 : (finished[row] as number) - (finished[before] as number)
    if (later > 0 || (later === 0 && byTime(row, before) > 0)) newest[test] = row
  }
  return tests.map((_, test) => ({
    passMark: markAt(passMark, newest[test] as number),
    mixedPassMarks: mixedPassMarks[test] === 1,
    mixedPoints: mixedPoints[test] === 1,
  }))
}

function markAt(passMarks: GradedAttempts['values']['passMark'], row: number): Tenths | null {
  const mark = row === -1 ? 0 : (passMarks[row] as number)
  return mark > 0 ? (mark as Tenths) : null
}

/** From how many on the array's own sorting is the faster one. */
const many = 32

/** Sorts a part of an array in place: most have two or three attempts, and most of these stand in order. */
export function sortPart(
  order: Uint32Array,
  from: number,
  until: number,
  compare: (a: number, b: number) => number,
): void {
  if (until - from >= many) {
    order.subarray(from, until).sort(compare)
    return
  }
  for (let at = from + 1; at < until; at++) {
    const row = order[at] as number
    let place = at
    for (; place > from && compare(order[place - 1] as number, row) > 0; place--)
      order[place] = order[place - 1] as number
    order[place] = row
  }
}
