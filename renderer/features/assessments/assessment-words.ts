import { errorCodes, rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import {
  type AssessmentAttempt,
  type AssessmentChange,
  type AssessmentDraft,
  type AssessmentDraftContent,
  type AssessmentRow,
  type DraftField,
  draftFlaws,
} from '../../../shared/model/assessment.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { percentOf } from '../../format/numbers.ts'
import { agoWords, durationFigure } from '../../format/time.ts'
import { errorWords, needsFacts, t } from '../../format/words.ts'

/* The facts of assessments in words. */

export const titleOf = ({ title, assessmentId }: Pick<AssessmentRow, 'title' | 'assessmentId'>): string =>
  title.trim() === '' ? t('assessments.untitled', { id: assessmentId }) : title

export const draftTitle = ({ title }: Pick<AssessmentDraftContent, 'title'>): string =>
  title.trim() === '' ? t('assessments.drafts.untitled') : title.trim()

/** "70%". */
export const passWords = (percent: number | null): string =>
  percent === null ? t('assessments.unknown') : t('assessments.percent', { value: percent })

/** "45 min", "No limit". */
export const limitWords = (minutes: number | null): string =>
  // A draft's limit may still be without its minutes.
  minutes === null ? t('assessments.noLimit') : minutes === 0 ? '–' : t('assessments.minutes', { count: minutes })

/** What was seen to change, as one line: "Pass mark: 60% → 70%". */
export function changeWords({ field, before, after }: AssessmentChange): string {
  const name = t(`assessments.changes.${field}`)
  const isEvent = field === 'new' || field === 'gone' || field === 'back'
  if (isEvent || (before === null && after === null)) return name
  const value = (text: string | null): string => {
    if (text === null || text === '') return t('assessments.changes.nothing')
    if (field === 'passingScore') return t('assessments.percent', { value: text })
    return field === 'timeLimit' && Number.isFinite(Number(text)) ? limitWords(Number(text)) : text
  }
  return t('assessments.changes.fromTo', { name, before: value(before), after: value(after) })
}

/** What an own try comes to, in a few words. */
export function attemptWords(attempt: AssessmentAttempt, now: UnixSeconds, zone: string): string {
  const { state, submission, begunAt, endsAt } = attempt
  if (state === 'submitted' && submission !== null)
    return [percentOf(submission.score), outcomeWords(submission.passed)].filter((part) => part !== '').join(' · ')
  if (state !== 'open') return t(`assessments.attempts.${state}`)
  const begun = t('assessments.attempts.open', { when: agoWords(begunAt, now, zone) })
  if (endsAt === null) return begun
  const left = endsAt > now ? minutesLeft(endsAt - now) : t('assessments.attempts.timeOver')
  return [begun, left].join(' · ')
}

export const outcomeWords = (passed: boolean | null): string =>
  passed === null ? '' : t(passed ? 'assessments.result.passed' : 'assessments.result.notPassed')

/** A refusal that was kept as a code, as an error; null where it can be said only with its facts. */
export function refusalError(code: string | null): SerialisedError | null {
  const known = errorCodes.find((each) => each === code)
  if (known === undefined || needsFacts(known)) return null
  return rebuildError({ code: known, detail: {} })
}

/** Why a draft was refused, in one or two sentences, with what the service said of which field. */
export function draftRefusal(
  { refusal, refusalDetail }: Pick<AssessmentDraft, 'refusal' | 'refusalDetail'>,
  zone: string,
): string {
  const error = refusalError(refusal)
  const said =
    error === null
      ? refusal === 'assessments/invalid'
        ? errorWords({ code: 'assessments/invalid', detail: { fields: refusalDetail ?? '' } }, zone).what
        : t('assessments.refused.other.title')
      : errorWords(error, zone).what
  return refusalDetail === null || refusalDetail === '' || said.includes(refusalDetail)
    ? said
    : `${said} ${refusalDetail}`
}

/** What is wrong with a field of a draft; null where nothing is. */
export function fieldProblem(draft: AssessmentDraftContent, field: DraftField, isNumber = true): string | null {
  if (!isNumber) return t('assessments.flaws.notANumber')
  const flaw = draftFlaws(draft).find((each) => each.field === field)?.flaw
  if (flaw === undefined) return null
  if (field === 'course') return t('assessments.flaws.courseEmpty')
  if (flaw === 'out-of-range')
    return t(field === 'timeLimit' ? 'assessments.flaws.timeLimitRange' : 'assessments.flaws.passingScoreRange')
  return t(`assessments.flaws.${flaw}`)
}

const minutesLeft = (seconds: number): string =>
  t('assessments.answer.left', { time: t('assessments.minutes', { count: Math.ceil(seconds / 60) }) })

/** The time left on a calm clock: minutes, and seconds only in the last five. @param seconds left */
export function leftWords(seconds: number): string {
  if (seconds <= 0) return t('assessments.answer.over')
  if (seconds <= 300) return t('assessments.answer.left', { time: durationFigure(seconds) })
  return minutesLeft(seconds)
}

/** What is said aloud as the time passes from `before` to `now` seconds left; null for nothing. */
export function timeCall(before: number, now: number): 'announceFive' | 'announceOne' | 'announceOver' | null {
  const passes = (limit: number) => before > limit && now <= limit
  if (passes(0)) return 'announceOver'
  if (passes(60)) return 'announceOne'
  return passes(300) ? 'announceFive' : null
}

/** Why a submission could not be collected. */
export function reasonOf(reason: string, zone: string): string {
  const error = refusalError(reason)
  return error === null ? t('assessments.collect.reasonUnknown', { reason }) : errorWords(error, zone).what
}
