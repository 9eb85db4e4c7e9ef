import type { TestPolicy } from '../../../shared/model/test-figures.ts'
import { grouped } from '../arrays/sorting.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import { rowByPolicy, several } from '../gradebook/counting.ts'
import { placesInOrder, type ScoreArrays, scoresAt } from '../gradebook/statistics.ts'
import type { PageValues, TestAttempts } from './attempts-by-test.ts'

/** The scores that count at a test, the least first. */
export interface CountedScores extends ScoreArrays {
  /** The row of each score; of an average that of the student's last attempt. */
  readonly rows: Uint32Array
  /** Whether an attempt behind the score still needs grading. */
  readonly provisional: Uint8Array
}

/** The scores that count under a policy: those of attempts without a percentage are left out. */
export function countedScores(values: PageValues, { rows, starts }: TestAttempts, policy: TestPolicy): CountedScores {
  const most = policy === 'all' ? rows.length : starts.length - 1
  const counted = {
    sums: new Float64Array(most),
    ofs: new Float64Array(most),
    rows: new Uint32Array(most),
    provisional: new Uint8Array(most),
  }
  let n = 0
  const add = (row: number, sum: number, of: number, isProvisional: boolean): void => {
    if (of === 0) return
    counted.sums[n] = sum
    counted.ofs[n] = of
    counted.rows[n] = row
    counted.provisional[n] = isProvisional ? 1 : 0
    n++
  }
  const addOne = (row: number): void => {
    const percentage = values.percentage[row] as number
    add(row, percentage, percentage === none ? 0 : 1, values.needsGrading[row] === 1)
  }
  const addMean = (from: number, until: number): void => {
    let [sum, of, isProvisional] = [0, 0, false]
    for (let at = from; at < until; at++) {
      const row = rows[at] as number
      if (values.needsGrading[row] === 1) isProvisional = true
      if (values.percentage[row] === none) continue
      sum += values.percentage[row] as number
      of++
    }
    add(rows[until - 1] as number, sum, of, isProvisional)
  }
  if (policy === 'all') for (let at = 0; at < rows.length; at++) addOne(rows[at] as number)
  else {
    for (let student = 0; student + 1 < starts.length; student++) {
      const [from, until] = [starts[student] as number, starts[student + 1] as number]
      const row = rowByPolicy(values, { order: rows, from, until }, policy)
      if (row === several) addMean(from, until)
      else addOne(row)
    }
  }
  const scores = { sums: counted.sums.subarray(0, n), ofs: counted.ofs.subarray(0, n) }
  const places = placesInOrder(scores)
  const inOrder = { ...scoresAt(scores, places), rows: new Uint32Array(n), provisional: new Uint8Array(n) }
  for (let at = 0; at < n; at++) {
    inOrder.rows[at] = counted.rows[places[at] as number] as number
    inOrder.provisional[at] = counted.provisional[places[at] as number] as number
  }
  return inOrder
}

/** Splits scores by a number below `groups` that each row has, by counting: those of each stay in order. */
export function scoresBy(scores: CountedScores, groups: number, groupOf: (row: number) => number): ScoreArrays[] {
  const { rows } = scores
  const own = new Uint32Array(rows.length)
  for (let place = 0; place < rows.length; place++) own[place] = groupOf(rows[place] as number)
  const { places, starts } = grouped(own, groups)
  const split = scoresAt(scores, places)
  return Array.from({ length: groups }, (_, group) => ({
    sums: split.sums.subarray(starts[group], starts[group + 1]),
    ofs: split.ofs.subarray(starts[group], starts[group + 1]),
  }))
}
