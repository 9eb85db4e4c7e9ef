import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { GradedAttempts } from './attempts.ts'

/** In place of a row: all attempts count. */
export const several = -2

/**
 * The row that counts of one student's attempts at one test, `several` where all do: `isBetter` in
 * shared/model/attempt-policy says the same of the best.
 * @param order rows of attempts, those from `from` to before `until` in the order they were made; at least one
 */
export function countingRow(
  { percentage }: GradedAttempts['values'],
  order: Uint32Array,
  policy: AttemptPolicy,
  from: number,
  until: number,
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
