import type { Tenths } from '../../../shared/model/result-values.ts'
import type { TestFigures, TestPolicy } from '../../../shared/model/test-figures.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { statisticsOf } from '../gradebook/statistics.ts'
import type { PageValues, TestAttempts } from './attempts-by-test.ts'
import { type CountedScores, countedScores } from './counted-scores.ts'

/** What the attempts at a test come to under a policy. */
export const testFigures = (values: PageValues, attempts: TestAttempts, policy: TestPolicy): TestFigures =>
  figuresOf(values, attempts, countedScores(values, attempts, policy))

/** As `testFigures`, of scores that are known already. */
export function figuresOf(values: PageValues, attempts: TestAttempts, scores: CountedScores): TestFigures {
  const { n, ...statistics } = statisticsOf(scores)
  const [marks, needsGrading, last] = marksAndTimes(values, attempts.rows)
  const [passed, marked] = passedOf(values, scores)
  return {
    students: attempts.starts.length - 1,
    attempts: attempts.rows.length,
    counted: n,
    ...statistics,
    passMark: mostCommon(marks),
    mixedPassMarks: marks.size > 1,
    marked,
    passed,
    needsGrading,
    provisional: sumOf(scores.provisional),
    lastFinished: last === -Infinity ? null : unixSeconds(last),
  }
}

/** How many attempts have each pass mark (0 stands for none), how many are to be graded, and when the last ended. */
function marksAndTimes(
  { passMark, needsGrading, finished }: PageValues,
  rows: Uint32Array,
): [marks: ReadonlyMap<number, number>, needsGrading: number, last: number] {
  const marks = new Map<number, number>()
  let [toGrade, last, mark, times] = [0, -Infinity, 0, 0]
  const add = (): unknown => times > 0 && marks.set(mark, (marks.get(mark) ?? 0) + times)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const own = Math.max(0, passMark[row] as number)
    if (own !== mark) {
      add()
      mark = own
      times = 0
    }
    times++
    toGrade += needsGrading[row] as number
    if ((finished[row] as number) > last) last = finished[row] as number
  }
  add()
  return [marks, toGrade, last]
}

function mostCommon(marks: ReadonlyMap<number, number>): Tenths | null {
  const [first] = [...marks].filter(([mark]) => mark > 0).toSorted(([a, n], [b, m]) => m - n || b - a)
  return first === undefined ? null : (first[0] as Tenths)
}

/** Whether a score reaches the pass mark of its own attempt; null where that has none. */
export function isPassedAt(
  { passMark }: PageValues,
  { rows, sums, ofs }: CountedScores,
  place: number,
): boolean | null {
  const mark = passMark[rows[place] as number] as number
  return mark <= 0 ? null : (sums[place] as number) >= mark * (ofs[place] as number)
}

/** As `isPassedAt` of each. */
function passedOf({ passMark }: PageValues, { rows, sums, ofs }: CountedScores): [passed: number, marked: number] {
  let [passed, marked] = [0, 0]
  for (let place = 0; place < rows.length; place++) {
    const mark = passMark[rows[place] as number] as number
    if (mark <= 0) continue
    marked++
    if ((sums[place] as number) >= mark * (ofs[place] as number)) passed++
  }
  return [passed, marked]
}

function sumOf(numbers: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < numbers.length; at++) sum += numbers[at] as number
  return sum
}
