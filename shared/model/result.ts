import type { Feed } from './feed.ts'
import type { Tenths } from './percent.ts'
import type { UnixSeconds } from './time.ts'

/** A number where JavaScript keeps all its digits (to 2^53), else the text of the digits. */
export type ClassMarkerId = number | string

/**
 * One attempt at one test by one person, as ClassMarker reported it. Text is decoded (no HTML entities); absent values
 * are null. Field meanings: ClassMarker API page, "recent results".
 */
export interface Result {
  readonly feed: Feed
  readonly testId: number
  /** The group's id in the groups feed, the link's id in the links feed. */
  readonly sourceId: number
  readonly linkResultId: ClassMarkerId | null
  readonly userId: ClassMarkerId | null
  readonly cmUserId: string | null
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly accessCode: string | null
  /** Answers to the link's up to five questions before the test, in order. */
  readonly extraInfo: readonly (string | null)[]
  /** Null where ClassMarker sent none, as for a survey, or one that has no one reading. */
  readonly percentage: Tenths | null
  readonly pointsScored: number | null
  readonly pointsAvailable: number | null
  readonly passMark: Tenths | null
  /** ClassMarker's own flag; true as well where there is no pass mark, so ask `outcome` before showing it. */
  readonly passed: boolean | null
  /** Null where ClassMarker does not say, or in a word that is neither yes nor no. */
  readonly requiresGrading: boolean | null
  readonly status: string | null
  readonly testType: string | null
  readonly timeStarted: UnixSeconds
  readonly timeFinished: UnixSeconds
  /** ClassMarker's "HH:MM:SS", kept as sent; it need not equal finish minus start. */
  readonly duration: string | null
  readonly durationSeconds: number | null
  readonly giveCertificateOnlyWhenPassed: boolean | null
  readonly certificateSerial: string | null
  readonly certificateUrl: string | null
  readonly viewResultsUrl: string | null
  readonly ipAddress: string | null
}

/**
 * The version of what reads ClassMarker's JSON. It counts up when that learns to read more or otherwise; what an older one
 * read, and what it could not read, is then read again.
 */
export const readerVersion = 2

export type Outcome = 'passed' | 'not-passed' | 'none'

/** Passed or not, and `none` where there is no pass mark above 0 (ClassMarker then says "passed" of everybody). */
export const outcome = (result: Pick<Result, 'passMark' | 'passed'>): Outcome =>
  result.passMark === null || result.passMark <= 0 || result.passed === null
    ? 'none'
    : result.passed
      ? 'passed'
      : 'not-passed'

/** Whether there is a pass mark and ClassMarker did not say, in a word that can be read, on which side of it this result is. */
export const isOutcomeUnknown = (result: { readonly outcome: Outcome; readonly passMark: Tenths | null }): boolean =>
  result.outcome === 'none' && result.passMark !== null && result.passMark > 0

/** ClassMarker says `f` of a finished result and `ip` of one in progress; feeds that say nothing send finished ones only. */
export const isFinished = ({ status }: Pick<Result, 'status'>): boolean =>
  status === null || status.toLowerCase() === 'f'

export const isSurvey = (result: Pick<Result, 'testType'>): boolean => result.testType?.toLowerCase() === 'survey'

/**
 * What makes a result itself when ClassMarker sends it again. Link results have their own id, also when their start was
 * corrected; group results have none, and `time_finished` moves when a test is reopened, so their key is user, test,
 * group and start. ClassMarker's XML sample gives one link_result_id to two people: the store tells those apart
 * (store/link-results), and keeps the second under `furtherKey`.
 */
export function naturalKey(result: Result): string {
  if (result.feed === 'links' && result.linkResultId !== null) return `l:${result.linkResultId}`
  const who =
    result.userId ??
    `${result.cmUserId ?? ''}|${result.email ?? ''}|${result.first} ${result.last}|${result.accessCode ?? ''}`
  return `${result.feed === 'groups' ? 'g' : 'k'}:${who}:${result.testId}:${result.sourceId}:${result.timeStarted}`
}

/** The key of the second, third… person's result under one link_result_id. */
export const furtherKey = (key: string, number: number): string => `${key}#${number}`
