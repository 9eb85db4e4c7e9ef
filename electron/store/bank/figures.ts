import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { QuestionInTest } from '../../../shared/model/bank.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import type { ItemAnalysis, ItemQuery } from '../../../shared/model/item-analysis.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'

/** How a question did over the first attempts at all tests. */
export interface BankFigures {
  readonly tests: number
  readonly n: number
  readonly facility: number | null
}

type InTest = Omit<QuestionInTest, 'testName'>

interface KnownTest {
  readonly stamp: string
  readonly questions: readonly string[]
  /** How many attempts saw each version of a question, by the version's id. */
  readonly versions: ReadonlyMap<number, number>
}

/** What of the answers to tests is read for the figures. */
export interface ReadAnswers {
  itemAnalysis(query: ItemQuery): ItemAnalysis
  attemptsByVersion(test: TestRef): ReadonlyMap<number, number>
}

const noVersions: ReadonlyMap<number, number> = new Map()

const noFigures: BankFigures = { tests: 0, n: 0, facility: null }

/**
 * The figures of all questions, by test, from the item analysis that a test's page shows. Those of a test are kept until
 * its attempts or their answers change.
 */
export class QuestionFigures {
  readonly #attempts: () => GradedAttempts
  readonly #answers: ReadAnswers
  readonly #tests
  readonly #hasBank
  readonly #known = new Map<string, KnownTest>()
  /** By `account\nquestion id`, and then by test. */
  readonly #inTests = new Map<string, Map<number, InTest>>()
  readonly #sums = new Map<string, BankFigures>()
  #hasFailed = false
  /** Changes with every figure. */
  version = 0

  constructor(db: Database, attempts: () => GradedAttempts, answers: ReadAnswers) {
    this.#attempts = attempts
    this.#answers = answers
    this.#tests = db.prepare<[], TestRef & { touches: number }>(
      'SELECT account_id AS account, test_id AS testId, touches FROM answers_touch',
    )
    this.#hasBank = db.prepare<[], 1>('SELECT 1 FROM bank_question LIMIT 1')
  }

  /** Works one slice, at most a test. @returns whether there is more to do */
  prepare(): boolean {
    const tests = this.#tests.all()
    if (tests.length === 0 && this.#known.size === 0) return false
    const attempts = this.#attempts()
    if (!attempts.isUpToDate) {
      attempts.prepare()
      return true
    }
    const keys = new Set<string>()
    for (const test of tests) {
      const key = ofAccount(test.account, test.testId)
      keys.add(key)
      const number = attempts.tests.find(key)
      const stamp = `${test.touches} ${number < 0 ? 0 : (attempts.changes[number] ?? 0)}`
      if (this.#known.get(key)?.stamp === stamp) continue
      this.#forget(test, key)
      const questions = this.#read(test)
      // The answers are in memory now: whoever opens a question later need not wait for them.
      const versions = questions.length === 0 ? noVersions : this.#answers.attemptsByVersion(test)
      this.#known.set(key, { stamp, questions, versions })
      this.version++
      return true
    }
    for (const [key, { questions }] of this.#known) {
      if (keys.has(key)) continue
      // With its account.
      const [account = '', testId] = key.split('\n')
      this.#drop({ account, testId: Number(testId) }, questions)
      this.#known.delete(key)
      this.version++
    }
    return false
  }

  update(): void {
    while (this.prepare());
  }

  /** Without questions in the bank nobody asks for their figures. */
  get hasWork(): boolean {
    if (this.#hasFailed || this.#hasBank.get() === undefined) return false
    const attempts = this.#attempts()
    return (
      !attempts.isUpToDate ||
      this.#tests.all().some((test) => {
        const key = ofAccount(test.account, test.testId)
        const number = attempts.tests.find(key)
        return this.#known.get(key)?.stamp !== `${test.touches} ${number < 0 ? 0 : (attempts.changes[number] ?? 0)}`
      })
    )
  }

  /** Works for about so many milliseconds. @throws what failed; all is read when it is asked for then */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      while (this.prepare() && performance.now() < end);
    } catch (thrown) {
      this.#hasFailed = true
      throw thrown
    }
  }

  /** Of all first attempts; the mean mark of several tests weighs each by its attempts. */
  of(account: string, questionId: string | null): BankFigures {
    if (questionId === null) return noFigures
    const key = ofAccount(account, questionId)
    const known = this.#sums.get(key)
    if (known !== undefined) return known
    const tests = this.#inTests.get(key)
    if (tests === undefined) return noFigures
    let [n, counted, sum] = [0, 0, 0]
    // In one order, so that the sum is always the same.
    for (const [, figures] of [...tests].toSorted(([one], [other]) => one - other)) {
      n += figures.n
      if (figures.facility === null) continue
      counted += figures.n
      sum += figures.n * figures.facility
    }
    const figures = { tests: tests.size, n, facility: counted === 0 ? null : sum / counted }
    this.#sums.set(key, figures)
    return figures
  }

  /** Of each test. */
  inTests(account: string, questionId: string): readonly InTest[] {
    return [...(this.#inTests.get(ofAccount(account, questionId))?.values() ?? [])]
  }

  /** How many attempts at a test saw each version of its questions, by the version's id. */
  versionsOf({ account, testId }: TestRef): ReadonlyMap<number, number> {
    return this.#known.get(ofAccount(account, testId))?.versions ?? noVersions
  }

  #read({ account, testId }: TestRef): readonly string[] {
    const items = this.#items({ account, testId })
    for (const { questionId, n, evidence, facility, discrimination } of items) {
      const key = ofAccount(account, questionId)
      const tests = this.#inTests.get(key) ?? new Map<number, InTest>()
      this.#inTests.set(key, tests.set(testId, { testId, n, evidence, facility, discrimination }))
      this.#sums.delete(key)
    }
    return items.map(({ questionId }) => questionId)
  }

  #items({ account, testId }: TestRef): ItemAnalysis['items'] {
    try {
      const filter = [{ field: 'account', op: 'in', value: [account] }] as const
      return this.#answers.itemAnalysis({ testId, policy: 'first', filter }).items
    } catch (thrown) {
      // Its last attempt was removed.
      if (thrown instanceof AppError && thrown.code === 'test/not-found') return []
      throw thrown
    }
  }

  #forget(test: TestRef, key: string): void {
    this.#drop(test, this.#known.get(key)?.questions ?? [])
  }

  #drop({ account, testId }: TestRef, questions: readonly string[]): void {
    for (const questionId of questions) {
      const key = ofAccount(account, questionId)
      this.#inTests.get(key)?.delete(testId)
      if (this.#inTests.get(key)?.size === 0) this.#inTests.delete(key)
      this.#sums.delete(key)
    }
  }
}
