import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { couldTake, type GradebookCell, type GradebookTest, type Override } from '../../../shared/model/gradebook.ts'
import { type GradingRules, isPassed, type Score, type TestRules, testKeyOf } from '../../../shared/model/grading.ts'
import { none } from './attempt-arrays.ts'
import type { GradedAttempts } from './attempts.ts'
import type { Cells } from './cells.ts'
import { rowByPolicy, rowOfResult, several } from './counting.ts'
import type { CellAttempt } from './whole-reading.ts'

/** By the place of a student and of a test: `student * tests + test`. */
export type Overrides = ReadonlyMap<number, Override>

/** What counts in each cell of a gradebook. Scores stand in arrays by `student * tests + test`. */
export class CountedCells {
  readonly students: number
  readonly tests: readonly GradebookTest[]
  readonly attempts: number
  readonly testRules: readonly TestRules[]
  readonly #values: GradedAttempts['values']
  readonly #policy: AttemptPolicy
  readonly #accounts: readonly string[]
  readonly #overrides: Overrides
  /** Rows of attempts by cell, each cell's in the order they were made; `#starts` says where a cell begins. */
  readonly #order: Uint32Array
  readonly #starts: Uint32Array
  /** Rows that count, by cell: the single one; where several count, all of the cell's. -1 where none. */
  readonly #counted: Int32Array
  readonly #sums: Int32Array
  readonly #ofs: Int32Array

  constructor(values: GradedAttempts['values'], chosen: Cells, rules: GradingRules, overrides: Overrides) {
    this.students = chosen.accounts.length
    this.#accounts = chosen.accounts
    this.attempts = chosen.order.length
    this.testRules = chosen.tests.map((test) => rules.tests[testKeyOf(test)] ?? {})
    this.#values = values
    this.#policy = rules.policy
    this.#overrides = overrides
    this.#order = chosen.order
    this.#starts = chosen.starts
    const cells = this.students * chosen.tests.length
    this.#counted = new Int32Array(cells).fill(-1)
    this.#sums = new Int32Array(cells)
    this.#ofs = new Int32Array(cells)
    for (let cell = 0; cell < cells; cell++) this.#count(cell)
    this.tests = chosen.tests.map((test, place) => {
      const marks = chosen.marks[place] as (typeof chosen.marks)[number]
      const { passMark: own } = this.testRules[place] as TestRules
      return { ...test, ...marks, ...(own !== undefined && { passMark: own || null, mixedPassMarks: false }) }
    })
  }

  couldTake(student: number, test: number): boolean {
    return couldTake({ account: this.#accounts[student] as string }, this.tests[test] as GradebookTest)
  }

  /** Finds what counts in a cell and adds it up. */
  #count(cell: number): void {
    const [from, until] = [this.#starts[cell] as number, this.#starts[cell + 1] as number]
    if (from === until) return
    const override = this.#overrides.get(cell)
    if (override?.kind === 'excused') return
    const own = { order: this.#order, from, until }
    const chosen = override === undefined ? -1 : rowOfResult(this.#values, own, override.resultId)
    const row = chosen === -1 ? rowByPolicy(this.#values, own, this.#policyOf(cell)) : chosen
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
    return this.testRules[cell % this.testRules.length]?.policy ?? this.#policy
  }

  /** Null where no attempt that counts has a percentage. */
  scoreOf(student: number, test: number): Score | null {
    const cell = student * this.testRules.length + test
    const of = this.#ofs[cell] as number
    return of === 0 ? null : { sum: this.#sums[cell] as number, of }
  }

  /** The rows of attempts of a cell, in the order they were made. */
  attemptsOf(student: number, test: number): Uint32Array {
    const cell = student * this.testRules.length + test
    return this.#order.subarray(this.#starts[cell], this.#starts[cell + 1])
  }

  /** The attempts of a cell with their rank, in the order they were made. */
  rankedOf(student: number, test: number): CellAttempt[] {
    const rows = this.attemptsOf(student, test)
    const best =
      rows.length === 0 ? -1 : rowByPolicy(this.#values, { order: rows, from: 0, until: rows.length }, 'best')
    return Array.from(rows, (row, place) => ({
      id: this.#values.id[row] as number,
      number: place + 1,
      first: place === 0,
      last: place === rows.length - 1,
      best: row === best,
      counts: this.isCounted(student, test, row),
    }))
  }

  /** Whether an attempt counts, by the id of its result, in every cell that the teacher decided. */
  decided(): Map<number, boolean> {
    const counts = new Map<number, boolean>()
    for (const cell of this.#overrides.keys()) {
      const [student, test] = [Math.floor(cell / this.testRules.length), cell % this.testRules.length]
      for (const row of this.attemptsOf(student, test))
        counts.set(this.#values.id[row] as number, this.isCounted(student, test, row))
    }
    return counts
  }

  /** Whether an attempt of a cell counts. */
  isCounted(student: number, test: number, row: number): boolean {
    const counted = this.#counted[student * this.testRules.length + test]
    return counted === row || counted === several
  }

  cell(student: number, test: number): GradebookCell {
    const cell = student * this.testRules.length + test
    const override = this.#overrides.get(cell)
    const rows = this.attemptsOf(student, test)
    if (override?.kind === 'excused') return { excused: true, reason: override.reason, attempts: rows.length }
    if (rows.length === 0) return null
    const score = this.scoreOf(student, test)
    const counted = this.#counted[cell] as number
    const id = counted === several ? null : (this.#values.id[counted] as number)
    return {
      score,
      attempts: rows.length,
      countedId: id,
      reason: override !== undefined && override.resultId === id ? override.reason : null,
      provisional: this.isProvisional(student, test),
      passed: score && isPassed(score, this.tests[test]?.passMark ?? null),
    }
  }

  /** Whether an attempt that counts in a cell needs grading. */
  isProvisional(student: number, test: number): boolean {
    const cell = student * this.testRules.length + test
    const counted = this.#counted[cell] as number
    if (counted >= 0) return this.#values.needsGrading[counted] === 1
    if (counted !== several) return false
    for (let at = this.#starts[cell] as number; at < (this.#starts[cell + 1] as number); at++) {
      if (this.#values.needsGrading[this.#order[at] as number] === 1) return true
    }
    return false
  }

  /** Points a cell's score was out of, in thousandths: of several attempts, the mean of those that are known. */
  pointsOf(student: number, test: number): number | null {
    const cell = student * this.testRules.length + test
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

  hasScore(student: number, test: number): boolean {
    return this.#ofs[student * this.tests.length + test] !== 0
  }

  hasAttempts(student: number, test: number): boolean {
    const cell = student * this.tests.length + test
    return this.#starts[cell] !== this.#starts[cell + 1]
  }

  isExcused(student: number, test: number): boolean {
    return this.#overrides.get(student * this.tests.length + test)?.kind === 'excused'
  }

  /** Tests with a score. */
  takenBy(student: number): number {
    const from = student * this.tests.length
    return this.#ofs.subarray(from, from + this.tests.length).reduce((taken, of) => taken + Number(of > 0), 0)
  }
}
