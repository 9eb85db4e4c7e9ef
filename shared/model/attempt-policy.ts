import { isFinished, isSurvey } from './result.ts'

/** Which attempt of a student at a test counts; with `average` every one does, and their mean is the grade. */
export const attemptPolicies = ['best', 'first', 'last', 'average'] as const
export type AttemptPolicy = (typeof attemptPolicies)[number]

/** Whether an attempt can be graded: finished, and at a test rather than a survey. */
export const isGradable = (attempt: { readonly status: string | null; readonly testType: string | null }): boolean =>
  isFinished(attempt) && !isSurvey(attempt)

/** In tenths of a percent. */
type Graded = { readonly percentage: number | null }

/** Whether an attempt beats the best one before it: ties stay with the earlier, one without a percentage never wins. */
export const isBetter = (attempt: Graded, best: Graded): boolean =>
  attempt.percentage !== null && (best.percentage === null || attempt.percentage > best.percentage)
