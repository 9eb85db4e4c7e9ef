import { isFinished, isSurvey } from './result.ts'

/** Which attempt of a student at a test counts; with `average` every one does, and their mean is the grade. */
export const attemptPolicies = ['best', 'first', 'last', 'average'] as const
export type AttemptPolicy = (typeof attemptPolicies)[number]

/** Whether an attempt can be graded: finished, and at a test rather than a survey. */
export const isGradable = (attempt: { readonly status: string | null; readonly testType: string | null }): boolean =>
  isFinished(attempt) && !isSurvey(attempt)

/**
 * Whether an attempt's percentage beats the best one before it, both in tenths of a percent: ties stay with the earlier,
 * an attempt without a percentage never wins.
 */
export const isBetter = (percentage: number | null, best: number | null): boolean =>
  percentage !== null && (best === null || percentage > best)
