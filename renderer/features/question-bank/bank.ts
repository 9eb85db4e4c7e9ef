import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import {
  type BankCategory,
  type BankEdit,
  type BankFilter,
  type BankQuery,
  type BankQuestion,
  type BankRow,
  type BankStatus,
  type BankWaiting,
  bankSortFields,
} from '../../../shared/model/bank.ts'
import { api, coalesced, latestOnly, whileWatched } from '../../api/client.ts'
import { lookedAt, onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { say, useFeedback } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'
import { createSelection } from '../../list/selection.ts'

interface ChosenAccount {
  /** The account whose bank the teacher chose to see; null until one is chosen. A bank is one account's. */
  readonly id: string | null
  /** The account in whose bank a question is being written: its bank stays until that is settled. */
  readonly pinned: string | null
}
const useChosenAccount = create<ChosenAccount>()(() => ({ id: null, pinned: null }))

type Accounts = Parameters<typeof lookedAt>[0]

/** The accounts looked at that have a question bank: those at ClassMarker. */
export const bankAccountsIn = (accounts: Accounts): readonly AccountSummary[] =>
  lookedAt(accounts).filter(({ service }) => service === 'classmarker')

/** The account whose bank is shown: of several that are looked at the chosen one, else the first. */
const bankAccountOf = (accounts: Accounts, { id: chosen, pinned }: ChosenAccount): AccountSummary | null => {
  const looked = bankAccountsIn(accounts)
  const kept = accounts.accounts?.find(({ id }) => id === pinned)
  return kept ?? looked.find(({ id }) => id === chosen) ?? looked.find(({ archived }) => !archived) ?? looked[0] ?? null
}

export const bankAccount = (): AccountSummary | null =>
  bankAccountOf(useAccounts.getState(), useChosenAccount.getState())

export function useBankAccount(): AccountSummary | null {
  const chosen = useChosenAccount()
  return useAccounts((state) => bankAccountOf(state, chosen))
}

export const chooseBankAccount = (id: string): void => useChosenAccount.setState({ id })

export const pinBankAccount = (pinned: string | null): void => useChosenAccount.setState({ pinned })

interface BankFacts {
  /** Whose facts these are. */
  readonly account: string | null
  /** Null until the first answer. */
  readonly status: BankStatus | null
  /** Each parent before its own. */
  readonly categories: readonly BankCategory[]
  readonly waiting: BankWaiting | null
  /** What waits, in the order of sending. */
  readonly edits: readonly BankEdit[]
  readonly error: AppError | null
  load(): Promise<void>
}

const nothingKnown = { status: null, categories: [], waiting: null, edits: [], error: null } as const
const latestFacts = latestOnly()
const factsWatch = whileWatched(() => useBankFacts.getState().load(), 300)

/** What is known of the bank shown, besides its questions. */
export const useBankFacts = create<BankFacts>()((set, get) => ({
  account: null,
  ...nothingKnown,
  async load() {
    const account = bankAccount()?.id ?? null
    if (account !== get().account) set({ account, ...nothingKnown })
    if (account === null) return
    const of = { accounts: [account] }
    await latestFacts(
      () => Promise.all([api.bank.status(of), api.bank.categories(of), api.bank.waiting(of), api.bank.edits(of)]),
      ([[status = null], categories, waiting, edits]) => set({ status, categories, waiting, edits, error: null }),
      (error) => set({ error }),
    )
  },
}))

export const watchBank = factsWatch.watch

/** The questions that fit the filter, as far as they are loaded. */
export const useBankPages = createListStore<BankQuery, BankRow, 'state' | 'category' | 'type' | 'tests'>({
  name: 'bank',
  calls: api.bankList,
  alike: {
    facts: {
      state: ({ state, archived }) => (state === 'kept' && archived ? 'archived' : state),
      // Not its name, which categories of two parents may share.
      category: ({ category }) => category,
      type: ({ type }) => type,
      tests: ({ tests }) => tests,
    },
    // Known only of a bank that is here as a whole, as most are; the columns of a larger one stay.
    ask: async () => [],
  },
})

type BankSort = BankQuery['sort']
const byCategory: BankSort = { field: 'category', direction: 'asc' }

export const useBank = createListQuestion<BankFilter, BankSort>({
  list: 'bank',
  everything: {},
  changed: (filter, change) => withoutEmpty({ ...filter, ...change }),
  sort: byCategory,
  fields: bankSortFields,
  async ask({ filter, sort }) {
    const account = bankAccount()
    if (account !== null) await useBankPages.getState().ask({ filter: { accounts: [account.id], ...filter }, sort })
  },
  onOtherFilter: () => useBankSelection.getState().clear(),
})

const asksNothing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The filter without the parts that ask nothing. */
const withoutEmpty = (filter: BankFilter): BankFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => !asksNothing(value)))

