import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { GradedAttempts } from './attempts.ts'

/** In place of a row: all attempts of the cell count. */
export const several = -2

/** Rows of attempts at one test by one student, from a place to before another, in the order they were made. */
export interface Stretch {
  readonly order: Uint32Array
  readonly from: number
  readonly until: number
}

/**
 * The row that counts under a policy, `several` where all do: `isBetter` in shared/model/attempt-policy says the same of
 * the best.
 */
export function rowByPolicy(
  { percentage }: Pick<GradedAttempts['values'], 'percentage'>,
  { order, from, until }: Stretch,
  policy: AttemptPolicy,
): number {
  if (policy === 'first') return order[from] as number
  if (policy === 'last') return order[until - 1] as number
  if (policy === 'average') return until - from === 1 ? (order[from] as number) : several
  let best = order[from] as number
  for (let at = from + 1; at < until; at++) {
    const row = order[at] as number
    // No percentage is the least number there is, so it never wins.
    if ((percentage[row] as number) > (percentage[best] as number)) best = row
  }
  return best
}

/** The row of a result among these; -1 where it is none of them. */
export function rowOfResult(
  { id: ids }: GradedAttempts['values'],
  { order, from, until }: Stretch,
  id: number,
): number {
  for (let at = from; at < until; at++) {
    const row = order[at] as number
    if (ids[row] === id) return row
  }
  return -1
}
