import type { Feed } from './feed.ts'

/** A calendar day, YYYY-MM-DD, in the account's time zone. */
export type CalendarDay = string

/** Which results. Every part narrows; lists within a part widen. An absent part asks nothing, and nor does an empty list. */
export interface ResultsFilter {
  readonly accounts?: readonly string[] | undefined
  readonly tests?: readonly number[] | undefined
  /** Groups and links together: a result belongs to exactly one of them. */
  readonly sources?: readonly SourceRef[] | undefined
  readonly from?: CalendarDay | undefined
  /** The end day is included. */
  readonly to?: CalendarDay | undefined
  readonly minPercentage?: number | undefined
  readonly maxPercentage?: number | undefined
  readonly outcomes?: readonly ('passed' | 'not-passed')[] | undefined
  readonly needsGrading?: boolean | undefined
  readonly certificate?: boolean | undefined
  /** Only these results, as selected by hand. */
  readonly ids?: readonly number[] | undefined
  readonly search?: string | undefined
}

export interface SourceRef {
  readonly feed: Feed
  readonly id: number
}

export const sortFields = [
  'finished',
  'started',
  'name',
  'test',
  'source',
  'percentage',
  'points',
  'outcome',
  'duration',
  'certificate',
  'grading',
] as const

export type SortField = (typeof sortFields)[number]

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
