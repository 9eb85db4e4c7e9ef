import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type {
  GradebookCell,
  GradebookColumn,
  GradebookSummary,
  GradebookTest,
  Override,
  RowAverage,
} from '../../../shared/model/gradebook.ts'
import {
  type Average,
  averageOf,
  type GradingRules,
  gradeOf,
  isPassed,
  roundAverage,
  type Score,
  type TestRules,
  testKeyOf,
  type WeighedScore,
} from '../../../shared/model/grading.ts'
import { compareRatios, toNumber } from '../../../shared/model/ratio.ts'
import { type GradedAttempts, none } from './attempts.ts'
import type { Cells } from './cells.ts'
import { marksOf } from './marks.ts'
import { statisticsOf } from './statistics.ts'

/** By the place of a student and of a test: `student * tests + test`. */
export type Overrides = ReadonlyMap<number, Override>

/**
 * The cells of a gradebook, reckoned. Scores stand in arrays by `student * tests + test`; rows are made when asked for.
 */
export class GradebookModel {
  readonly students: number
  readonly tests: readonly GradebookTest[]
  readonly attempts: number
  readonly #values: GradedAttempts['values']
  readonly #rules: GradingRules
  readonly #testRules: readonly TestRules[]
  readonly #overrides: Overrides
  /** Rows of attempts by cell, each cell's in the order they were made; `#starts` says where a cell begins. */
  readonly #order: Uint32Array
  readonly #starts: Uint32Array
  /** Rows that count, by cell: the single one; where several count, all of the cell's. -1 where none. */
  readonly #counted: Int32Array
  readonly #sums: Int32Array
  readonly #ofs: Int32Array
  readonly #averages: (Average | undefined)[] = []

