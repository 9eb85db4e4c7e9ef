import type { SentField, ValueOf } from './result-fields.ts'
import type { ClassMarkerFeed, ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** One attempt at one test by one person, as ClassMarker sent it: the sent fields of result-fields.ts. */
export type Result = { readonly [F in SentField]: ValueOf<F> }

/** Whether a result passed; `none` without a pass mark or without ClassMarker's word. */
export const outcome = (result: Pick<Result, 'passMark' | 'passed'>): Outcome =>
  result.passMark === null || result.passMark <= 0 || result.passed === null
    ? 'none'
    : result.passed
      ? 'passed'
      : 'not-passed'

/** Whether there is a pass mark, but ClassMarker did not say (in a word known here) whether it was reached. */
export const isOutcomeUnknown = (result: { readonly outcome: Outcome; readonly passMark: Tenths | null }): boolean =>
  result.outcome === 'none' && result.passMark !== null && result.passMark > 0

/**
 * ClassMarker sends `f` for a finished result and `ip` for one in progress; feeds without a status send only finished
 * ones.
 */
export const isFinished = ({ status }: Pick<Result, 'status'>): boolean =>
  status === null || status.toLowerCase() === 'f'

export const isSurvey = (result: Pick<Result, 'testType'>): boolean => result.testType?.toLowerCase() === 'survey'

/**
 * The key by which a result is recognised when ClassMarker sends it again. Link results have an id of their own, which
 * also stays when their start is corrected. Group results have none, and `time_finished` moves when a test is reopened,
 * so their key is user, test, group and start. ClassMarker's XML sample gives one link_result_id to two people: the
 * store tells them apart (electron/store/results/same-result.ts) and keeps the second under `furtherKey`. A submission
 * has the service's id, which is its `linkResultId` here.
 */
export function naturalKey(result: Result): string {
  if (result.feed === 'links' && result.linkResultId !== null) return `l:${result.linkResultId}`
  if (result.feed === 'submissions') return `s:${result.linkResultId}`
  const who =
    result.userId ??
    `${result.cmUserId ?? ''}|${result.email ?? ''}|${result.first} ${result.last}|${result.accessCode ?? ''}`
  return `${result.feed === 'groups' ? 'g' : 'k'}:${who}:${result.testId}:${result.sourceId}:${result.timeStarted}`
}

/** The key of the second, third… person's result under one link_result_id. */
export const furtherKey = (key: string, number: number): string => `${key}#${number}`

/** The fields of a result that say who took the test. Absent values are null. */
export interface Taker {
  readonly feed: Feed
  readonly userId: ClassMarkerId | null
  readonly cmUserId: string | null
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly accessCode: string | null
  readonly linkResultId?: ClassMarkerId | null
}

/**
 * A name in the form identity is compared in: NFKC, trimmed, single spaces, lower case. Accents stay, because they tell
 * people apart.
 */
export const identityName = (first: string, last: string): string =>
  `${first} ${last}`.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * The key of one student, the same everywhere. No single fact merges two people: ClassMarker's own sample has two names
 * with one e-mail address and one access code, so both rules below a registered id include the name. A taker without a
 * name and a code counts as one student per result.
 * @param attempt names the attempt when ClassMarker gave it no number
 */
export function studentKey(taker: Taker, attempt = ''): string {
  const { feed, userId, cmUserId, linkResultId } = taker
  if (feed !== 'links' && userId !== null) return `user:${userId}`
  if (feed === 'links' && cmUserId?.trim()) return `cm:${cmUserId}`
  const name = identityName(taker.first, taker.last)
  const email = taker.email?.trim().toLowerCase()
  if (email) return `mail:${email}|${name}`
  const code = taker.accessCode?.trim() ? taker.accessCode : ''
  if (name || code) return `name:${name}|${code}`
  return `result:${linkResultId ?? attempt}`
}

/** Whether it is known when it was begun: a learning platform says only when a submission arrived. */
export const hasStart = ({ feed, durationSeconds }: Pick<Result, 'feed' | 'durationSeconds'>): boolean =>
  feed !== 'submissions' || durationSeconds !== null

/** Whether a key stands for one nameless attempt, and not for a person who may have others. */
export const isNamelessAttempt = (key: string): boolean => key.startsWith('result:')

/** One test in one group or link. */
export interface Assignment {
  readonly sourceId: number
  readonly testId: number
}

/** How far a feed was read in earlier syncs. */
export interface FeedState {
  readonly feed: ClassMarkerFeed
  /** The newest finish time received. */
  readonly cursor: UnixSeconds
  /** Where the next sync begins: some hours before the cursor, as far as that costs no extra request. */
  readonly resumeAfter: UnixSeconds
  /**
   * Where reading everything up to the cursor again begins, as far back as possible; null when nothing is read again.
   */
  readonly againFrom: UnixSeconds | null
  /** The end of the newest range that is complete here. */
  readonly coveredUntil: UnixSeconds | null
}

/** A group, a link or a test by its name. */
export interface Named {
  readonly id: number
  readonly name: string
}
