import { isGradable } from '../../../shared/model/attempt-policy.ts'
import { justBelow } from '../../../shared/model/digest.ts'
import { mostOfPart } from '../../../shared/model/test-figures.ts'
import { ShardedMap } from '../students/sharded-map.ts'

/** A new result as it is read; percentages in tenths. */
export interface NewResult {
  readonly id: number
  readonly account: string
  readonly testId: number
  readonly student: string
  readonly percentage: number | null
  readonly passMark: number | null
  readonly outcome: 'passed' | 'not-passed' | 'none'
  readonly needsGrading: 0 | 1
  readonly status: string | null
  readonly testType: string | null
  readonly certificate: 0 | 1
}

/** The new results of a test, added up. */
export interface TestSums {
  readonly account: string
  readonly testId: number
  /** Their ids, as many as can be named one by one, and one more. */
  readonly ids: number[]
  results: number
  sum: number
  counted: number
  marked: number
  passed: number
  justMissed: number
  gradable: number
  needsGrading: number
  /** -1 before the first. */
  passMark: number | null
  hasPassMarks: boolean
  /** By whole percentage: passed, not passed, open. */
  readonly columns: Map<number, [passed: number, notPassed: number, open: number]>
}

interface AccountSums {
  results: number
  students: number
  certificates: number
  newToGrade: number
}

/** Adds up new results, by account and by test. */
export class NewResults {
  readonly tests = new Map<string, TestSums>()
  readonly #accounts = new Map<string, AccountSums>()
  readonly #students = new ShardedMap<true>()

  ofAccount(account: string): AccountSums {
    const known = this.#accounts.get(account)
    if (known !== undefined) return known
    const sums = { results: 0, students: 0, certificates: 0, newToGrade: 0 }
    this.#accounts.set(account, sums)
    return sums
  }

  add(result: NewResult): void {
    const { account, student } = result
    const sums = this.ofAccount(account)
    sums.results++
    sums.certificates += result.certificate
    if (isGradable(result)) sums.newToGrade += result.needsGrading
    const key = `${account}\n${student}`
    if (this.#students.get(key) === undefined) {
      this.#students.set(key, true)
      sums.students++
    }
    addToTest(this.#testOf(result), result)
  }

  #testOf({ account, testId }: NewResult): TestSums {
    const key = `${account}\n${testId}`
    const known = this.tests.get(key)
    if (known !== undefined) return known
    const figures = {
      results: 0,
      sum: 0,
      counted: 0,
      marked: 0,
      passed: 0,
      justMissed: 0,
      gradable: 0,
      needsGrading: 0,
    }
    const test = { account, testId, ids: [], ...figures, passMark: null, hasPassMarks: false, columns: new Map() }
    this.tests.set(key, test)
    return test
  }
}

function addToTest(test: TestSums, result: NewResult): void {
  const { id, percentage, passMark, outcome, needsGrading } = result
  test.results++
  if (test.ids.length <= mostOfPart) test.ids.push(id)
  if (!isGradable(result)) return
  test.gradable++
  test.needsGrading += needsGrading
  if (outcome !== 'none') {
    test.passMark = !test.hasPassMarks || test.passMark === passMark ? passMark : null
    test.hasPassMarks = true
    test.marked++
    if (outcome === 'passed') test.passed++
  }
  if (percentage === null) return
  test.sum += percentage
  test.counted++
  if (outcome === 'not-passed' && needsGrading === 0 && passMark !== null && passMark - percentage <= justBelow)
    test.justMissed++
  const percent = Math.min(100, Math.max(0, Math.floor(percentage / 10)))
  const column = test.columns.get(percent) ?? [0, 0, 0]
  column[needsGrading === 1 || outcome === 'none' ? 2 : outcome === 'passed' ? 0 : 1]++
  test.columns.set(percent, column)
}
