import type { Feed } from './feed.ts'
import type { Tenths } from './percent.ts'
import type { UnixSeconds } from './time.ts'

/**
 * One attempt at one test by one person, as ClassMarker reported it. Text is decoded (no HTML entities); absent values
 * are null. Field meanings: ClassMarker API page, "recent results".
 */
export interface Result {
  readonly feed: Feed
  readonly testId: number
  /** The group's id in the groups feed, the link's id in the links feed. */
  readonly sourceId: number
  readonly linkResultId: number | null
  readonly userId: number | null
  readonly cmUserId: string | null
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly accessCode: string | null
  /** Answers to the link's up to five questions before the test, in order. */
  readonly extraInfo: readonly (string | null)[]
  readonly percentage: Tenths
  readonly pointsScored: number | null
  readonly pointsAvailable: number | null
  readonly passMark: Tenths | null
  /** ClassMarker's own flag; true as well where there is no pass mark, so ask `outcome` before showing it. */
  readonly passed: boolean | null
  readonly requiresGrading: boolean
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

export type Outcome = 'passed' | 'not-passed' | 'none'

/** Passed or not, and `none` where there is no pass mark above 0 (ClassMarker then says "passed" of everybody). */
export const outcome = (result: Pick<Result, 'passMark' | 'passed'>): Outcome =>
  result.passMark === null || result.passMark <= 0 || result.passed === null
    ? 'none'
    : result.passed
      ? 'passed'
      : 'not-passed'

/** ClassMarker says `f` of a finished result and `ip` of one in progress; feeds that say nothing send finished ones only. */
export const isFinished = ({ status }: Pick<Result, 'status'>): boolean =>
  status === null || status.toLowerCase() === 'f'

export const isSurvey = (result: Pick<Result, 'testType'>): boolean => result.testType?.toLowerCase() === 'survey'

/**
 * What makes a result itself when ClassMarker sends it again. Link results have their own id; group results have none,
 * and `time_finished` moves when a test is reopened, so their key is user, test, group and start. The start also stands
 * in a link's key: ClassMarker's XML sample gives one link_result_id to two people who began at different times.
 */
export function naturalKey(result: Result): string {
  if (result.feed === 'links' && result.linkResultId !== null) return `l:${result.linkResultId}:${result.timeStarted}`
  const who =
    result.userId ??
    `${result.cmUserId ?? ''}|${result.email ?? ''}|${result.first} ${result.last}|${result.accessCode ?? ''}`
  return `${result.feed === 'groups' ? 'g' : 'k'}:${who}:${result.testId}:${result.sourceId}:${result.timeStarted}`
}
