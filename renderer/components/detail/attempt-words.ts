import type { AttemptRow } from '../../../shared/model/results-view.ts'

export type AttemptWord = 'first' | 'latest' | 'best'

/**
 * What is true of one attempt among all of them (oldest first). "Best" is said only when no other is as good, every
 * score is known and nothing is left to grade, since grading may still change which one is best. What is still in
 * progress is none of them.
 */
export function attemptWords(attempt: AttemptRow, every: readonly AttemptRow[]): readonly AttemptWord[] {
  const all = every.filter(({ finished }) => finished)
  if (!attempt.finished) return []
  if (all.length < 2) return []
  const words: AttemptWord[] = []
  if (all[0]?.id === attempt.id) words.push('first')
  if (all.at(-1)?.id === attempt.id) words.push('latest')
  const others = all.filter(({ id }) => id !== attempt.id)
  const settled = all.every(({ requiresGrading, percentage }) => !requiresGrading && percentage !== null)
  if (settled && others.every(({ percentage }) => Number(percentage) < Number(attempt.percentage))) words.push('best')
  return words
}
