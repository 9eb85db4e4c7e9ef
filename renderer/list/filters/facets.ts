import { create } from 'zustand'
import type { Facets } from '../../../shared/model/results-view.ts'
import { api, coalesced } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

interface FacetsState {
  /** The choices the filters can offer for the account looked at; null until the first answer. */
  readonly facets: Facets | null
  load(): Promise<void>
}

let asked = 0

export const useFacets = create<FacetsState>()((set) => ({
  facets: null,
  async load() {
    asked += 1
    const turn = asked
    try {
      const accounts = useAccounts.getState().filterAccounts()
      const facets = await api.results.facets({ accounts })
      if (turn === asked) set({ facets })
    } catch {
      // The grid reads the same store and shows the error; the filters stay as they were.
    }
  },
}))

const reload = coalesced(500, () => useFacets.getState().load())

api.results.changed(() => reload())
api.students.changed(() => reload())
onOtherAccounts(() => void useFacets.getState().load())
