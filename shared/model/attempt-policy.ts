import { isFinished, isSurvey } from './result.ts'
import type { UnixSeconds } from './time.ts'

/** Which attempt of a student at a test counts; with `average` every one does, and their mean is the grade. */
export const attemptPolicies = ['best', 'first', 'last', 'average'] as const
export type AttemptPolicy = (typeof attemptPolicies)[number]

/** The values that decide between the attempts of one student at one test. */
export interface PolicyAttempt {
  readonly id: number
  /** In tenths of a percent. */
  readonly percentage: number | null
  readonly timeStarted: UnixSeconds
  readonly timeFinished: UnixSeconds
}

/** Whether an attempt can be graded: finished, and at a test rather than a survey. */
export const isGradable = (attempt: { readonly status: string | null; readonly testType: string | null }): boolean =>
  isFinished(attempt) && !isSurvey(attempt)

/** The order in which attempts were made: by finish, then start; two of one moment by their ids. */
export const byTime = (a: PolicyAttempt, b: PolicyAttempt): number =>
  a.timeFinished - b.timeFinished || a.timeStarted - b.timeStarted || a.id - b.id

type Graded = Pick<PolicyAttempt, 'percentage'>

/** Whether an attempt beats the best one before it: ties stay with the earlier, one without a percentage never wins. */
export const isBetter = (attempt: Graded, best: Graded): boolean =>
  attempt.percentage !== null && (best.percentage === null || attempt.percentage > best.percentage)

/**
 * The attempts that count under a policy: exactly one, or all of them for `average`.
 * @param attempts gradable attempts of one student at one test, in the order of `byTime`
 */
export function countedAttempts<A extends PolicyAttempt>(attempts: readonly A[], policy: AttemptPolicy): readonly A[] {
  const [first] = attempts
  if (first === undefined || policy === 'average') return attempts
  if (policy === 'first') return [first]
  if (policy === 'last') return attempts.slice(-1)
  let best = first
  for (const attempt of attempts) if (isBetter(attempt, best)) best = attempt
  return [best]
}
