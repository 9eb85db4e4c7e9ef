import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { Score } from '../../../shared/model/grading.ts'

/** Statistics of scores, in tenths of a percent. */
export function statisticsOf(
  scores: readonly Score[],
): Pick<GradebookColumn, 'n' | 'mean' | 'median' | 'sd' | 'min' | 'max' | 'distribution'> {
  const values = scores.map(({ sum, of }) => sum / of).toSorted((a, b) => a - b)
  const n = values.length
  const distribution = Array.from({ length: 10 }, () => 0)
  for (const { sum, of } of scores) {
    const tenth = Math.min(9, Math.max(0, Math.floor(sum / (of * 100))))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  if (n === 0) return { n, mean: null, median: null, sd: null, min: null, max: null, distribution }
  const mean = meanOfAll(scores)
  const middle = n >>> 1
  return {
    n,
    mean,
    median:
      n % 2 === 1 ? (values[middle] as number) : ((values[middle - 1] as number) + (values[middle] as number)) / 2,
    sd: n < 2 ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)),
    min: values[0] as number,
    max: values[n - 1] as number,
    distribution,
  }
}

/** Whole scores add up exactly; only means of several attempts are added as doubles. */
function meanOfAll(scores: readonly Score[]): number {
  let [whole, parts] = [0, 0]
  for (const { sum, of } of scores) {
    if (of === 1) whole += sum
    else parts += sum / of
  }
  return (whole + parts) / scores.length
}
