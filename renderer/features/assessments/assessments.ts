import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type {
  Assessment,
  AssessmentDraft,
  AssessmentRow,
  AssessmentsStatus,
  Submission,
} from '../../../shared/model/assessment.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { api, coalesced, latestOnly, whileWatched } from '../../api/client.ts'
import { lookedAt, onOtherAccounts, useAccounts, zoneOf } from '../../app/accounts.ts'
import { say, useFeedback } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { calendarDayOf } from '../../format/time.ts'
import { locale } from '../../format/words.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'
import { wholeList } from '../../list/whole-list.ts'
import { useResults } from '../results/index.ts'
import { useAnswering } from './answering.ts'
import { useDrafting } from './drafting.ts'

type Accounts = Parameters<typeof lookedAt>[0]

/** The accounts looked at that are of a learning platform. */
export const assessmentAccounts = (state: Accounts): readonly AccountSummary[] =>
  lookedAt(state).filter(({ service }) => service === 'assessments')

let lastAccounts: readonly AccountSummary[] = []

/** The same, followed as they change; the same accounts give the same array. */
export const useAssessmentAccounts = (): readonly AccountSummary[] =>
  useAccounts((state) => {
    const now = assessmentAccounts(state)
    const isSame = now.length === lastAccounts.length && now.every((account, place) => account === lastAccounts[place])
    if (!isSame) lastAccounts = now
    return lastAccounts
  })

const idsNow = (): string[] => assessmentAccounts(useAccounts.getState()).map(({ id }) => id)

interface AssessmentFacts {
  /** Null until the first answer. */
  readonly statuses: readonly AssessmentsStatus[] | null
  /** What was written here, the order of publishing first. */
  readonly drafts: readonly AssessmentDraft[]
  readonly error: AppError | null
  load(): Promise<void>
}

const latestFacts = latestOnly()
const factsWatch = whileWatched(() => useAssessmentFacts.getState().load(), 300)

/** What is known of the accounts looked at, besides the list. */
export const useAssessmentFacts = create<AssessmentFacts>()((set) => ({
  statuses: null,
  drafts: [],
  error: null,
  async load() {
    const accounts = idsNow()
    if (accounts.length === 0) return
    await latestFacts(
      () => Promise.all([api.assessments.status({ accounts }), api.assessments.drafts({ accounts })]),
      ([statuses, drafts]) => set({ statuses, drafts, error: null }),
      (error) => set({ error }),
    )
  },
}))

export const watchAssessments = factsWatch.watch

/** Numbers of all statuses together. */
export const sumOf = (
  statuses: readonly AssessmentsStatus[] | null,
  field: 'assessments' | 'gone' | 'drafts' | 'waiting' | 'draftsToDecide' | 'toCollect' | 'own',
): number => (statuses ?? []).reduce((sum, status) => sum + status[field], 0)

export const assessmentSortFields = [
  'name',
  'course',
  'submissions',
  'questionCount',
  'passingScore',
  'timeLimit',
  'changed',
] as const
export type AssessmentSortField = (typeof assessmentSortFields)[number]

export interface AssessmentFilter {
  /** The service's ids of courses. */
  readonly courses?: readonly string[] | undefined
  readonly search?: string | undefined
  /** Only what the last look that found something found. */
  readonly news?: boolean | undefined
  /** Only what is no longer at the platform, which the list leaves out otherwise. */
  readonly gone?: boolean | undefined
  /** Only what is being answered here, or may have been submitted. */
  readonly own?: boolean | undefined
}

export interface AssessmentsQuery {
  readonly accounts: readonly string[]
  readonly filter: AssessmentFilter
  readonly sort: { readonly field: AssessmentSortField; readonly direction: 'asc' | 'desc' }
}

/** Whether a filter leaves anything out. */
export const isNarrowed = ({
  courses = [],
  search = '',
  news = false,
  gone = false,
  own = false,
}: AssessmentFilter): boolean => courses.length > 0 || search !== '' || news || gone || own

/** When something was found last, and at which account. */
export function newestNews(statuses: readonly AssessmentsStatus[] | null): { at: UnixSeconds; account: string } | null {
  const all = (statuses ?? []).flatMap(({ account, news }) => (news === null ? [] : [{ at: news.at, account }]))
  return all.toSorted((a, b) => b.at - a.at)[0] ?? null
}

/** Whether a row changed at the last look of its account that found something. */
export const isNews = (row: AssessmentRow, statuses: readonly AssessmentsStatus[] | null): boolean => {
  const news = statuses?.find(({ account }) => account === row.account)?.news ?? null
  return news !== null && row.changedAt !== null && row.changedAt >= news.at
}