  constructor(values: GradedAttempts['values'], chosen: Cells, rules: GradingRules, overrides: Overrides) {
    this.students = chosen.students
    this.attempts = chosen.order.length
    this.#values = values
    this.#rules = rules
    this.#testRules = chosen.tests.map((test) => rules.tests[testKeyOf(test)] ?? {})
    this.#overrides = overrides
    this.#order = chosen.order
    this.#starts = chosen.starts
    const cells = chosen.students * chosen.tests.length
    this.#counted = new Int32Array(cells).fill(-1)
    this.#sums = new Int32Array(cells)
    this.#ofs = new Int32Array(cells)
    for (let cell = 0; cell < cells; cell++) this.#count(cell)
    this.tests = chosen.tests.map((test, place) => {
      return { ...test, ...marksOf(values, chosen, place, this.#testRules[place] ?? {}) }
    })
  }

  /** Finds what counts in a cell and adds it up. */
  #count(cell: number): void {
    const [from, until] = [this.#starts[cell] as number, this.#starts[cell + 1] as number]
    if (from === until) return
    const override = this.#overrides.get(cell)
    if (override?.kind === 'excused') return
    const chosen = override === undefined ? -1 : this.#rowOf(override.resultId, from, until)
    const row = chosen === -1 ? this.#byPolicy(this.#policyOf(cell), from, until) : chosen
    this.#counted[cell] = row
    for (let at = from; at < until; at++) {
      const each = this.#order[at] as number
      const percentage = this.#values.percentage[each] as number
      if ((each !== row && row !== several) || percentage === none) continue
      this.#sums[cell] = (this.#sums[cell] as number) + percentage
      this.#ofs[cell] = (this.#ofs[cell] as number) + 1
    }
  }

  #policyOf(cell: number): AttemptPolicy {
    return this.#testRules[cell % this.#testRules.length]?.policy ?? this.#rules.policy
  }

  #rowOf(id: number, from: number, until: number): number {
    for (let at = from; at < until; at++) {
      const row = this.#order[at] as number
      if (this.#values.id[row] === id) return row
    }
    return -1
  }

  /** The row that counts under a policy, as `countedAttempts` says it; `several` where all do. */
  #byPolicy(policy: AttemptPolicy, from: number, until: number): number {
    if (policy === 'first') return this.#order[from] as number
    if (policy === 'last') return this.#order[until - 1] as number
    if (policy === 'average') return until - from === 1 ? (this.#order[from] as number) : several
    let best = this.#order[from] as number
    for (let at = from + 1; at < until; at++) {
      const row = this.#order[at] as number
      // No percentage is the least number there is, so it never wins.
      if ((this.#values.percentage[row] as number) > (this.#values.percentage[best] as number)) best = row
    }
    return best
  }

  #scoreOf(cell: number): Score | null {
    const of = this.#ofs[cell] as number
    return of === 0 ? null : { sum: this.#sums[cell] as number, of }
  }

  /** The rows of attempts of a cell, in the order they were made. */
  attemptsOf(student: number, test: number): Uint32Array {
    const cell = student * this.#testRules.length + test
    return this.#order.subarray(this.#starts[cell], this.#starts[cell + 1])
  }

  /** Whether an attempt of a cell counts. */
  isCounted(student: number, test: number, row: number): boolean {
    const counted = this.#counted[student * this.#testRules.length + test]
    return counted === row || counted === several
  }

  cell(student: number, test: number): GradebookCell {
    const cell = student * this.#testRules.length + test
    const override = this.#overrides.get(cell)
    const rows = this.attemptsOf(student, test)
    if (override?.kind === 'excused') return { excused: true, reason: override.reason, attempts: rows.length }
    if (rows.length === 0) return null
    const score = this.#scoreOf(cell)
    const counted = this.#counted[cell] as number
    const id = counted === several ? null : (this.#values.id[counted] as number)
    return {
      score,
      attempts: rows.length,
      countedId: id,
      reason: override !== undefined && override.resultId === id ? override.reason : null,
      provisional: this.#isProvisional(cell),
      passed: score && isPassed(score, this.tests[test]?.passMark ?? null),
    }
  }

  #isProvisional(cell: number): boolean {
    const counted = this.#counted[cell] as number
    if (counted >= 0) return this.#values.needsGrading[counted] === 1
    if (counted !== several) return false
    for (let at = this.#starts[cell] as number; at < (this.#starts[cell + 1] as number); at++) {
      if (this.#values.needsGrading[this.#order[at] as number] === 1) return true
    }
    return false
  }

  /** The places of a student's tests with a score, and those scores with what weighs them. */
  #scoresOf(student: number): { readonly places: readonly number[]; readonly scores: readonly WeighedScore[] } {
    const [places, scores]: [number[], WeighedScore[]] = [[], []]
    for (const [test, rules] of this.#testRules.entries()) {
      const cell = student * this.#testRules.length + test
      const of = this.#ofs[cell] as number
      if (of === 0) continue
      places.push(test)
      scores.push({ sum: this.#sums[cell] as number, of, rules, points: this.#pointsOf(cell) })
    }
    return { places, scores }
  }

  /** Points a cell's score was out of, in thousandths: of several attempts, the mean of those that are known. */
  #pointsOf(cell: number): number | null {
    const counted = this.#counted[cell] as number
    const { points } = this.#values
    if (counted >= 0) return points[counted] === none ? null : (points[counted] as number)
    let [sum, of] = [0, 0]
    for (let at = this.#starts[cell] as number; at < (this.#starts[cell + 1] as number); at++) {
      const each = points[this.#order[at] as number] as number
      if (each === none) continue
      sum += each
      of++
    }
    return of === 0 ? null : Math.round(sum / of)
  }

  /** A student's exact average under the rules. */
  averageOf(student: number): Average {
    const average = this.#averages[student] ?? this.#reckoned(student, this.#rules)
    this.#averages[student] = average
    return average
  }

  #reckoned(student: number, rules: GradingRules): Average {
    const { places, scores } = this.#scoresOf(student)
    const { mean, dropped } = averageOf(scores, rules)
    return { mean, dropped: dropped.map((place) => places[place] as number) }
  }

  /** What a student's row holds besides names. */
  row(student: number) {
    const cells = this.tests.map((_, test) => this.cell(student, test))
    const { mean, dropped } = this.averageOf(student)
    const other = this.#rules.average === 'mean-of-percents' ? 'points-weighted' : 'mean-of-percents'
    return {
      cells,
      taken: cells.filter((cell) => cell !== null && !cell.excused && cell.score !== null).length,
      outOf: cells.filter((cell) => !cell?.excused).length,
      passed: cells.filter((cell) => cell !== null && !cell.excused && cell.passed === true).length,
      average: this.#shown(mean),
      otherAverage: this.#shown(this.#reckoned(student, { ...this.#rules, average: other }).mean),
      dropped,
      grade: this.gradeOf(student),
    }
  }

  #shown(mean: Average['mean']): RowAverage {
    if (mean === null) return { mean: null, rounded: null }
    return { mean: toNumber(mean), rounded: roundAverage(mean, this.#rules.places) }
  }

  gradeOf(student: number): string {
    const { mean } = this.averageOf(student)
    const { places, scale } = this.#rules
    return mean === null ? '' : gradeOf(roundAverage(mean, places), places, scale)
  }

  summary(): GradebookSummary {
    const { scale } = this.#rules
    const grades = new Map(scale?.bands.map(({ grade }) => [grade, 0]))
    if (scale !== null) {
      for (let student = 0; student < this.students; student++) {
        const grade = this.gradeOf(student)
        if (grade !== '') grades.set(grade, (grades.get(grade) ?? 0) + 1)
      }
    }
    return {
      students: this.students,
      attempts: this.attempts,
      tests: this.tests.map((_, place) => this.#columnOf(place)),
      grades: [...grades].map(([grade, students]) => ({ grade, students })),
    }
  }

  #columnOf(place: number): GradebookColumn {
    const test = this.tests[place] as GradebookTest
    const scores: Score[] = []
    const counts = { passed: 0, marked: 0, excused: 0, notTaken: 0, provisional: 0 }
    for (let student = 0; student < this.students; student++) {
      const cell = student * this.tests.length + place
      const score = this.#scoreOf(cell)
      if (this.#overrides.get(cell)?.kind === 'excused') counts.excused++
      else if (this.#starts[cell] === this.#starts[cell + 1]) counts.notTaken++
      if (score === null) continue
      scores.push(score)
      const passed = isPassed(score, test.passMark)
      if (passed !== null) counts.marked++
      if (passed) counts.passed++
      if (this.#isProvisional(cell)) counts.provisional++
    }
    return { ...test, ...counts, ...statisticsOf(scores) }
  }

  /** The sign of the difference between two students' scores at a test; those without one come last. */
  compareScores(test: number, a: number, b: number): number {
    const [one, other] = [a, b].map((student) => this.#scoreOf(student * this.tests.length + test))
    if (!one || !other) return Number(!one) - Number(!other)
    return one.sum * other.of - other.sum * one.of
  }

  /** As `compareScores`, of averages. */
  compareAverages(a: number, b: number): number {
    const [one, other] = [this.averageOf(a).mean, this.averageOf(b).mean]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return compareRatios(one, other)
  }

  hasScore(student: number, test: number): boolean {
    return this.#ofs[student * this.tests.length + test] !== 0
  }

  takenBy(student: number): number {
    const from = student * this.tests.length
    return this.#ofs.subarray(from, from + this.tests.length).reduce((taken, of) => taken + Number(of > 0), 0)
  }
}

/** In place of a row: all attempts of the cell count. */
const several = -2
