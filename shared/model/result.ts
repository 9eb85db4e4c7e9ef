import type { SentField, ValueOf } from './result-fields.ts'
import type { ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** One attempt at one test by one person, as ClassMarker reported it: the fields of result-fields.ts that are sent. */
export type Result = { readonly [F in SentField]: ValueOf<F> }

/** Passed or not, as far as there is a pass mark and ClassMarker says. */
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

/** The parts of a result that say who took the test. Absent values are null. */
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

/** A name as identity compares it: NFKC, trimmed, inner spaces folded, lower case. Accents stay: they tell people apart. */
export const identityName = (first: string, last: string): string =>
  `${first} ${last}`.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * Who one student is, everywhere the same. One key alone never merges two people: ClassMarker's own sample has two
 * names behind one e-mail address and one access code, so both rules below a registered id include the name. Takers who
 * gave neither a name nor a code are one taker each, by the number of their result.
 * @param attempt what names the attempt where ClassMarker gave it no number
 */
export function studentKey(taker: Taker, attempt = ''): string {
  const { feed, userId, cmUserId, linkResultId } = taker
  if (feed === 'groups' && userId !== null) return `user:${userId}`
  if (feed === 'links' && cmUserId?.trim()) return `cm:${cmUserId}`
  const name = identityName(taker.first, taker.last)
  const email = taker.email?.trim().toLowerCase()
  if (email) return `mail:${email}|${name}`
  const code = taker.accessCode?.trim() ? taker.accessCode : ''
  if (name || code) return `name:${name}|${code}`
  return `result:${linkResultId ?? attempt}`
}

/** One test in one group or link. */
export interface Assignment {
  readonly sourceId: number
  readonly testId: number
}

/** How far a feed was read in earlier runs. */
export interface FeedState {
  readonly feed: Feed
  /** The newest finish time received. */
  readonly cursor: UnixSeconds
  /** Where the next run begins: some hours before the cursor, as far as it costs no request. */
  readonly resumeAfter: UnixSeconds
  /** From where it is read once more up to the cursor, as far back as can be; null where it is not. */
  readonly againFrom: UnixSeconds | null
  /** The end of the newest range that is complete here. */
  readonly coveredUntil: UnixSeconds | null
}

/** A group, a link or a test by its name. */
export interface Named {
  readonly id: number
  readonly name: string
}
