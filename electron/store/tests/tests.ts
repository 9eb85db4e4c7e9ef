import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { isNarrowed, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { FoundSome, FoundTest } from '../../../shared/model/found.ts'
import {
  type PartResults,
  type TestPage,
  type TestPageQuery,
  type TestPart,
  type TestRow,
  type TestsQuery,
  testPolicies,
} from '../../../shared/model/test-figures.ts'
import type { CalendarDay } from '../../../shared/model/time.ts'
import { keptWhileUnchanged } from '../builder.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
import { type ListQuestion, wholeOrder } from '../lists.ts'
import type { AccountZones } from '../results/filter.ts'
import { SlicedWork } from '../slices.ts'
import { AttemptsByTest } from './attempts-by-test.ts'
import { foundTests } from './found-tests.ts'
import { notTakenQueries } from './not-taken.ts'
import { resultsOfPart } from './page-parts.ts'
import { KnownFigures, listedTests, narrowedFigures, testsInOrder } from './test-list.ts'
import { testNames } from './test-names.ts'
import { type PageNames, pageFigures, pageScores } from './test-page.ts'

/** Pages kept: the one looked at, and those gone back to. */
const mostPages = 4

const firstDay: CalendarDay = '1970-01-01'

/** As many attempts have the pages that are made at rest, and as often each is: what runs that often is compiled. */
const [mostWarming, warmings] = [5_000, 5]

/**
 * Tests as a teacher reviews them. Every figure of a test, wherever it is shown outside gradebooks, comes from here.
 * @param gradedAttempts all of them, perhaps not up to date
 * @param found the ids that a filter finds
 */
export function testQueries(
  db: Database,
  gradedAttempts: () => GradedAttempts,
  zones: () => AccountZones,
  found: (filter: ResultsFilter) => Iterable<number>,
) {
  const graded = (): GradedAttempts => {
    const attempts = gradedAttempts()
    attempts.updateTexts()
    return attempts
  }
  const { namedTests, sourceNames, takerOf } = testNames(db)
  const { classesOf, notTaken } = notTakenQueries(db)
  let known: { readonly byTest: AttemptsByTest; readonly figures: KnownFigures } | null = null
  const knownOf = (attempts: GradedAttempts) => {
    if (known === null) {
      const byTest = new AttemptsByTest(attempts)
      known = { byTest, figures: new KnownFigures(attempts, byTest) }
    }
    return known
  }

  // Whom a class, a label or a note means changes without any attempt.
  const narrowingAt = keptWhileUnchanged(
    db,
    ({ filter, policy }: Pick<TestsQuery, 'filter' | 'policy'> & { readonly revision: number }) =>
      new SlicedWork(narrowedFigures(gradedAttempts(), { filter, policy }, found)),
    1,
  )
  const narrowingOf = ({ revision }: GradedAttempts, { filter, policy }: Pick<TestsQuery, 'filter' | 'policy'>) =>
    narrowingAt({ filter, policy, revision })

  const listed = keptWhileUnchanged(db, (query: Omit<TestsQuery, 'sort'>) => {
    const attempts = graded()
    const narrowed = () => narrowingOf(attempts, query).finish()
    return listedTests(attempts, knownOf(attempts).figures, { ...query, named: namedTests(attempts), narrowed })
  })
  const inOrder = keptWhileUnchanged(db, ({ sort, ...query }: TestsQuery) => testsInOrder(listed(query), sort))

  // Whom a number means is known once their attempts are read.
  const classesAt = keptWhileUnchanged(
    db,
    ({ account }: { readonly account: string; readonly revision: number }) =>
      classesOf(account, gradedAttempts().students),
    mostPages,
  )
  const namesOf = (account: string, attempts: GradedAttempts): PageNames => ({
    zone: zones().get(account) ?? 'UTC',
    classes: classesAt({ account, revision: attempts.revision }),
    nameOf: sourceNames(account),
    takerOf,
  })
  const scoresOf = keptWhileUnchanged(
    db,
    (query: TestPageQuery) => {
      const attempts = graded()
      const { account, testId } = query
      const test = namedTests(attempts).find((each) => each.account === account && each.testId === testId)
      if (test === undefined) throw new AppError('test/not-found')
      const names = namesOf(account, attempts)
      const own = names.classes.classes.find(({ id }) => id === query.classId)
      const members = query.classId === null ? null : new Set(own?.numbers)
      const gathered = knownOf(attempts).byTest.gathered(attempts.tests.numberOf(ofAccount(account, testId)))
      return { attempts, test, names, scores: pageScores(gathered, query, names.zone, members) }
    },
    mostPages,
  )
  const pageOf = (query: TestPageQuery, { attempts, test, names, scores }: ReturnType<typeof scoresOf>): TestPage => ({
    ...test,
    id: attempts.tests.numberOf(ofAccount(test.account, test.testId)),
    ...pageFigures(attempts, scores, query, names),
    notTaken: notTaken(test, attempts, scores, names.classes.classes, query.classId),
  })
  const page = keptWhileUnchanged(db, (query: TestPageQuery): TestPage => pageOf(query, scoresOf(query)), mostPages)

  /**
   * Makes pages of some attempts that nobody asked for, one in a slice, and gathers what those of large tests need: the
   * first of these would otherwise wait until the code for it is compiled, which takes most of its time.
   */
  function* warmingUp(): Generator<void, void> {
    const attempts = gradedAttempts()
    const { byTest } = knownOf(attempts)
    while (byTest.isPreparing()) yield
    const [test] = namedTests(attempts).filter((each) => attempts.tests.find(ofAccount(each.account, each.testId)) >= 0)
    if (test === undefined) return
    const { account, testId } = test
    for (let time = 0; time < warmings; time++)
      for (const policy of testPolicies) {
        yield
        const some = byTest.some(attempts.tests.find(ofAccount(account, testId)), mostWarming)
        // The first day there is has all attempts behind it.
        const query = { account, testId, policy, period: { from: firstDay, to: null }, classId: null }
        const names = namesOf(account, attempts)
        pageOf(query, { attempts, test, names, scores: pageScores(some, query, names.zone, null) })
      }
    yield* byTest.gatheringLargest()
  }
  const warming = new SlicedWork(warmingUp())
  let isAsked = false

  // Those known by an attempt alone come in while attempts are read.
  const namedNow = keptWhileUnchanged(db, (_attempted: number) => namedTests(gradedAttempts()))

  return {
    /**
     * The tests with words in their names that are not hidden, the best fitting first.
     * @param accounts undefined means all
     */
    findTests: (text: string, accounts?: readonly string[]): FoundSome<FoundTest> =>
      foundTests(namedNow(gradedAttempts().tests.count), text, accounts),
    /** Works one slice at what a list of tests needs. @returns whether there is more to do */
    isPreparingTests({ filter, policy }: TestsQuery): boolean {
      return db.transaction(() => {
        const attempts = gradedAttempts()
        if (attempts.prepare()) return true
        if (!isNarrowed(filter)) return knownOf(attempts).figures.isPreparing(policy)
        return narrowingOf(attempts, { filter, policy }).work()
      })()
    },
    testsList(query: TestsQuery): ListQuestion<TestRow> {
      const rows = inOrder(query)
      return {
        ids: (limit) => rows.slice(0, limit).map(({ id }) => id),
        rows: (ids) => {
          const byId = new Map(rows.map((row) => [row.id, row]))
          return ids.flatMap((id) => byId.get(id) ?? [])
        },
        whole: wholeOrder(rows.map(({ id }) => id)),
      }
    },
    /** The whole list. */
    tests: (query: TestsQuery): readonly TestRow[] => inOrder(query),
    /** @throws AppError `test/not-found` */
    testPage: (query: TestPageQuery): TestPage => {
      isAsked = true
      return page(query)
    },
    /** Once all attempts are there with their codes, and until a page is asked for. */
    pagesAhead: {
      get hasWork(): boolean {
        return !isAsked && !warming.isDone && gradedAttempts().isComplete
      },
      work(milliseconds: number): void {
        const end = performance.now() + milliseconds
        db.transaction(() => {
          while (warming.work() && performance.now() < end);
        })()
      },
    },
    /** The results behind a figure of a test's page. @throws AppError `test/not-found` */
    testPart: (query: TestPageQuery, part: TestPart): PartResults => {
      const { attempts, scores, names } = scoresOf(query)
      return resultsOfPart(attempts, scores, query, part, names)
    },
  }
}
