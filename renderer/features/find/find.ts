import type { LucideIcon } from 'lucide-react'
import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { BankRow } from '../../../shared/model/bank.ts'
import { type Found, type FoundSome, mostFound } from '../../../shared/model/found.ts'
import { asksSomething, longestSearch } from '../../../shared/model/text.ts'
import { api, coalesced, latestOnly } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { withAnswer } from '../../list/answers.ts'

/** A line that can be chosen. */
export interface FindEntry {
  /** Told apart by it within its group. */
  readonly id: string
  readonly words: string
  /** What tells it from others of the same name. */
  readonly aside?: string
  /** Its shortcut, as the table of shortcuts writes keys. */
  readonly keys?: string
  readonly icon: LucideIcon
  /** Offered for any text, so that it is no match. */
  readonly always?: boolean
  /** Leads to it, once the dialog is closed. */
  open(): void
}

/** What is asked: the text as typed, and what it finds in the store; null while nothing was answered. */
export interface FindAsked {
  readonly text: string
  readonly found: Found | null
  /** The questions of the bank that the text finds, as its list finds them. */
  readonly questions: FoundSome<BankRow> | null
}

/** Where entries come from. Each feature brings its own; `shell/find-sources.ts` puts them in order. */
export interface FindSource {
  readonly id: string
  /** The heading above its entries. */
  readonly title: () => string
  /** Entries for a text that asks something; null while they cannot be told yet. */
  entries(asked: FindAsked): readonly FindEntry[] | null
  /** Entries before anything is typed. */
  idle?(): readonly FindEntry[]
}

interface FindState {
  readonly text: string
  /** The last answer, with the text it answers; null while nothing is asked. */
  readonly answer: { readonly text: string; readonly found: Found; readonly questions: FoundSome<BankRow> } | null
  readonly error: AppError | null
  /** Takes the text of the field; called for each letter. */
  type(text: string): void
  ask(): Promise<void>
  /** Forgets what was asked. */
  leave(): void
}

/** Milliseconds until the question is asked again while results are still being read. */
const pause = 200

const latest = latestOnly()

export const useFind = create<FindState>()((set, get) => ({
  text: '',
  answer: null,
  error: null,

  type(typed) {
    const text = typed.slice(0, longestSearch)
    set({ text })
    void get().ask()
  },

  ask() {
    const { text } = get()
    return latest(
      () => (asksSomething(text) ? askAll(text) : nothingAsked),
      ([found, questions]) => {
        set({ answer: found && questions && { text, found, questions }, error: null })
        if (found?.students === null) {
          setTimeout(() => {
            if (get().answer?.found === found && get().text === text) void get().ask()
          }, pause)
        }
      },
      (error) => set({ answer: null, error }),
    )
  },

  leave() {
    get().type('')
  },
}))

const nothingAsked: Promise<readonly [null, null]> = Promise.resolve([null, null])

const askAll = (text: string): Promise<readonly [Found, FoundSome<BankRow>] | readonly [null, null]> =>
  Promise.all([askStore(text), askBank(text)])

const askStore = (text: string): Promise<Found> =>
  api.find.ask({ text: text.trim(), accounts: useAccounts.getState().filterAccounts() })

/** The first questions of the bank that a text finds, and how many there are. */
function askBank(text: string): Promise<FoundSome<BankRow>> {
  const accounts = useAccounts.getState().filterAccounts()
  const filter = { search: text.trim(), ...(accounts ? { accounts } : {}) }
  return withAnswer(
    api.bankList,
    { filter, sort: { field: 'text', direction: 'asc' } },
    async ({ answer, rows, count }) => ({
      entries: rows.slice(0, mostFound),
      total: count ?? (await api.bankList.count({ answer })),
    }),
    mostFound,
  )
}

/** What was found may be called otherwise now, or be gone: a student who was erased, say. */
const askAgain = coalesced(300, async () => {
  const { text, answer, ask } = useFind.getState()
  if (answer?.text === text) await ask()
})
for (const noun of ['results', 'students', 'gradebooks', 'bank'] as const) api[noun].changed(askAgain)

/** Whether nothing was found, besides what is offered for any text. */
export const isNothingFound = (groups: readonly FindGroup[]): boolean =>
  groups.every(({ entries }) => entries?.every(({ always = false }) => always) ?? false)

/** A group of entries to show; `entries` is null while they are being read. */
export interface FindGroup {
  readonly source: FindSource
  readonly entries: readonly FindEntry[] | null
}

/** The entries of each source: for a text, or before anything is typed; sources without any are left out. */
export function groupsOf(sources: readonly FindSource[], asked: FindAsked): readonly FindGroup[] {
  const isIdle = !asksSomething(asked.text)
  return sources
    .map((source): FindGroup => ({ source, entries: isIdle ? (source.idle?.() ?? []) : source.entries(asked) }))
    .filter(({ entries }) => entries === null || entries.length > 0)
}
