import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { SourceRef } from '../../../shared/model/filter.ts'
import {
  type ItemFigures,
  inTestOrder,
  type OptionFigures,
  type QuestionsPage,
  type QuestionsQuery,
} from '../../../shared/model/item-analysis.ts'
import type { TestPageQuery } from '../../../shared/model/test-figures.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { plainOf } from './question-html.ts'

/** What is shown of a test's questions: what was asked, and what it comes to. */
export interface ShownQuestions {
  readonly query: QuestionsQuery
  readonly page: QuestionsPage
  /** Whether averages were asked for, which have no answers: all attempts are counted then. */
  readonly isOfAverage: boolean
}

export const questionSorts = [
  'number',
  'question',
  'facility',
  'discrimination',
  'efficiency',
  'weight',
  'unanswered',
  'n',
] as const
export type QuestionSort = (typeof questionSorts)[number]

interface QuestionsState {
  /** What the test's page asks. */
  readonly asked: TestPageQuery | null
  readonly source: SourceRef | null
  readonly version: number | null
  /** The last answer, which stays until the next one is here; null before the first about a test. */
  readonly shown: ShownQuestions | null
  readonly error: AppError | null
  readonly sort: { readonly field: QuestionSort; readonly direction: 'asc' | 'desc' }
  /** The question opened beside the list. */
  readonly openId: string | null
  ask(asked: TestPageQuery): void
  choose(change: Partial<Pick<QuestionsState, 'source' | 'version'>>): void
}

const latest = latestOnly()

/** The questions of the test that is looked at. */
export const useQuestions = create<QuestionsState>()((set, get) => ({
  asked: null,
  source: null,
  version: null,
  shown: null,
  error: null,
  sort: { field: 'number', direction: 'asc' },
  openId: null,
  ask(asked) {
    const before = get().asked
    if (before?.account !== asked.account || before.testId !== asked.testId)
      set({ source: null, version: null, shown: null, error: null, openId: null })
    set({ asked })
    // Who begins to watch reads by that.
    if (questionsWatch.isWatched()) void load()
  },
  choose(change) {
    set(change)
    void load()
  },
}))

async function load(): Promise<void> {
  const { asked, source, version } = useQuestions.getState()
  if (asked === null) return
  const { account, testId, policy, period, classId } = asked
  const isOfAverage = policy === 'average'
  const query: QuestionsQuery = {
    ...{ account, testId, period, classId, source, version },
    policy: isOfAverage ? 'all' : policy,
  }
  await latest(
    () => api.questions.page(query),
    (page) => useQuestions.setState({ shown: { query, page, isOfAverage }, error: null }),
    (error) => useQuestions.setState({ error }),
  )
}

/** Reads the questions while they are there. */
export const questionsWatch = whileWatched(load, 500)

api.results.changed(questionsWatch.reload)
api.students.changed(questionsWatch.reload)
api.gradebooks.changed(questionsWatch.reload)

/** A question with its place in the test, from 1. */
export interface QuestionRow extends ItemFigures {
  readonly id: number
}

export const rowsOf = ({ page }: Pick<ShownQuestions, 'page'>): readonly QuestionRow[] =>
  inTestOrder(page).map(({ item, number }) => ({ ...item, id: number }))

type Ordered = number | string | null

const orderedBy: Readonly<Record<QuestionSort, (row: QuestionRow) => Ordered>> = {
  number: ({ id }) => id,
  question: ({ question }) => plainOf(question),
  facility: ({ facility }) => facility,
  discrimination: ({ discrimination, evidence }) => (evidence === 'counts' ? null : discrimination),
  efficiency: ({ discriminativeEfficiency, evidence }) => (evidence === 'counts' ? null : discriminativeEfficiency),
  weight: ({ effectiveWeight, evidence }) => (evidence === 'counts' ? null : effectiveWeight),
  unanswered: ({ unansweredShare }) => unansweredShare,
  n: ({ n }) => n,
}

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** In the order asked for, those without a figure last; of equal ones in the order of the test. */
export function inOrder(rows: readonly QuestionRow[], { field, direction }: QuestionsState['sort']): QuestionRow[] {
  const figureOf = orderedBy[field]
  const sign = direction === 'asc' ? 1 : -1
  return rows.toSorted((one, other) => {
    const [a, b] = [figureOf(one), figureOf(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null) || one.id - other.id
    const order = typeof a === 'string' || typeof b === 'string' ? words.compare(String(a), String(b)) : a - b
    return sign * order || one.id - other.id
  })
}

/** The questions that fewest got right, at most so many; none of those that nobody answered in a way that counts. */
export const mostMissed = (rows: readonly QuestionRow[], most: number): readonly QuestionRow[] =>
  inOrder(rows, { field: 'facility', direction: 'asc' })
    .filter(({ facility }) => facility !== null && facility < 1)
    .slice(0, most)

/** Whether strong takers miss a question: not where its interval has room for the opposite. */
export const isMisleading = ({ evidence, discriminationInterval }: QuestionRow): boolean =>
  evidence !== 'counts' && discriminationInterval !== null && discriminationInterval.high < 0

/** Whether a wrong option was chosen more often than the one right one. */
export function hasLure({ evidence, options }: QuestionRow): boolean {
  const [right, ...others] = options.filter(({ correct }) => correct === true)
  if (evidence === 'counts' || right === undefined || others.length > 0) return false
  return options.some(({ correct, chosen }) => correct === false && chosen > right.chosen)
}

export const needsLook = (row: QuestionRow): boolean => isMisleading(row) || hasLure(row)

/** The options of the version that is shown, with their figures where a choice is known; n is 0 where none is. */
export function optionsShown({ type, key, options }: QuestionRow): readonly OptionFigures[] {
  if (type === 'matching') return []
  return key.options.map(({ letter, content }) => {
    const correct = key.correct.length === 0 ? null : key.correct.includes(letter)
    const known = options.find(
      (option) => option.letter === letter && option.content === content && option.correct === correct,
    )
    return known ?? { letter, content, correct, n: 0, chosen: 0, share: null, meanTotal: null, pointBiserial: null }
  })
}
