import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import { divided, type Ratio, ratio, sumOf, toNumber } from '../../../shared/model/ratio.ts'

export type Statistics = Pick<GradebookColumn, 'n' | 'mean' | 'median' | 'sd' | 'min' | 'max' | 'distribution'>

/** Scores as arrays: at each place the sum of so many percentages in tenths. */
export interface ScoreArrays {
  readonly sums: Float64Array
  readonly ofs: Float64Array
}

/** Statistics of scores, in tenths of a percent. */
export function statisticsIn(scores: ScoreArrays): Statistics {
  const { sums, ofs } = scores
  const n = sums.length
  const distribution = Array.from({ length: 10 }, () => 0)
  for (let at = 0; at < n; at++) {
    const tenth = Math.min(9, Math.max(0, Math.floor((sums[at] as number) / ((ofs[at] as number) * 100))))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  if (n === 0) return { n, mean: null, median: null, sd: null, min: null, max: null, distribution }
  const mean = meanOfAll(scores)
  const values = inOrder(scores)
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return {
    n,
    mean,
    median: medianOf(scores, values),
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    min: values[0] as number,
    max: values[n - 1] as number,
    distribution,
  }
}

/** Each score as a double, the least first. */
export function inOrder({ sums, ofs }: ScoreArrays): Float64Array {
  const values = new Float64Array(sums.length)
  for (let at = 0; at < values.length; at++) values[at] = (sums[at] as number) / (ofs[at] as number)
  return sortedNumbers(values)
}

/** Up to how far apart whole numbers are counted instead of sorted: scores from 0 to 100 % are 1,001. */
const widest = 4_096

/** Sorts numbers in place: whole ones by counting, in a tenth of the time that comparing them takes. */
export function sortedNumbers(values: Float64Array): Float64Array {
  if (values.length < 2) return values
  let [least, greatest, areWhole] = [Infinity, -Infinity, true]
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (value < least) least = value
    if (value > greatest) greatest = value
    if (Math.floor(value) !== value) areWhole = false
  }
  if (!areWhole || !(greatest - least <= Math.max(widest, values.length))) return values.sort()
  const counts = new Uint32Array(greatest - least + 1)
  for (let at = 0; at < values.length; at++) {
    const place = (values[at] as number) - least
    counts[place] = (counts[place] as number) + 1
  }
  let from = 0
  for (let place = 0; place < counts.length; place++) {
    const until = from + (counts[place] as number)
    if (until > from) values.fill(least + place, from, until)
    from = until
  }
  return values
}

/**
 * The exact mean, as a double. Halves must not be lost: 72.35 % stands as 72.4 % everywhere, and as doubles means of
 * three attempts can add up to a little less.
 * @param scores at least one
 */
export function meanOfAll({ sums, ofs }: ScoreArrays): number {
  const byOf = new Map<number, number>()
  const add = (of: number, sum: number): unknown => byOf.set(of, (byOf.get(of) ?? 0) + sum)
  // Nearly all are of as many percentages as the one before.
  let [of, sum] = [ofs[0] as number, 0]
  for (let at = 0; at < sums.length; at++) {
    const own = ofs[at] as number
    if (own !== of) {
      add(of, sum)
      of = own
      sum = 0
    }
    sum += sums[at] as number
  }
  add(of, sum)
  const total = [...byOf].reduce((all, [of, sum]) => sumOf(all, ratio(sum, of)), ratio(0))
  return toNumber(divided(total, BigInt(sums.length)))
}

/** The middle score, or the exact mean of the two in the middle. @param values the scores in order */
function medianOf({ sums, ofs }: ScoreArrays, values: Float64Array): number {
  const middle = values.length >>> 1
  const exact = (value: number): Ratio => {
    if (Number.isInteger(value)) return ratio(value)
    const at = sums.findIndex((sum, place) => sum / (ofs[place] as number) === value)
    return ratio(sums[at] as number, ofs[at] as number)
  }
  const upper = exact(values[middle] as number)
  if (values.length % 2 === 1) return toNumber(upper)
  return toNumber(divided(sumOf(exact(values[middle - 1] as number), upper), 2n))
}
