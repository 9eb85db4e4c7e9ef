import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccessListSummary, ListRef } from '../../../shared/model/access-code.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'
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

let watchers = 0
let generation = 0

export const useAccessLists = create<AccessListsState>()((set, get) => ({
  lists: null,
  error: null,
  chosen: null,

  choose: (chosen) => set({ chosen }),

  async load() {
    generation += 1
    const turn = generation
    const accounts = useAccounts.getState().filterAccounts()
    try {
      const lists = await api.codes.lists(accounts ? { accounts } : {})
      if (turn === generation) set({ lists, error: null })
    } catch (thrown) {
      if (turn === generation) set({ error: asAppError(thrown) })
    }
  },

  watch() {
    watchers += 1
    void get().load()
    return () => {
      watchers -= 1
    }
  },
}))

/** The list looked at: the chosen one, else the first; null when there is none. */
export const shownList = ({ lists, chosen }: Pick<AccessListsState, 'lists' | 'chosen'>): AccessListSummary | null =>
  lists?.find((list) => listKey(list) === chosen) ?? lists?.[0] ?? null

const reload = coalesced(200, () => useAccessLists.getState().load())
const reloadIfSeen = () => {
  if (watchers > 0) reload()
}

api.codes.changed(reloadIfSeen)
// A sync may find new links, and with them new lists.
api.results.changed(reloadIfSeen)
api.accounts.changed(reloadIfSeen)

onOtherAccounts(() => {
  if (watchers > 0) void useAccessLists.getState().load()
})
