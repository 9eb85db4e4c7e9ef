import type { GradebookColumn, GradebookSummary, GradebookTest, RowAverage } from '../../../shared/model/gradebook.ts'
import {
  type Average,
  averageOf,
  bandOf,
  type GradingRules,
  gradeOf,
  otherAverageKind,
  roundAverage,
} from '../../../shared/model/grading.ts'
import { compareRatios, toNumber } from '../../../shared/model/ratio.ts'
import type { GradedAttempts } from './attempts.ts'
import type { Cells } from './cells.ts'
import { CountedCells, type Overrides } from './counted-cells.ts'
import { statisticsIn } from './statistics.ts'

/** A gradebook reckoned: what counts in its cells, and what that comes to. Rows are made when asked for. */
export class GradebookModel extends CountedCells {
  readonly #rules: GradingRules
  readonly #averages: (Average | undefined)[] = []
  #summary: GradebookSummary | null = null

  constructor(values: GradedAttempts['values'], chosen: Cells, rules: GradingRules, overrides: Overrides) {
    super(values, chosen, rules, overrides)
    this.#rules = rules
  }

  /** A student's exact average under the rules. */
  averageOf(student: number): Average {
    const average = this.#averages[student] ?? this.#reckoned(student, this.#rules)
    this.#averages[student] = average
    return average
  }

  #reckoned(student: number, rules: GradingRules): Average {
    const { places, scores } = this.weighedScores(student, rules.average === 'points-weighted')
    const { mean, dropped } = averageOf(scores, rules)
    return { mean, dropped: dropped.map((place) => places[place] as number) }
  }

  /** What a student's row holds besides names. */
  row(student: number) {
    const cells = this.tests.map((_, test) => this.cell(student, test))
    const { mean, dropped } = this.averageOf(student)
    const other = { ...this.#rules, average: otherAverageKind(this.#rules.average) }
    return {
      cells,
      taken: cells.filter((cell) => cell !== null && !cell.excused && cell.score !== null).length,
      outOf: cells.filter((cell, test) => !cell?.excused && this.couldTake(student, test)).length,
      passed: cells.filter((cell) => cell !== null && !cell.excused && cell.passed === true).length,
      average: this.#shown(mean),
      otherAverage: this.#shown(this.#reckoned(student, other).mean),
      dropped,
      grade: this.gradeOf(student),
    }
  }

  /** A student's average as the grade is looked up from it. */
  shownAverage(student: number): RowAverage {
    return this.#shown(this.averageOf(student).mean)
  }

  #shown(mean: Average['mean']): RowAverage {
    if (mean === null) return { mean: null, rounded: null }
    return { mean: toNumber(mean), rounded: roundAverage(mean, this.#rules.places) }
  }

  gradeOf(student: number, scale = this.#rules.scale): string {
    const { mean } = this.averageOf(student)
    const { places } = this.#rules
    return mean === null ? '' : gradeOf(roundAverage(mean, places), places, scale)
  }

  /** How many students have each grade, in the order of the scale. */
  grades(scale = this.#rules.scale): GradebookSummary['grades'] {
    const grades = new Map(scale?.bands.map(({ grade }) => [grade, 0]))
    if (scale !== null) {
      for (let student = 0; student < this.students; student++) {
        const grade = this.gradeOf(student, scale)
        if (grade !== '') grades.set(grade, (grades.get(grade) ?? 0) + 1)
      }
    }
    return [...grades].map(([grade, students]) => ({ grade, students }))
  }

  summary(): GradebookSummary {
    this.#summary ??= this.#summarised()
    return this.#summary
  }

  #summarised(): GradebookSummary {
    return { students: this.students, attempts: this.attempts, tests: this.#columns(), grades: this.grades() }
  }

  #columns(): GradebookColumn[] {
    const isDropped = (student: number, test: number): boolean =>
      this.#rules.dropLowest > 0 && this.averageOf(student).dropped.includes(test)
    return this.talliesByTest(isDropped).map(({ scores, counts }, place) => ({
      ...(this.tests[place] as GradebookTest),
      ...counts,
      ...statisticsIn(scores),
    }))
  }

  /** The sign of the difference between two students' scores at a test; those without one come last. */
  compareScores(test: number, a: number, b: number): number {
    const [one, other] = [a, b].map((student) => this.scoreOf(student, test))
    if (!one || !other) return Number(!one) - Number(!other)
    return one.sum * other.of - other.sum * one.of
  }

  /** As `compareScores`, of averages. */
  compareAverages(a: number, b: number): number {
    const [one, other] = [this.averageOf(a).mean, this.averageOf(b).mean]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return compareRatios(one, other)
  }

  /**
   * Compares grades by their order in the scale, those of one grade by the average, which falls in that order too;
   * those without an average come last both ways.
   */
  compareGrades(a: number, b: number, way: number): number {
    const { scale, places } = this.#rules
    if (scale === null) return 0
    const [one, other] = [this.averageOf(a).mean, this.averageOf(b).mean]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    const band = (mean: NonNullable<Average['mean']>): number => bandOf(roundAverage(mean, places), places, scale)
    return way * (band(one) - band(other) || compareRatios(other, one))
  }

  /** Whether averages are taken over a test: it has a weight, and is no extra credit. */
  isWeighed(test: number): boolean {
    const { weight, extraCredit } = this.testRules[test] ?? {}
    return weight !== 0 && extraCredit !== true
  }
}
