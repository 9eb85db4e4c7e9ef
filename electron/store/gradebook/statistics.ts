import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { Score } from '../../../shared/model/grading.ts'
import { divided, ratio, sumOf, toNumber } from '../../../shared/model/ratio.ts'

/** Statistics of scores, in tenths of a percent. */
export function statisticsOf(
  scores: readonly Score[],
): Pick<GradebookColumn, 'n' | 'mean' | 'median' | 'sd' | 'min' | 'max' | 'distribution'> {
  const n = scores.length
  const values = new Float64Array(n)
  const distribution = Array.from({ length: 10 }, () => 0)
  for (let at = 0; at < n; at++) {
    const value = percentageOf(scores[at] as Score)
    values[at] = value
    const tenth = Math.min(9, Math.max(0, Math.floor(value / 100)))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  values.sort()
  if (n === 0) return { n, mean: null, median: null, sd: null, min: null, max: null, distribution }
  const mean = meanOfAll(scores)
  return {
    n,
    mean,
    median: medianOf(scores, values),
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

const percentageOf = ({ sum, of }: Score): number => sum / of

/** The middle score, or the exact mean of the two in the middle. @param values of the scores, rising */
function medianOf(scores: readonly Score[], values: Float64Array): number {
  const middle = values.length >>> 1
  // Scores of one value are the same fraction.
  const scoreAt = (place: number): Score => scores.find((score) => percentageOf(score) === values[place]) as Score
  return meanOfAll(values.length % 2 === 1 ? [scoreAt(middle)] : [scoreAt(middle - 1), scoreAt(middle)])
}
