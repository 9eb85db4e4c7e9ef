import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { GradebookCell, GradebookColumn, GradebookTest, Override } from '../../../shared/model/gradebook.ts'
import {
  type GradingRules,
  isPassed,
  type Score,
  type TestRules,
  testKeyOf,
  type WeighedScore,
} from '../../../shared/model/grading.ts'
import { none } from './attempt-arrays.ts'
import type { GradedAttempts } from './attempts.ts'
import type { Cells } from './cells.ts'
import { rowByPolicy, rowOfResult, several } from './counting.ts'
import type { ScoreArrays } from './statistics.ts'
import type { CellAttempt } from './whole-reading.ts'

/** By the place of a student and of a test: `student * tests + test`. */
export type Overrides = ReadonlyMap<number, Override>

/** The scores of a test, and how many of its cells are what. */
interface TestTally {
  readonly scores: ScoreArrays
  readonly counts: Pick<GradebookColumn, 'passed' | 'marked' | 'excused' | 'notTaken' | 'provisional'>
}

/** What counts in each cell of a gradebook. Scores stand in arrays by `student * tests + test`. */
export class CountedCells {
  readonly students: number
  readonly tests: readonly GradebookTest[]
  readonly attempts: number
  readonly testRules: readonly TestRules[]
  readonly #values: GradedAttempts['values']
  readonly #policy: AttemptPolicy
  readonly #accounts: readonly string[]
  readonly #testAccounts: readonly string[]
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
    this.#testAccounts = chosen.tests.map(({ account }) => account)
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
    this.#countAll()
    for (const cell of overrides.keys()) this.#count(cell)
    this.tests = chosen.tests.map((test, place) => {
      const marks = chosen.marks[place] as (typeof chosen.marks)[number]
      const { passMark: own } = this.testRules[place] as TestRules
      return { ...test, ...marks, ...(own !== undefined && { passMark: own || null, mixedPassMarks: false }) }
    })
  }

  /** As `couldTake` of shared/model/gradebook says. */
  couldTake(student: number, test: number): boolean {
    return this.#accounts[student] === this.#testAccounts[test]
  }

  /** Finds what counts by the policies alone, and adds it up: of most cells the only attempt, which needs no call. */
  #countAll(): void {
    const [order, starts, counted, sums, ofs] = [this.#order, this.#starts, this.#counted, this.#sums, this.#ofs]
    const { percentage } = this.#values
    for (let cell = 0; cell < counted.length; cell++) {
      const from = starts[cell] as number
      const attempts = (starts[cell + 1] as number) - from
      if (attempts === 0) continue
      if (attempts > 1) {
        this.#count(cell)
        continue
      }
      const row = order[from] as number
      const own = percentage[row] as number
      counted[cell] = row
      if (own === none) continue
      sums[cell] = own
      ofs[cell] = 1
    }
  }

  /** Finds what counts in a cell and adds it up. */
  #count(cell: number): void {
    const [from, until] = [this.#starts[cell] as number, this.#starts[cell + 1] as number]
    const override = this.#overrides.get(cell)
    this.#counted[cell] = -1
    this.#sums[cell] = 0
    this.#ofs[cell] = 0
    if (from === until || override?.kind === 'excused') return
    const own = { order: this.#order, from, until }
    const chosen = override === undefined ? -1 : rowOfResult(this.#values, own, override.resultId)
    const row = chosen === -1 ? rowByPolicy(this.#values, own, this.#policyOf(cell)) : chosen
    this.#counted[cell] = row
    if (row !== several) this.#add(cell, row)
    else for (let at = from; at < until; at++) this.#add(cell, this.#order[at] as number)
  }

  #add(cell: number, row: number): void {
    const percentage = this.#values.percentage[row] as number
    if (percentage === none) return
    this.#sums[cell] = (this.#sums[cell] as number) + percentage
    this.#ofs[cell] = (this.#ofs[cell] as number) + 1
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

  /** The places of a student's tests with a score, and those scores with what weighs them. */
  weighedScores(student: number, withPoints: boolean): { readonly places: number[]; readonly scores: WeighedScore[] } {
    const [places, scores]: [number[], WeighedScore[]] = [[], []]
    const [sums, ofs, testRules] = [this.#sums, this.#ofs, this.testRules]
    const from = student * testRules.length
    for (let test = 0; test < testRules.length; test++) {
      const of = ofs[from + test] as number
      if (of === 0) continue
      const points = withPoints ? this.pointsOf(student, test) : null
      places.push(test)
      scores.push({ sum: sums[from + test] as number, of, rules: testRules[test] as TestRules, points })
    }
    return { places, scores }
  }

  /**
   * The scores of each test, and how many of them are what.
   * @param isDropped asked about scores that are provisional
   */
  talliesByTest(isDropped: (student: number, test: number) => boolean): TestTally[] {
    const [students, tests] = [this.students, this.tests.length]
    const [starts, sums, ofs, counted] = [this.#starts, this.#sums, this.#ofs, this.#counted]
    const { needsGrading } = this.#values
    // No score reaches the mark of a test that has none.
    const marks = Float64Array.from(this.tests, ({ passMark }) =>
      passMark !== null && passMark > 0 ? passMark : Infinity,
    )
    const scores = { sums: new Float64Array(students * tests), ofs: new Float64Array(students * tests) }
    const [scored, passed, excused] = [new Uint32Array(tests), new Uint32Array(tests), new Uint32Array(tests)]
    const [notTaken, provisional] = [new Uint32Array(tests), new Uint32Array(tests)]
    let cell = 0
    // Student by student, as the cells lie in memory: test by test each cell would be fetched from afar.
    for (let student = 0; student < students; student++) {
      for (let test = 0; test < tests; test++, cell++) {
        const of = ofs[cell] as number
        if (of === 0) {
          if (this.isExcused(student, test)) excused[test] = (excused[test] as number) + 1
          else if (starts[cell] === starts[cell + 1] && this.couldTake(student, test))
            notTaken[test] = (notTaken[test] as number) + 1
          continue
        }
        const sum = sums[cell] as number
        const place = scored[test] as number
        scored[test] = place + 1
        scores.sums[test * students + place] = sum
        scores.ofs[test * students + place] = of
        if (sum >= (marks[test] as number) * of) passed[test] = (passed[test] as number) + 1
        const row = counted[cell] as number
        const isProvisional = row >= 0 ? needsGrading[row] === 1 : this.isProvisional(student, test)
        if (isProvisional && !isDropped(student, test)) provisional[test] = (provisional[test] as number) + 1
      }
    }
    return this.tests.map((_, test) => {
      const [from, until] = [test * students, test * students + (scored[test] as number)]
      return {
        scores: { sums: scores.sums.subarray(from, until), ofs: scores.ofs.subarray(from, until) },
        counts: {
          passed: passed[test] as number,
          marked: marks[test] === Infinity ? 0 : (scored[test] as number),
          excused: excused[test] as number,
          notTaken: notTaken[test] as number,
          provisional: provisional[test] as number,
        },
      }
    })
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
