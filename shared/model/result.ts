import type { Tenths } from './percent.ts'
import type { Outcome, SentField, ValueOf } from './result-fields.ts'

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
