import { chosenOf, isNarrowed, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { TestFigures, TestPolicy, TestRow, TestsQuery, TestsSort } from '../../../shared/model/test-figures.ts'
import { fold } from '../../../shared/model/text.ts'
import { compareTexts } from '../arrays/sorting.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
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

  /** Whether `of` has nothing to reckon. */
  has(test: number, policy: TestPolicy): boolean {
    return this.#known.get(`${policy} ${test}`)?.changes === (this.#attempts.changes[test] ?? 0)
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

interface Listing extends Omit<TestsQuery, 'sort'> {
  /** Every test known, by ClassMarker's word or by a result. */
  readonly named: readonly NamedTest[]
  found(filter: ResultsFilter): Iterable<number>
}

/** The tests asked for with their figures, in no order. */
export function listedTests(
  attempts: GradedAttempts,
  known: KnownFigures,
  { filter, policy, withHidden, named, found }: Listing,
): TestRow[] {
  const accounts = chosenOf(filter, 'account')
  const here = named
    .filter(({ account, hidden }) => (accounts?.includes(account) ?? true) && (withHidden || !hidden))
    .map((test) => ({ ...test, id: attempts.tests.numberOf(ofAccount(test.account, test.testId)) }))
  if (!isNarrowed(filter)) return here.map((test) => ({ ...test, ...known.of(test.id, policy) }))
  const isFound = new Uint8Array(attempts.count)
  for (const id of found(filter)) {
    const row = attempts.rowOf(id)
    if (row >= 0) isFound[row] = 1
  }
  const rows = rowsByTest(attempts, (row) => isFound[row] === 1)
  return here.flatMap((test) => {
    const own = rows[test.id]
    if (own === undefined || own.length === 0) return []
    return [{ ...test, ...testFigures(attempts.values, byStudent(attempts, own), policy) }]
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
