import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { Score } from '../../../shared/model/grading.ts'
import { divided, ratio, sumOf, toNumber } from '../../../shared/model/ratio.ts'

/** Statistics of scores, in tenths of a percent. */
export function statisticsOf(
  scores: readonly Score[],
): Pick<GradebookColumn, 'n' | 'mean' | 'median' | 'sd' | 'min' | 'max' | 'distribution'> {
  const sorted = scores.toSorted((a, b) => a.sum / a.of - b.sum / b.of)
  const values = sorted.map(({ sum, of }) => sum / of)
  const n = values.length
  const distribution = Array.from({ length: 10 }, () => 0)
  for (const { sum, of } of scores) {
    const tenth = Math.min(9, Math.max(0, Math.floor(sum / (of * 100))))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  if (n === 0) return { n, mean: null, median: null, sd: null, min: null, max: null, distribution }
  const mean = meanOfAll(scores)
  return {
    n,
    mean,
    median: medianOf(sorted),
    sd: n < 2 ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)),
    min: values[0] as number,
    max: values[n - 1] as number,
    distribution,
  }
}

/**
 * The exact mean, as a double. Halves must not be lost: 72.35 % stands as 72.4 % everywhere, and as doubles means of
 * three attempts can add up to a little less.
 */
function meanOfAll(scores: readonly Score[]): number {
  const sums = new Map<number, number>()
  for (const { sum, of } of scores) sums.set(of, (sums.get(of) ?? 0) + sum)
  const total = [...sums].reduce((all, [of, sum]) => sumOf(all, ratio(sum, of)), ratio(0))
  return toNumber(divided(total, BigInt(scores.length)))
}

/** The middle score, or the exact mean of the two in the middle. */
function medianOf(sorted: readonly Score[]): number {
  const middle = sorted.length >>> 1
  return meanOfAll(sorted.length % 2 === 1 ? sorted.slice(middle, middle + 1) : sorted.slice(middle - 1, middle + 1))
}
