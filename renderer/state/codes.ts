import { create } from 'zustand'
import type { AccessCodeRow, CodesFilter, CodesQuery, CodesSort, ListRef } from '../../shared/model/access-code.ts'
import type { CodeFact } from '../../shared/model/alike.ts'
import { api } from '../api/client.ts'
import { listKey } from './access-lists.ts'
import { createPagedList } from './paged-list.ts'

interface CodesState {
  /** The list whose codes are looked at. */
  readonly list: ListRef | null
  readonly filter: CodesFilter
  readonly sort: CodesSort
  /** Looks at another list, from its first code and without filters; null looks at none. */
  open(list: ListRef | null): void
  setFilter(change: CodesFilter): void
  clearFilter(): void
  setSort(sort: CodesSort): void
  /** Asks the current question anew. */
  read(): void
}

/** The codes of the list looked at, as far as they are loaded. */
export const useCodePages = createPagedList<CodesQuery, AccessCodeRow, CodeFact>({
  count: ({ list, filter }) => api.codes.count({ list, filter }),
  page: (query, offset, limit) => api.codes.page({ ...query, offset, limit }),
  alike: {
    facts: {
      name: (row) => row.name,
      uses: (row) => row.uses,
      lastUsed: (row) => row.lastUsedAt,
      // What waits or is held is told at its own row, and so is like no other.
      state: (row) => (row.state === 'on-list' ? 'on-list' : row.id),
    },
    ask: ({ list, filter }, facts) => api.codes.alike({ list, filter, facts }),
  },
})

/** In their own order, by which one is found. */
const byCode: CodesSort = { field: 'code', direction: 'asc' }

export const useCodes = create<CodesState>()((set, get) => ({
  list: null,
  filter: {},
  sort: byCode,

  open(list) {
    const before = get().list
    if (before !== null && list !== null && listKey(before) === listKey(list)) return
    set({ list, filter: {} })
    useCodePages.getState().clear()
    get().read()
  },
  setFilter(change) {
    set({ filter: essential({ ...get().filter, ...change }) })
    get().read()
  },
  clearFilter() {
    set({ filter: {} })
    get().read()
  },
  setSort(sort) {
    set({ sort })
    get().read()
  },
  read() {
    const { list, filter, sort } = get()
    if (list !== null) void useCodePages.getState().ask({ list, filter, sort })
  },
}))

/** The filter with only the parts that ask something. */
const essential = (filter: CodesFilter): CodesFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))

/** Whether a filter asks anything. */
export const isNarrowed = (filter: CodesFilter): boolean => Object.keys(filter).length > 0

const refreshIfOpen = () => {
  if (useCodes.getState().list !== null) useCodePages.getState().refresh()
}

api.codes.changed(refreshIfOpen)
// Results use codes.
api.results.changed(refreshIfOpen)
