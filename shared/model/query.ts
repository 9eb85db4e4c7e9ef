import type { ResultsFilter } from './filter.ts'
import type { SortField } from './result-fields.ts'

export interface ResultsSort {
  readonly field: SortField
  readonly direction: 'asc' | 'desc'
}

/** The one question behind screen, workbook, CSV and command line. */
export interface ResultsQuery {
  readonly filter: ResultsFilter
  readonly sort: ResultsSort
}

export const newestFirst: ResultsSort = { field: 'finished', direction: 'desc' }
