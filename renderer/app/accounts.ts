import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import type { AccountStatus } from '../../shared/model/sync.ts'
import { incompleteSentence } from '../../shared/sentences.ts'
import { api, coalesced, latestOnly } from '../api/client.ts'
import { t } from '../format/words.ts'

interface AccountsState {
  /** Null until the first answer. */
  readonly accounts: readonly AccountSummary[] | null
  readonly statuses: readonly AccountStatus[]
  /** The id of the account looked at; null for all of them. */
  readonly currentId: string | null
  readonly error: AppError | null
  look(id: string | null): void
  load(): Promise<void>
  /** The ids a query is narrowed to; undefined when it needs no narrowing. The same choice gives the same array. */
  filterAccounts(): readonly string[] | undefined
}

let narrowedTo: readonly string[] | undefined
const latest = latestOnly()

export const useAccounts = create<AccountsState>()((set, get) => ({
  accounts: null,
  statuses: [],
  currentId: null,
  error: null,

  look: (currentId) => set({ currentId }),

  load: () =>
    latest(
      () => Promise.all([api.accounts.list(), api.accounts.status()]),
      ([accounts, statuses]) => {
        const { currentId } = get()
        const stillThere = accounts.some((account) => account.id === currentId)
        set({ accounts, statuses, error: null, ...(stillThere ? {} : { currentId: null }) })
      },
      (error) => set({ error }),
    ),

  filterAccounts() {
    const ids = narrowing(get())
    if (ids?.join() !== narrowedTo?.join()) narrowedTo = ids
    return narrowedTo
  },
}))

/** Calls back whenever the accounts looked at change. */
export function onOtherAccounts(callBack: () => void): void {
  let ids = useAccounts.getState().filterAccounts()
  useAccounts.subscribe((state) => {
    const next = state.filterAccounts()
    if (next === ids) return
    ids = next
    callBack()
  })
}

/** Keeps invented results apart from real ones: beside real accounts, a sample is shown only when it is chosen. */
function narrowing({ accounts, currentId }: Pick<AccountsState, 'accounts' | 'currentId'>): string[] | undefined {
  if (currentId !== null) return [currentId]
  const real = realAccounts(accounts)
  // Of several samples without a real account, the first is looked at.
  const [first, second] = accounts ?? []
  if (real.length === 0) return first !== undefined && second !== undefined ? [first.id] : undefined
  return real.length < (accounts?.length ?? 0) ? real.map(({ id }) => id) : undefined
}

const reload = coalesced(200, () => useAccounts.getState().load())

api.accounts.changed(() => reload())
// A sync changes an account's summary: last sync, requests used, number of results.
api.results.changed(() => reload())

/** The computer's own time zone; UTC where it is set to none. */
export const systemZone = ownZone()

function ownZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  try {
    return Intl.DateTimeFormat(undefined, { timeZone }).resolvedOptions().timeZone ?? 'UTC'
  } catch {
    return 'UTC'
  }
}

/** The time zone of an account; the first account's when it is gone, and the computer's own when there is none. */
export const zoneOf = (accounts: readonly AccountSummary[] | null, id: string | null): string =>
  accounts?.find((account) => account.id === id)?.timeZone ?? accounts?.[0]?.timeZone ?? systemZone

/** Whether an account is of a learning platform, which tells nothing of its learners but their ids. */
export const isPlatform = (accounts: readonly AccountSummary[] | null, id: string): boolean =>
  accounts?.find((account) => account.id === id)?.service === 'assessments'

// The most letters of an account's name in the status line or the sidebar, which hold other words too.
const nameInLine = 60

/** Puts the account's name before the words where there is another account they could be about. */
export function ofAccount(accounts: readonly AccountSummary[] | null, id: string | null, words: string): string {
  const account = accounts?.find((one) => one.id === id)
  if (account === undefined || words === '' || (accounts?.length ?? 0) < 2) return words
  const name = account.name.length > nameInLine ? `${account.name.slice(0, nameInLine)}…` : account.name
  return t('sync.ofAccount', { name, words })
}

/**
 * The facts a certificate's verdict needs of its account. A removed account counts as no sample, since nothing says it
 * was one.
 */
export const verdictAccount = (accounts: readonly AccountSummary[] | null, id: string) => ({
  timeZone: zoneOf(accounts, id),
  sample: accounts?.find((account) => account.id === id)?.sample ?? false,
})

/** `verdictAccount` of the accounts as they are now, followed as they change. */
export const useVerdictAccount = (id: string): ReturnType<typeof verdictAccount> =>
  verdictAccount(
    useAccounts((state) => state.accounts),
    id,
  )

/** The accounts at ClassMarker, without samples. */
export const realAccounts = (accounts: readonly AccountSummary[] | null): readonly AccountSummary[] =>
  (accounts ?? []).filter((account) => !account.sample)

/** The account looked at: the chosen one, or the only real one, or a sample alone. Null when several are looked at together. */
export function currentAccount({
  accounts,
  currentId,
}: Pick<AccountsState, 'accounts' | 'currentId'>): AccountSummary | null {
  const chosen = accounts?.find((account) => account.id === currentId)
  if (chosen) return chosen
  const real = realAccounts(accounts)
  const [only] = real.length === 0 ? (accounts ?? []) : real
  return real.length > 1 ? null : (only ?? null)
}

/** The accounts looked at, one or several. */
export function lookedAt(state: Pick<AccountsState, 'accounts' | 'currentId'>): readonly AccountSummary[] {
  const current = currentAccount(state)
  return current ? [current] : realAccounts(state.accounts)
}

/**
 * The accounts one sync button acts for: the one looked at, or all of them. Samples and disconnected ones have nothing
 * to sync.
 */
export function syncedAccounts(state: Pick<AccountsState, 'accounts' | 'currentId'>): readonly AccountSummary[] {
  const current = currentAccount(state)
  const looked = current ? [current] : realAccounts(state.accounts)
  return looked.filter(({ sample, archived }) => !sample && !archived)
}

type Accounts = Parameters<typeof lookedAt>[0]

/** Returns a function from account id to account while several accounts are looked at; null while rows need no mark. */
export function rowAccount(state: Accounts): ((id: string) => AccountSummary | null) | null {
  if (lookedAt(state).length < 2) return null
  return (id) => state.accounts?.find((account) => account.id === id) ?? null
}

export const useRowAccount = (): ReturnType<typeof rowAccount> => rowAccount(useAccounts())

/** Says in one line that the results of the accounts looked at are incomplete, and why; null when they are complete. */
export function incompleteWords(
  state: Pick<ReturnType<typeof useAccounts.getState>, 'accounts' | 'currentId' | 'statuses'>,
) {
  const looked = lookedAt(state).map(({ id }) => id)
  return incompleteSentence(state.statuses.filter(({ id }) => looked.includes(id)))
}

export const useIncompleteWords = (): string | null => useAccounts(incompleteWords)
