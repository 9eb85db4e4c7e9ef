import type { GradebookTest } from '../../../shared/model/gradebook.ts'
import type { TestRules } from '../../../shared/model/grading.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { type GradedAttempts, none } from './attempts.ts'
import { type Cells, rowsByTime } from './cells.ts'

/** A test's pass mark, and whether its attempts differ in that or in the points they were out of. */
export function marksOf(
  values: GradedAttempts['values'],
  { accounts, tests, order, starts }: Cells,
  place: number,
  rules: TestRules,
): Pick<GradebookTest, 'passMark' | 'mixedPassMarks' | 'mixedPoints'> {
  const { passMark, points } = values
  const byTime = rowsByTime(values)
  // 0 where there is no mark, `none` where the points are not known.
  let [newest, firstMark, firstPoints] = [-1, -1, none]
  let [mixedPassMarks, mixedPoints] = [false, false]
  for (let student = 0; student < accounts.length; student++) {
    const cell = student * tests.length + place
    for (let at = starts[cell] as number; at < (starts[cell + 1] as number); at++) {
      const row = order[at] as number
      const mark = Math.max(0, passMark[row] as number)
      if (firstMark === -1) firstMark = mark
      else if (mark !== firstMark) mixedPassMarks = true
      const outOf = points[row] as number
      if (firstPoints === none) firstPoints = outOf
      else if (outOf !== none && outOf !== firstPoints) mixedPoints = true
      if (newest === -1 || byTime(row, newest) > 0) newest = row
    }
  }
  const own = rules.passMark
  const theirs = newest === -1 ? 0 : (passMark[newest] as number)
  const mark = own === undefined ? theirs : (own ?? 0)
  return {
    passMark: mark > 0 ? (mark as Tenths) : null,
    mixedPassMarks: mixedPassMarks && own === undefined,
    mixedPoints,
  }
}
