import { type CheckOf, checkOf, type GradebookCheck } from '../../../../shared/model/gradebook-check.ts'
import { gradeOf, roundAverage, type Scale } from '../../../../shared/model/grading.ts'
import { compareRatios, type Ratio, ratio, times } from '../../../../shared/model/ratio.ts'
import type { Tenths } from '../../../../shared/model/result-values.ts'
import { none } from '../attempt-arrays.ts'
import { type Checked, cellAt, studentAt, testAt } from './checked.ts'

type Places<Kind extends GradebookCheck['kind']> = CheckOf<Kind>['places'][number][]

/** What scores may still change, what averages leave out, and which grades hang on a rounding. */
export function scoreChecks(checked: Checked): (GradebookCheck | null)[] {
  const { model, definition, order } = checked
  const isPointsWeighted = definition.rules.average === 'points-weighted'
  const toGrade: Places<'to-grade'> = []
  const withoutPoints = new Uint32Array(model.tests.length)
  const isWeighed = model.tests.map((_, test) => model.isWeighed(test))
  const counted = new Map<number, number>()
  for (const student of order) {
    let taken = 0
    for (const test of model.tests.keys()) {
      const score = model.hasScore(student, test)
      if (model.isProvisional(student, test))
        toGrade.push(cellAt(checked, student, test, openAttempts(checked, student, test)))
      if (isWeighed[test] && (score || model.isExcused(student, test))) taken++
      if (isPointsWeighted && score && !model.pointsOf(student, test))
        withoutPoints[test] = (withoutPoints[test] as number) + 1
    }
    if (model.averageOf(student).mean !== null) counted.set(student, taken)
  }
  const noPoints = [...withoutPoints.entries()]
    .filter(([, scores]) => scores > 0)
    .map(([test, scores]) => ({ test: testAt(checked, test), scores }))
  return [
    checkOf('to-grade', 'attention', toGrade),
    checkOf('no-points', 'attention', noPoints),
    checkOf('mixed-pass-marks', 'attention', mixedPassMarks(checked)),
    checkOf('mixed-points', isPointsWeighted ? 'attention' : 'note', mixedPoints(checked)),
    checkOf('fewer-tests', 'note', fewerTests(checked, counted)),
    checkOf('borderline', 'note', borderline(checked)),
  ]
}

/** The attempts of a cell that count and need grading. */
const openAttempts = ({ model, attempts: { values } }: Checked, student: number, test: number): readonly number[] =>
  [...model.attemptsOf(student, test)].filter(
    (row) => values.needsGrading[row] === 1 && model.isCounted(student, test, row),
  )

/** Students whose average counts fewer tests than those of half the others; an excused test is not missing. */
function fewerTests(checked: Checked, counted: ReadonlyMap<number, number>): Places<'fewer-tests'> {
  const accountOf = (student: number): string => checked.students[student]?.student.account ?? ''
  // Nobody takes the tests of another account.
  const byAccount = Map.groupBy(counted, ([student]) => accountOf(student))
  const usualIn = new Map(
    [...byAccount].map(([account, those]) => {
      const sorted = those.map(([, taken]) => taken).sort((a, b) => a - b)
      return [account, sorted[sorted.length >>> 1] ?? 0]
    }),
  )
  return [...counted]
    .map(([student, taken]) => ({ student, taken, usual: usualIn.get(accountOf(student)) ?? 0 }))
    .filter(({ taken, usual }) => taken < usual)
    .map(({ student, ...each }) => ({ student: studentAt(checked, student), ...each }))
}

/** Every attempt's value at a test, each once, rising. */
function valuesAt(
  { model, attempts: { values } }: Checked,
  test: number,
  of: 'points' | 'passMark',
): readonly number[] {
  const found = new Set<number>()
  for (let student = 0; student < model.students; student++)
    for (const row of model.attemptsOf(student, test)) found.add(values[of][row] as number)
  return [...found].sort((a, b) => a - b)
}

const mixedPoints = (checked: Checked): Places<'mixed-points'> =>
  [...checked.model.tests.entries()].flatMap(([place, { mixedPoints }]) => {
    // Where ClassMarker did not say the points, they did not change.
    const points = mixedPoints ? valuesAt(checked, place, 'points').filter((each) => each !== none) : []
    return points.length < 2 ? [] : [{ test: testAt(checked, place), points }]
  })

const mixedPassMarks = (checked: Checked): Places<'mixed-pass-marks'> =>
  [...checked.model.tests.entries()].flatMap(([place, { mixedPassMarks, passMark: used }]) => {
    const marks = mixedPassMarks ? valuesAt(checked, place, 'passMark') : []
    const known = marks.filter((mark) => mark > 0) as Tenths[]
    const passMarks = known.length < marks.length ? [...known, null] : known
    return passMarks.length < 2 ? [] : [{ test: testAt(checked, place), passMarks, used }]
  })

/** Averages whose grade the rounding changes, or that one step of it would give a better grade. */
function borderline(checked: Checked): Places<'borderline'> {
  const { places, scale } = checked.definition.rules
  if (scale === null) return []
  return checked.order.flatMap((student): Places<'borderline'> => {
    const { mean } = checked.model.averageOf(student)
    if (mean === null) return []
    const rounded = roundAverage(mean, places)
    const grade = gradeOf(rounded, places, scale)
    const facts = { student: studentAt(checked, student), rounded, places, grade }
    const [now, exact, next] = [
      bandOf(scale, (from) => rounded * 100 >= from * 10 ** places),
      bandOf(scale, (from) => isFrom(mean, from)),
      bandOf(scale, (from) => (rounded + 1) * 100 >= from * 10 ** places),
    ]
    const gradeAt = (band: number): string => scale.bands[band]?.grade ?? grade
    if (now !== exact) return [{ ...facts, how: now < exact ? 'lifted' : 'lowered', other: gradeAt(exact) }]
    return next < now ? [{ ...facts, how: 'below', other: gradeAt(next) }] : []
  })
}

/** Whether an average in tenths of a percent reaches a bound in hundredths. */
const isFrom = (mean: Ratio, from: number): boolean => compareRatios(times(mean, 10n), ratio(from)) >= 0

/** The place of a grade: the first band that is reached, else the last. */
function bandOf({ bands }: Scale, isReached: (from: number) => boolean): number {
  const place = bands.findIndex(({ from }) => isReached(from))
  return place === -1 ? bands.length - 1 : place
}
