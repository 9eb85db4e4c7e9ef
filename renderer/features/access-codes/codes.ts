import { create } from 'zustand'
import {
  type AccessCodeRow,
  type CodesFilter,
  type CodesQuery,
  type CodesSort,
  codesSortFields,
  type ListRef,
} from '../../../shared/model/access-code.ts'
import type { CodeFact } from '../../../shared/model/results-view.ts'
import { api } from '../../api/client.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'
import { selectedRows } from '../../list/selected-rows.ts'
import { type Chosen, createSelection } from '../../list/selection.ts'
import { listKey } from './access-lists.ts'
import { useCodeChanges } from './code-changes.ts'

/** The codes of the list looked at, as far as they are loaded. */
export const useCodePages = createListStore<CodesQuery, AccessCodeRow, CodeFact>({
  name: 'codes',
  calls: api.codeList,
  alike: {
    facts: {
      name: (row) => row.name,
      uses: (row) => row.uses,
      lastUsed: (row) => row.lastUsedAt,
      // A code that waits or is held shows that in its own row, so its value is unique.
      state: (row) => (row.state === 'on-list' ? 'on-list' : row.id),
    },
    ask: ({ list, filter }, facts) => api.codes.alike({ list, filter, facts }),
  },
})

/** By code, so that one is easily found. */
const byCode: CodesSort = { field: 'code', direction: 'asc' }

/** The list whose codes are shown; null when there is none. */
const useOpenList = create<{ readonly list: ListRef | null }>()(() => ({ list: null }))

/** Counted up each time codes are asked for from elsewhere: their tab is then to be shown. */
export const useCodesAsked = create<{ readonly turn: number }>()(() => ({ turn: 0 }))

export const useCodes = createListQuestion<CodesFilter, CodesSort>({
  list: 'codes',
  everything: {},
  changed: (filter, change) => withoutEmpty({ ...filter, ...change }),
  sort: byCode,
  fields: codesSortFields,
  async ask({ filter, sort }) {
    const { list } = useOpenList.getState()
    if (list !== null) await useCodePages.getState().ask({ list, filter, sort })
  },
})

/** Shows another list, from its first code and without filters; null shows none. */
export function openCodes(list: ListRef | null): void {
  const before = useOpenList.getState().list
  if (before !== null && list !== null && listKey(before) === listKey(list)) return
  useOpenList.setState({ list })
  useCodePages.getState().clear()
  useCodes.getState().clearFilter()
}

/** The filter without the parts that ask nothing. */
const withoutEmpty = (filter: CodesFilter): CodesFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))

/** Whether a filter leaves anything out. */
export const isNarrowed = (filter: CodesFilter): boolean => Object.keys(filter).length > 0

const refreshIfOpen = () => {
  if (useOpenList.getState().list !== null) useCodePages.getState().refresh()
}

api.codes.changed(refreshIfOpen)
// A result may have used a code.
api.results.changed(refreshIfOpen)

/** The codes selected in the list shown. */
export const useCodesSelection = createSelection(useCodePages)

/**
 * The chosen rows, read where they are not loaded.
 * @throws AppError
 */
export const chosenCodes = (chosen: Chosen): Promise<readonly AccessCodeRow[]> => selectedRows(useCodePages, chosen)

// A change ends the selection: its codes are gone or back, and "all" would include codes that nobody chose.
useCodeChanges.subscribe(({ last }, before) => {
  if (last !== before.last && last !== null && last.kind !== 'nothing') useCodesSelection.getState().clear()
})

// Rows out of sight must not stay selected. Another order shows the same codes, so it keeps the selection.
useCodePages.subscribe(({ shown }, before) => {
  const same = shown?.query.list === before.shown?.query.list && shown?.query.filter === before.shown?.query.filter
  if (!same) useCodesSelection.getState().clear()
})
