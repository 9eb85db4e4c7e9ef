import { createContext, useContext } from 'react'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type { ChipField } from './filter-kinds.ts'

/** The filter of the list that the filter bar stands over. */
export interface ListFilter {
  readonly filter: ResultsFilter
  setFilter(filter: ResultsFilter): void
  clearFilter(): void
  /** What it can be narrowed by, in the order of the chips. */
  readonly fields: readonly ChipField[]
  /** Whether the numbers beside tests and groups, which count results, are of this list. */
  readonly countsResults: boolean
}

const Context = createContext<ListFilter | null>(null)

export const ListFilterProvider = Context.Provider

/** @throws outside of a list, which is a mistake in the code */
export function useListFilter(): ListFilter {
  const list = useContext(Context)
  if (list === null) throw new Error('A filter stands outside of its list.')
  return list
}
