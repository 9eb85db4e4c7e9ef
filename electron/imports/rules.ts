import type { AttemptAnswers } from '../../shared/model/answers.ts'
import type { Result } from '../../shared/model/result.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { AnswersOrigin } from '../store/api.ts'

export type Graded = Pick<Result, 'timeFinished' | 'requiresGrading'>

/**
 * Whether one telling of an attempt is certainly newer than another: it finished later, because the test was opened
 * again, or its grading is over where the other's is not. Nothing else tells: a payload may be delivered again or late,
 * after its result was graded anew.
 */
export const isNewer = (one: Graded, other: Graded): boolean =>
  one.timeFinished > other.timeFinished ||
  (one.timeFinished === other.timeFinished && other.requiresGrading === true && one.requiresGrading === false)

/** The same of what was answered. A webhook says more than ClassMarker's CSV. */
export function areNewer(one: AnswersOrigin, other: AnswersOrigin): boolean {
  if (one.listed !== other.listed) return other.listed
  if (one.listed) return false
  return one.finished > other.finished || (one.finished === other.finished && other.toGrade && !one.toGrade)
}

export const originOfAnswers = (
  { answers }: AttemptAnswers,
  finished: UnixSeconds,
  listed: boolean,
): AnswersOrigin => ({
  finished,
  toGrade: answers.some(({ marking }) => marking === 'to-grade'),
  listed,
})

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** What is stored of a result with what a newer telling says of it. A field that is empty there stays. */
export function mergedWith(
  stored: unknown,
  sent: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const before = typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? Object.entries(stored) : []
  const said = Object.entries(sent).filter(([, value]) => !isEmpty(value))
  return Object.fromEntries([...before, ...said])
}
