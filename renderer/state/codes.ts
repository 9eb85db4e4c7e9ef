import { create } from 'zustand'
import {
  type AccessCodeRow,
  type CodesFilter,
  type CodesQuery,
  type CodesSort,
  codesSortFields,
  type ListRef,
} from '../../shared/model/access-code.ts'
import type { CodeFact } from '../../shared/model/alike.ts'
import { api } from '../api/client.ts'
import { createListQuestion } from '../list/list-question.ts'
import { createListStore } from '../list/list-store.ts'
import { listKey } from './access-lists.ts'

/** The codes of the list looked at, as far as they are loaded. */
export const useCodePages = createListStore<CodesQuery, AccessCodeRow, CodeFact>({
  name: 'codes',
  calls: api.codeList,
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

/** The list whose codes are looked at; null where none is. */
export const useOpenList = create<{ readonly list: ListRef | null }>()(() => ({ list: null }))

export const useCodes = createListQuestion<CodesFilter, CodesSort>({
  list: 'codes',
  everything: {},
  changed: (filter, change) => essential({ ...filter, ...change }),
  sort: byCode,
  fields: codesSortFields,
  async ask({ filter, sort }) {
    const { list } = useOpenList.getState()
    if (list !== null) await useCodePages.getState().ask({ list, filter, sort })
  },
})

/** Looks at another list, from its first code and without filters; null looks at none. */
export function openCodes(list: ListRef | null): void {
  const before = useOpenList.getState().list
  if (before !== null && list !== null && listKey(before) === listKey(list)) return
  useOpenList.setState({ list })
  useCodePages.getState().clear()
  useCodes.getState().clearFilter()
}

/** The filter with only the parts that ask something. */
const essential = (filter: CodesFilter): CodesFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))

/** Whether a filter asks anything. */
export const isNarrowed = (filter: CodesFilter): boolean => Object.keys(filter).length > 0

const refreshIfOpen = () => {
  if (useOpenList.getState().list !== null) useCodePages.getState().refresh()
}

api.codes.changed(refreshIfOpen)
// Results use codes.
api.results.changed(refreshIfOpen)