function fits(
  row: AssessmentRow,
  { courses = [], search = '', news = false, gone = false, own = false }: AssessmentFilter,
): boolean {
  // An attempt is not lost with what it is of.
  if (own && row.own === null) return false
  // What went since is news as well.
  if (gone ? !row.gone : row.gone && !news && !own) return false
  if (courses.length > 0 && !courses.includes(row.courseId)) return false
  if (news && !isNews(row, useAssessmentFacts.getState().statuses)) return false
  const words = searchWords(search)
  if (words === null) return false
  const fields = [row.title, row.courseId, row.assessmentId].map(fold)
  return words.every((word) => fields.some((text) => text.includes(word)))
}

const byLocale = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
const noLimit = Number.POSITIVE_INFINITY

const sortKeys: Readonly<Record<Exclude<AssessmentSortField, 'name' | 'course'>, (row: AssessmentRow) => number>> = {
  submissions: ({ submissions }) => submissions,
  questionCount: ({ questionCount }) => questionCount ?? -1,
  passingScore: ({ passingScore }) => passingScore ?? -1,
  timeLimit: ({ timeLimitMinutes }) => timeLimitMinutes ?? noLimit,
  changed: ({ changedAt }) => changedAt ?? -1,
}

/** The rows that fit, in order: equal ones by course and title. */
export function arranged(
  rows: readonly AssessmentRow[],
  { filter, sort }: Pick<AssessmentsQuery, 'filter' | 'sort'>,
): readonly AssessmentRow[] {
  const byName = (a: AssessmentRow, b: AssessmentRow) => byLocale.compare(a.title, b.title)
  const byCourse = (a: AssessmentRow, b: AssessmentRow) => byLocale.compare(a.courseId, b.courseId)
  const asked = (a: AssessmentRow, b: AssessmentRow): number => {
    if (sort.field === 'name') return byName(a, b)
    if (sort.field === 'course') return byCourse(a, b)
    const key = sortKeys[sort.field]
    const [one, other] = [key(a), key(b)]
    return one === other ? 0 : one < other ? -1 : 1
  }
  const turn = sort.direction === 'asc' ? 1 : -1
  return rows
    .filter((row) => fits(row, filter))
    .toSorted((a, b) => turn * asked(a, b) || byCourse(a, b) || byName(a, b) || b.id - a.id)
}

/** The assessments that fit the filter. */
export const useAssessmentPages = createListStore<AssessmentsQuery, AssessmentRow>({
  name: 'assessments',
  calls: wholeList(async (query: AssessmentsQuery) =>
    arranged(await api.assessments.list({ accounts: [...query.accounts] }), query),
  ),
})

const byCourse: AssessmentsQuery['sort'] = { field: 'course', direction: 'asc' }

export const useAssessments = createListQuestion<AssessmentFilter, AssessmentsQuery['sort']>({
  list: 'assessments',
  everything: {},
  changed: (filter, change) => ({ ...filter, ...change }),
  sort: byCourse,
  fields: assessmentSortFields,
  async ask(question) {
    const accounts = idsNow()
    if (accounts.length > 0) await useAssessmentPages.getState().ask({ accounts, ...question })
  },
})

interface OpenAssessment {
  /** `AssessmentRow.id` of the one beside the list; null while none is open. */
  readonly id: number | null
  /** The last answer about it; null before the first. */
  readonly assessment: Assessment | null
  readonly error: AppError | null
  open(id: number): void
  close(): void
  load(): Promise<void>
}

const latestAssessment = latestOnly()

/** The assessment beside the list. */
export const useOpenAssessment = create<OpenAssessment>()((set, get) => ({
  id: null,
  assessment: null,
  error: null,
  open(id) {
    if (get().id !== id) set({ id, assessment: null, error: null })
    void get().load()
  },
  close: () => set({ id: null, assessment: null, error: null }),
  async load() {
    const { id } = get()
    if (id === null) return
    await latestAssessment(
      () => api.assessments.get({ id }),
      (assessment) => get().id === id && set({ assessment, error: null }),
      (error) => {
        if (get().id !== id) return
        // It went with its account.
        if (error.code.endsWith('/not-found') && get().assessment !== null) get().close()
        else set({ error })
      },
    )
  },
}))

/** What the screen shows: what is at the platform, or what was written here. */
export const assessmentTabs = ['list', 'drafts'] as const
export type AssessmentTab = (typeof assessmentTabs)[number]
export const useAssessmentTab = create<{ readonly tab: AssessmentTab }>()(() => ({ tab: 'list' }))

interface AssessmentPlace {
  readonly id?: number
  readonly tab?: AssessmentTab
}

