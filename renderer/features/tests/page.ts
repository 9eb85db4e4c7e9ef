import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { type ResultsFilter, withBounds } from '../../../shared/model/filter.ts'
import { type TestRef, usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import type { TestPage, TestPageQuery, TestPart } from '../../../shared/model/test-figures.ts'
import { api, asAppError, latestOnly, whileWatched } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useGradebook } from '../gradebook/index.ts'
import { useResults } from '../results/index.ts'
import { useTestChoice } from './tests.ts'

/** What a page shows: a question, and what it comes to. */
export interface ShownPage {
  readonly query: TestPageQuery
  readonly page: TestPage
  /** Of the test's account. */
  readonly classes: readonly ClassSummary[]
}

interface PageState {
  /** The test looked at. */
  readonly test: TestRef | null
  readonly classId: number | null
  /** The part of the page that is looked at; it stays from test to test. */
  readonly part: 'overview' | 'questions'
  /** The last answer, which stays until the next one is here; null before the first about a test. */
  readonly shown: ShownPage | null
  readonly error: AppError | null
  open(test: TestRef): void
  chooseClass(classId: number | null): void
}

const latest = latestOnly()

/** The page of one test. */
export const useTestPage = create<PageState>()((set, get) => ({
  test: null,
  classId: null,
  part: 'overview',
  shown: null,
  error: null,
  open(test) {
    const before = get().test
    if (before?.account === test.account && before.testId === test.testId) return
    set({ test, classId: null, shown: null, error: null })
    void load()
  },
  chooseClass(classId) {
    set({ classId })
    void load()
  },
}))

async function load(): Promise<void> {
  const { test, classId } = useTestPage.getState()
  if (test === null) return
  const query: TestPageQuery = { ...test, ...useTestChoice.getState(), classId }
  await latest(
    () => Promise.all([api.tests.page(query), api.classes.list({ accounts: [test.account] })]),
    ([page, classes]) => useTestPage.setState({ shown: { query, page, classes }, error: null }),
    // Figures of before stand under the rules that were asked for then, and under no others.
    (error) =>
      useTestPage.setState(({ shown }) => ({
        error,
        shown: JSON.stringify(shown?.query) === JSON.stringify(query) ? shown : null,
      })),
  )
}

/** Reads the page while it is there. */
export const pageWatch = whileWatched(load, 500)

api.results.changed(pageWatch.reload)
api.students.changed(pageWatch.reload)
api.gradebooks.changed(pageWatch.reload)
useTestChoice.subscribe(() => {
  if (pageWatch.isWatched()) void load()
})

/** Opens the results behind a figure: each of them, or where they are too many, those of the test in the period. */
export async function openPart(query: TestPageQuery, part: TestPart): Promise<void> {
  try {
    const ids = await api.tests.part({ query, part })
    useResults.getState().setFilter(ids === null ? around(query, part) : [{ field: 'id', op: 'in', value: ids }])
    useNavigation.getState().go('results')
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** Opens one result. */
export function openResult(id: number): void {
  useResults.getState().setFilter([{ field: 'id', op: 'in', value: [id] }])
  useNavigation.getState().go('results')
}

function around({ testId, period }: TestPageQuery, part: TestPart): ResultsFilter {
  const ofTest: ResultsFilter = [{ field: 'test', op: 'in', value: [testId] }]
  const bounds = part.part === 'days' ? part : { from: period.from ?? undefined, to: period.to ?? undefined }
  const filter = withBounds(ofTest, 'finished', { from: bounds.from, to: bounds.to })
  if (part.part === 'timed') {
    const inTime = withBounds(filter, 'duration', part.seconds)
    return withBounds(inTime, 'percentage', { from: part.score.from / 10, to: part.score.to / 10 })
  }
  return part.part === 'source' ? [...filter, { field: 'source', op: 'in', value: [part.source] }] : filter
}

/** Opens the gradebook on this test alone, under the same rules; it has no row for every attempt, so then their mean. */
export function openInGradebook({ account, testId, policy, period, classId }: TestPageQuery): void {
  useGradebook.getState().show(null, {
    ...usualGradebook,
    accounts: [account],
    tests: [{ account, testId }],
    students: classId === null ? { by: 'results' } : { by: 'class', classId },
    period,
    rules: { ...usualRules, policy: policy === 'all' ? 'average' : policy },
  })
  useNavigation.getState().go('gradebook')
}

/** Opens the page of a test at its questions. */
export function openQuestionsOf(test: TestRef): void {
  useTestPage.setState({ part: 'questions' })
  useNavigation.getState().go('tests', test)
}
