import type { GradebookTest } from '../../../shared/model/gradebook.ts'
import type { TestRules } from '../../../shared/model/grading.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { none } from './attempt-arrays.ts'
import type { GradedAttempts } from './attempts.ts'
import { type Cells, rowsByTime } from './cells.ts'

type Marks = Pick<GradebookTest, 'passMark' | 'mixedPassMarks' | 'mixedPoints'>

/** Each test's pass mark, and whether its attempts differ in that or in the points they were out of. */
export function marksOf(
  values: GradedAttempts['values'],
  { tests, order, starts }: Cells,
  rules: readonly TestRules[],
): Marks[] {
  const { passMark, points } = values
  const byTime = rowsByTime(values)
  const count = tests.length
  const newest = new Int32Array(count).fill(-1)
  // 0 where there is no mark, `none` where the points are not known.
  const firstMark = new Int32Array(count).fill(-1)
  const firstPoints = new Float64Array(count).fill(none)
  const mixedPassMarks = new Uint8Array(count)
  const mixedPoints = new Uint8Array(count)
  for (let cell = 0; cell < starts.length - 1; cell++) {
    const test = cell % count
    for (let at = starts[cell] as number; at < (starts[cell + 1] as number); at++) {
      const row = order[at] as number
      const mark = Math.max(0, passMark[row] as number)
      if (firstMark[test] === -1) firstMark[test] = mark
      else if (mark !== firstMark[test]) mixedPassMarks[test] = 1
      const outOf = points[row] as number
      if (firstPoints[test] === none) firstPoints[test] = outOf
      else if (outOf !== none && outOf !== firstPoints[test]) mixedPoints[test] = 1
      const before = newest[test] as number
      if (before === -1 || byTime(row, before) > 0) newest[test] = row
    }
  }
  return rules.map(({ passMark: own }, test) => {
    const row = newest[test] as number
    const theirs = row === -1 ? 0 : (passMark[row] as number)
    const mark = own === undefined ? theirs : (own ?? 0)
    return {
      passMark: mark > 0 ? (mark as Tenths) : null,
      mixedPassMarks: mixedPassMarks[test] === 1 && own === undefined,
      mixedPoints: mixedPoints[test] === 1,
    }
  })
}