/** Whether a filter leaves anything out, besides other accounts and what is archived. */
export const isNarrowed = ({ accounts: _, ...filter }: BankFilter): boolean =>
  Object.values(filter).some((value) => !asksNothing(value))

export const useBankSelection = createSelection(useBankPages)

interface OpenQuestion {
  /** `BankRow.id` of the question beside the list; null while none is open. */
  readonly id: number | null
  /** The last answer about it; null before the first. */
  readonly question: BankQuestion | null
  readonly error: AppError | null
  open(id: number): void
  close(): void
  load(): Promise<void>
}

const latestQuestion = latestOnly()

/** The question beside the list. */
export const useOpenQuestion = create<OpenQuestion>()((set, get) => ({
  id: null,
  question: null,
  error: null,
  open(id) {
    if (get().id !== id) set({ id, question: null, error: null })
    void get().load()
  },
  close: () => set({ id: null, question: null, error: null }),
  async load() {
    const { id } = get()
    if (id === null) return
    await latestQuestion(
      () => api.bank.question({ id }),
      (question) => get().id === id && set({ question, error: null }),
      (error) => {
        if (get().id !== id) return
        // It was taken back before it was ever sent, or went with its account.
        if (error.code.endsWith('/not-found') && get().question !== null) get().close()
        else set({ error })
      },
    )
  },
}))

/** What the screen shows: its questions, or what waits. */
export const bankTabs = ['questions', 'waiting'] as const
export type BankTab = (typeof bankTabs)[number]
export const useBankTab = create<{ readonly tab: BankTab }>()(() => ({ tab: 'questions' }))

/** Opens the bank from elsewhere in the window: a question of it, what a text finds, or what waits. */
export function openBank(at: { readonly id?: number; readonly search?: string; readonly tab?: BankTab }): void {
  useBankTab.setState({ tab: at.tab ?? 'questions' })
  if (at.search !== undefined)
    useBank.getState().show({ filter: withoutEmpty({ search: at.search }), sort: byCategory })
  if (at.id !== undefined) useOpenQuestion.getState().open(at.id)
  useNavigation.getState().go('questions')
}

interface BankBadge {
  /** Of the accounts looked at: questions, and what is not yet at ClassMarker. */
  readonly count: number
  readonly waiting: number
  load(): Promise<void>
}

const latestBadge = latestOnly()

/** How many questions there are and how many changes wait, for the sidebar of every screen. */
export const useBankBadge = create<BankBadge>()((set) => ({
  count: 0,
  waiting: 0,
  load() {
    const accounts = useAccounts.getState().filterAccounts()
    const of = accounts ? { accounts } : {}
    // The screen of questions reads the same store and says what is wrong with it.
    return latestBadge(
      () => Promise.all([api.bank.status(of), api.bank.waiting(of)]),
      ([statuses, waiting]) =>
        set({
          count: statuses.reduce((sum, { questions }) => sum + questions, 0),
          waiting: waiting.questions + waiting.categories + waiting.stopped,
        }),
    )
  },
}))

/** The message that says what waits; once less of it waits, or nothing does, it says so no more. */
let waitsTurn = 0

/** Says what waits to be sent, until some of it was. */
export function sayWaits(words: string, accountId: string | null): void {
  waitsTurn = say(words, { accountId, waits: true })
  // It may have been sent before this was said.
  void useBankBadge.getState().load()
}

useBankBadge.subscribe(({ waiting }, before) => {
  if (waiting === 0 || waiting < before.waiting) useFeedback.getState().withdraw(waitsTurn)
})

const reloadBadge = coalesced(300, () => useBankBadge.getState().load())

function changed(): void {
  reloadBadge()
  factsWatch.reload()
  if (useBankPages.getState().shown !== null) useBankPages.getState().refresh()
  void useOpenQuestion.getState().load()
}

api.bank.changed(changed)
api.accounts.changed(reloadBadge)
// Answers that come in change what is known of a question.
api.results.changed(() => {
  if (useBankPages.getState().shown !== null) useBankPages.getState().refresh()
})

let shownBank = bankAccount()?.id ?? null

/** Begins anew with another account: nothing of one bank stays for the next. */
function onOtherBank(): void {
  const before = shownBank
  shownBank = bankAccount()?.id ?? null
  if (shownBank === before) return
  useBankPages.getState().clear()
  useBankSelection.getState().clear()
  useOpenQuestion.getState().close()
  useBank.setState({ filter: {} })
  if (!factsWatch.isWatched()) return
  void useBankFacts.getState().load()
  void useBank.getState().read()
}
useChosenAccount.subscribe(onOtherBank)
onOtherAccounts(reloadBadge)
// Of the same accounts another one may be the first, or the first that is not archived.
useAccounts.subscribe(onOtherBank)
