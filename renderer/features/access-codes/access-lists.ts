import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccessListSummary, ListRef } from '../../../shared/model/access-code.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

interface AccessListsState {
  /** The lists of the accounts looked at; null until the first answer. */
  readonly lists: readonly AccessListSummary[] | null
  readonly error: AppError | null
  /** Key of the list chosen by hand; the list may have gone since. */
  readonly chosen: string | null
  choose(key: string): void
  load(): Promise<void>
  /**
   * Reads the lists now and at every change from now on.
   * @returns a function that stops it
   */
  watch(): () => void
}

/** A key that is unique among the lists of all accounts. */
export const listKey = ({ accountId, listId }: ListRef): string => `${accountId} ${listId}`

/** Only the fields that name a list, as the main process takes them. */
export const refOf = ({ accountId, listId }: ListRef): ListRef => ({ accountId, listId })

const latest = latestOnly()
const watched = whileWatched(() => useAccessLists.getState().load(), 200)

export const useAccessLists = create<AccessListsState>()((set) => ({
  lists: null,
  error: null,
  chosen: null,

  choose: (chosen) => set({ chosen }),

  load() {
    const accounts = useAccounts.getState().filterAccounts()
    return latest(
      () => api.codes.lists(accounts ? { accounts } : {}),
      (lists) => set({ lists, error: null }),
      (error) => set({ error }),
    )
  },
  watch: watched.watch,
}))

/** The list looked at: the chosen one, else the first; null when there is none. */
export const shownList = ({ lists, chosen }: Pick<AccessListsState, 'lists' | 'chosen'>): AccessListSummary | null =>
  lists?.find((list) => listKey(list) === chosen) ?? lists?.[0] ?? null

api.codes.changed(watched.reload)
// A sync finds new links, and with them new lists.
api.results.changed(watched.reload)
api.accounts.changed(watched.reload)

onOtherAccounts(() => {
  if (watched.isWatched()) void useAccessLists.getState().load()
})
