import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { RenewalRow, RenewalState, RenewalsFilter, TestValidity } from '../../../shared/model/certificate.ts'
import { ofAccounts, withConditions } from '../../../shared/model/filter.ts'
import type { RenewalFact } from '../../../shared/model/results-view.ts'
import { api, asAppError, coalesced, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { createListStore } from '../../list/list-store.ts'
import { type Chosen, createSelection } from '../../list/selection.ts'
import { walkedThrough } from '../results/index.ts'

interface RenewalsState {
  /** Every test that gave certificates; null until the first answer. */
  readonly validities: readonly TestValidity[] | null
  /** How many certificates are in each state, regardless of `states`; null until the first answer. */
  readonly counts: Readonly<Record<RenewalState, number>> | null
  /** The states shown; an empty array shows all. */
  readonly states: readonly RenewalState[]
  readonly search: string
  /** Why the validities could not be read or set. */
  readonly error: AppError | null
  /** Reads validities and counts again. */
  load(): Promise<void>
  setStates(states: readonly RenewalState[]): void
  setSearch(search: string): void
  /** Keeps how long a test's certificates count. @param months null: for good @returns whether it was kept */
  setValidity(test: TestValidity, months: number | null): Promise<boolean>
}

/** The query of the list of renewals. */
type RenewalsQuery = Readonly<{ filter: RenewalsFilter }>

const latestCounts = latestOnly()

/** Counts the certificates in each state. The list reads the same store and shows why it could not be read. */
const loadCounts = ({ filter }: RenewalsQuery): Promise<void> =>
  latestCounts(
    () => api.certificates.countRenewals({ filter }),
    (counts) => useRenewals.setState({ counts }),
  )

/**
 * The certificates that expire, as far as they are loaded. Opening the list also counts the certificates in each state.
 */
export const useRenewalPages = createListStore<RenewalsQuery, RenewalRow, RenewalFact>({
  name: 'renewals',
  calls: {
    ...api.renewalList,
    open(input) {
      void loadCounts(input.query)
      return api.renewalList.open(input)
    },
  },
  alike: {
    facts: { test: (row) => row.testName },
    ask: ({ filter }, facts) => api.certificates.renewalsAlike({ filter, facts }),
  },
})

export const useRenewals = create<RenewalsState>()((set, get) => ({
  validities: null,
  counts: null,
  states: [],
  search: '',
  error: null,

  async load() {
    await Promise.all([loadValidities(), ask()])
  },
  setStates(states) {
    set({ states })
    useRenewalSelection.getState().clear()
    void ask()
  },
  setSearch(search) {
    set({ search })
    useRenewalSelection.getState().clear()
    void ask()
  },
  async setValidity({ accountId, testId }, months) {
    try {
      await api.certificates.setValidity({ accountId, testId, months })
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId })
      return false
    }
    await get().load()
    return true
  },
}))

const latestValidities = latestOnly()

const loadValidities = (): Promise<void> =>
  latestValidities(
    () => api.certificates.validities({ accounts: useAccounts.getState().filterAccounts() }),
    (validities) => useRenewals.setState({ validities, error: null }),
    (error) => useRenewals.setState({ error }),
  )

function ask(): Promise<void> {
  const { states, search } = useRenewals.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return useRenewalPages.getState().ask({
    filter: {
      results: withConditions(ofAccounts(accounts), { field: 'search', op: 'contains', value: search }),
      states,
    },
  })
}

/** The renewals selected in the list. */
export const useRenewalSelection = createSelection(useRenewalPages)

/** The selection as a filter; the whole list when nothing is selected. Null before the list is read. */
export function chosenRenewals(chosen: Chosen): RenewalsFilter | null {
  const { shown } = useRenewalPages.getState()
  if (shown === null) return null
  const { filter } = shown.query
  if (chosen.kind === 'all' || chosen.ids.size === 0) return filter
  return { ...filter, results: withConditions(filter.results, { field: 'id', op: 'in', value: [...chosen.ids] }) }
}

/** Copies the e-mail addresses of these renewals, separated as mail programs expect, and reports the result. */
export async function copyRenewalEmails(filter: RenewalsFilter): Promise<void> {
  try {
    const { emails, without } = await api.certificates.renewalEmails({ filter })
    if (emails.length > 0) await api.app.copyText({ text: emails.join('; ') })
    const copied = t('certificates.renewals.emailsCopied', { count: emails.length })
    say(without > 0 ? `${copied} ${t('certificates.renewals.emailsWithout', { count: without })}` : copied)
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** The list of renewals for the panel's previous and next. */
export const renewalsList = walkedThrough(useRenewalPages)

const reload = coalesced(500, async () => {
  await loadValidities()
  useRenewalPages.getState().refresh()
})
const reloadIfSeen = () => {
  if (useRenewals.getState().validities !== null) reload()
}

api.certificates.changed(reloadIfSeen)
api.results.changed(reloadIfSeen)
onOtherAccounts(() => {
  useRenewalSelection.getState().clear()
  if (useRenewals.getState().validities !== null) void useRenewals.getState().load()
})