/** Opens the assessments from elsewhere in the window: one of them, or the drafts. */
export function openAssessments(place: AssessmentPlace): void {
  showAssessments(place)
  useNavigation.getState().go('assessments')
}

/** Shows one assessment, or the drafts, on the screen of assessments. */
export function showAssessments({ id, tab = 'list' }: AssessmentPlace): void {
  // What lies over the list would hide what is opened; both keep what was typed.
  const [answering, drafting] = [useAnswering.getState(), useDrafting.getState()]
  if (answering.open !== null) void answering.leave()
  if (drafting.open !== null) void drafting.leave()
  useAssessmentTab.setState({ tab })
  if (id !== undefined) useOpenAssessment.getState().open(id)
}

/**
 * Shows the results of an assessment in the list of results.
 * @param submission leaves those of another learner or day out
 */
export function showResultsOf(
  { account, id }: Pick<AssessmentRow, 'account' | 'id'>,
  submission: Pick<Submission, 'learnerId' | 'submittedAt'> | null = null,
): void {
  const learner = submission?.learnerId ?? null
  const zone = zoneOf(useAccounts.getState().accounts, account)
  const day = submission === null ? null : calendarDayOf(submission.submittedAt, zone)
  useResults.getState().setFilter([
    { field: 'account', op: 'in', value: [account] },
    { field: 'test', op: 'in', value: [id] },
    ...(learner === null
      ? []
      : [{ field: 'student', op: 'in', value: [{ account, key: `user:${learner}` }] } as const]),
    ...(day === null
      ? []
      : ([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
        ] as const)),
  ])
  useNavigation.getState().go('results')
}

interface AssessmentsBadge {
  /** Of the accounts looked at: assessments, and what is sent or fetched by itself once that can be. */
  readonly count: number
  readonly waiting: number
  /** The drafts among what waits. */
  readonly toPublish: number
  /** What waits for the teacher: drafts that were refused or are unclear, and assessments with an answer that was lost. */
  readonly drafts: number
  readonly lost: readonly number[]
  load(): Promise<void>
}

const latestBadge = latestOnly()

/** How many assessments there are and how much waits, for the sidebar of every screen. */
export const useAssessmentsBadge = create<AssessmentsBadge>()((set) => ({
  count: 0,
  waiting: 0,
  toPublish: 0,
  drafts: 0,
  lost: [],
  async load() {
    const accounts = idsNow()
    if (accounts.length === 0) return set({ count: 0, waiting: 0, toPublish: 0, drafts: 0, lost: [] })
    // The screen reads the same store and says what is wrong with it.
    await latestBadge(
      () => api.assessments.status({ accounts }),
      (statuses) =>
        set({
          count: sumOf(statuses, 'assessments'),
          waiting: sumOf(statuses, 'waiting') + sumOf(statuses, 'toCollect'),
          toPublish: sumOf(statuses, 'waiting'),
          drafts: sumOf(statuses, 'draftsToDecide'),
          lost: statuses.flatMap((status) => status.lost),
        }),
    )
  },
}))

/** The message that says what waits; once less of it waits, or nothing does, it says so no more. */
let waitsTurn = 0

/** Says what waits to be published, until it was. */
export function sayWaits(words: string, accountId: string): void {
  waitsTurn = say(words, { accountId, waits: true })
  // It may have been sent before this was said.
  void useAssessmentsBadge.getState().load()
}

useAssessmentsBadge.subscribe(({ waiting }, before) => {
  if (waiting === 0 || waiting < before.waiting) useFeedback.getState().withdraw(waitsTurn)
})

const reloadBadge = coalesced(300, () => useAssessmentsBadge.getState().load())

function changed(): void {
  reloadBadge()
  factsWatch.reload()
  if (useAssessmentPages.getState().shown !== null) useAssessmentPages.getState().refresh()
  void useOpenAssessment.getState().load()
}

api.assessments.changed(changed)
api.accounts.changed(reloadBadge)
// Submissions that come in are counted beside their assessment.
api.results.changed(changed)

let shownFor = idsNow().join(' ')

/** Begins anew with other accounts: nothing of one stays for the next. */
function onOthers(): void {
  const before = shownFor
  shownFor = idsNow().join(' ')
  if (shownFor === before) return
  reloadBadge()
  useAssessmentPages.getState().clear()
  useOpenAssessment.getState().close()
  useAssessmentFacts.setState({ statuses: null, drafts: [], error: null })
  useAssessments.setState({ filter: {} })
  if (!factsWatch.isWatched()) return
  void useAssessmentFacts.getState().load()
  void useAssessments.getState().read()
}
onOtherAccounts(onOthers)
useAccounts.subscribe(onOthers)
