import { chosenOf, isNarrowed, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { TestFigures, TestPolicy, TestRow, TestsQuery, TestsSort } from '../../../shared/model/test-figures.ts'
import { fold } from '../../../shared/model/text.ts'
import { compareTexts } from '../arrays/sorting.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
import { perSlice } from '../students/groups.ts'
import { type AttemptsByTest, byStudent, rowsByTest } from './attempts-by-test.ts'
import { testFigures } from './test-figures.ts'
import type { NamedTest } from './test-names.ts'

/** The figures of all attempts of each test, kept until one of them is touched. */
export class KnownFigures {
  readonly #attempts: GradedAttempts
  readonly #byTest: AttemptsByTest
  readonly #known = new Map<string, { readonly changes: number; readonly figures: TestFigures }>()

  constructor(attempts: GradedAttempts, byTest: AttemptsByTest) {
    this.#attempts = attempts
    this.#byTest = byTest
  }

  /** Works one slice at the figures of all tests. @returns whether there is more to do */
  isPreparing(policy: TestPolicy): boolean {
    if (this.#byTest.isPreparing()) return true
    const { tests, changes } = this.#attempts
    const isKnown = (test: number) => this.#known.get(`${policy} ${test}`)?.changes === (changes[test] ?? 0)
    let next = 0
    while (next < tests.count && isKnown(next)) next++
    if (next === tests.count) return false
    if (this.#byTest.has(next)) this.of(next, policy)
    else this.#byTest.of(next)
    return true
  }

  of(test: number, policy: TestPolicy): TestFigures {
    const changes = this.#attempts.changes[test] ?? 0
    const key = `${policy} ${test}`
    const known = this.#known.get(key)
    if (known?.changes === changes) return known.figures
    const figures = testFigures(this.#attempts.values, this.#byTest.of(test), policy)
    this.#known.set(key, { changes, figures })
    return figures
  }
}

/** The figures of the attempts that a filter finds, by the number of their test, in slices. */
export function* narrowedFigures(
  attempts: GradedAttempts,
  { filter, policy }: Pick<TestsQuery, 'filter' | 'policy'>,
  found: (filter: ResultsFilter) => Iterable<number>,
): Generator<void, ReadonlyMap<number, TestFigures>> {
  const isFound = new Uint8Array(attempts.count)
  let seen = 0
  const ids = found(filter)
  yield
  for (const id of ids) {
    const row = attempts.rowOf(id)
    if (row >= 0) isFound[row] = 1
    if (++seen % perSlice === 0) yield
  }
  const rows = yield* rowsByTest(attempts, (row) => isFound[row] === 1)
  const figures = new Map<number, TestFigures>()
  for (const [test, own] of rows.entries()) {
    if (own.length === 0) continue
    const ordered = byStudent(attempts, own)
    yield
    figures.set(test, testFigures(attempts.values, ordered, policy))
    yield
  }
  return figures
}

interface Listing extends Omit<TestsQuery, 'sort'> {
  /** Every test known, by ClassMarker's word or by a result. */
  readonly named: readonly NamedTest[]
  /** The figures of the attempts that a filter finds, by the number of their test. */
  narrowed(): ReadonlyMap<number, TestFigures>
}

/** The tests asked for with their figures, in no order. */
export function listedTests(
  attempts: GradedAttempts,
  known: KnownFigures,
  { filter, policy, withHidden, named, narrowed }: Listing,
): TestRow[] {
  const accounts = chosenOf(filter, 'account')
  const here = named
    .filter(({ account, hidden }) => (accounts?.includes(account) ?? true) && (withHidden || !hidden))
    .map((test) => ({ ...test, id: attempts.tests.numberOf(ofAccount(test.account, test.testId)) }))
  if (!isNarrowed(filter)) return here.map((test) => ({ ...test, ...known.of(test.id, policy) }))
  const figures = narrowed()
  return here.flatMap((test) => {
    const own = figures.get(test.id)
    return own === undefined ? [] : [{ ...test, ...own }]
  })
}

/** Tests in an order; those without a value come last both ways, and equal ones by name. */
export function testsInOrder(tests: readonly TestRow[], { field, direction }: TestsSort): TestRow[] {
  const way = direction === 'asc' ? 1 : -1
  const folded = new Map(tests.map(({ id, name }) => [id, fold(name)]))
  const byName = (a: TestRow, b: TestRow): number =>
    compareTexts(folded.get(a.id) ?? '', folded.get(b.id) ?? '') ||
    a.testId - b.testId ||
    compareTexts(a.account, b.account)
  if (field === 'name') return tests.toSorted((a, b) => way * byName(a, b))
  const figureOf = (test: TestRow): number | null =>
    field === 'passRate' ? (test.marked === 0 ? null : test.passed / test.marked) : test[field]
  return tests.toSorted((a, b) => {
    const [one, other] = [figureOf(a), figureOf(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null) || byName(a, b)
    return way * (one - other) || byName(a, b)
  })
}
