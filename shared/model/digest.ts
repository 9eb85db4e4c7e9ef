import type { Tenths } from './result-values.ts'
import type { PartResults } from './test-figures.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

/** The days before today that count as new where nothing was ever marked as seen. */
export const firstDays = 7

/** How near below its pass mark a result has just missed it, in tenths of a percent. */
export const justBelow = 50

/**
 * How far the results of a database had arrived at one moment: the greatest number of a result, and of a change of one.
 * Numbers grow as results arrive, whatever any clock says.
 */
export interface Arrived {
  readonly result: number
  readonly change: number
}

/** What the digest looks at. */
export interface DigestQuery {
  /** All where none are named. */
  readonly accounts?: readonly string[] | undefined
  readonly now: UnixSeconds
  /** Everything that arrived from this day on, in each account's own zone, instead of since it was marked as seen. */
  readonly since?: CalendarDay | undefined
}

/** Results of one whole percentage: how many passed, did not, and are open (to be graded, or without a pass mark). */
export interface ScoreColumn {
  /** 0 to 100. */
  readonly percent: number
  readonly passed: number
  readonly notPassed: number
  readonly open: number
}

/** The new results of one test. */
export interface DigestTest {
  readonly account: string
  readonly testId: number
  readonly name: string
  readonly results: number
  /** Mean of the percentages in tenths, of finished attempts and none of a survey; null where there is none. */
  readonly mean: number | null
  /** How many have a pass mark, and how many of those passed. */
  readonly marked: number
  readonly passed: number
  readonly justMissed: number
  /** How many are finished attempts and none of a survey, and how many of those need grading. */
  readonly gradable: number
  readonly needsGrading: number
  /** Null where the results have none, or different ones. */
  readonly passMark: Tenths | null
  readonly columns: readonly ScoreColumn[]
}

/** Since when results of one account count as new. */
export interface DigestSince {
  readonly account: string
  readonly since: UnixSeconds
  /** Nothing was marked as seen yet, so that the last days are taken. */
  readonly isFirst: boolean
}

/**
 * What arrived on this computer since it was last marked as seen, and what waits for the teacher now: of hidden tests,
 * groups and links as of all others.
 */
export interface Digest {
  /** The earliest of the accounts. */
  readonly since: UnixSeconds
  readonly accounts: readonly DigestSince[]
  readonly upTo: Arrived
  readonly results: number
  readonly students: number
  readonly certificates: number
  /** By number of results, the most first. */
  readonly tests: readonly DigestTest[]
  /** Results that were here before, and whose score is another now. */
  readonly changed: number
  /** How many of those pass now and did not before, and the other way round. */
  readonly nowPassed: number
  readonly nowNotPassed: number
  /** All that need grading, not only new ones: none of a survey, and none that is not finished. */
  readonly needsGrading: number
  readonly newToGrade: number
  /** Further ones of which ClassMarker says so: of surveys, and those not finished. */
  readonly leftOutToGrade: number
  readonly oldestToGrade: UnixSeconds | null
  readonly gaps: number
  readonly codesWaiting: number
  /** Changes of questions and categories, also those that were refused or held back. */
  readonly questionsWaiting: number
  /** Whether there is more to read, so that these are not all yet. Ask again. */
  readonly isReading: boolean
}

/** What a line of the digest counts. */
export type DigestPart =
  | { readonly part: 'test'; readonly account: string; readonly testId: number }
  | { readonly part: 'new' | 'changed' | 'needs-grading' }

/** The results behind a line; 'reading' while what arrived is still being read, so that they are not known: ask again. */
export type DigestPartResults = PartResults | 'reading'
