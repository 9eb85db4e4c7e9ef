import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import { divided, type Ratio, ratio, sumOf, toNumber } from '../../../shared/model/ratio.ts'
import { grouped } from '../arrays/sorting.ts'

export type Statistics = Pick<GradebookColumn, 'n' | 'mean' | 'median' | 'sd' | 'min' | 'max' | 'distribution'>

/** Scores as arrays: at each place the sum of so many percentages in tenths. */
export interface ScoreArrays {
  readonly sums: Float64Array
  readonly ofs: Float64Array
}

/** Statistics of scores in any order, in tenths of a percent. */
export const statisticsIn = (scores: ScoreArrays): Statistics => statisticsOf(scoresAt(scores, placesInOrder(scores)))

/** As `statisticsIn`. @param scores the least first */
export function statisticsOf(scores: ScoreArrays): Statistics {
  const { sums, ofs } = scores
  const n = sums.length
  const distribution = Array.from({ length: 10 }, () => 0)
  if (n === 0) return { n, mean: null, median: null, sd: null, min: null, max: null, distribution }
  const mean = meanOfAll(scores)
  let squares = 0
  for (let at = 0; at < n; at++) {
    const value = (sums[at] as number) / (ofs[at] as number)
    squares += (value - mean) ** 2
    const tenth = Math.min(9, Math.max(0, Math.floor((sums[at] as number) / ((ofs[at] as number) * 100))))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  return {
    n,
    mean,
    median: medianOf(scores),
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    min: valueAt(scores, 0),
    max: valueAt(scores, n - 1),
    distribution,
  }
}

const valueAt = ({ sums, ofs }: ScoreArrays, at: number): number => (sums[at] as number) / (ofs[at] as number)

/** Each score as a double. */
export function valuesOf({ sums, ofs }: ScoreArrays): Float64Array {
  const values = new Float64Array(sums.length)
  for (let at = 0; at < values.length; at++) values[at] = (sums[at] as number) / (ofs[at] as number)
  return values
}

/** The scores at some places. */
export function scoresAt({ sums, ofs }: ScoreArrays, places: Uint32Array): ScoreArrays {
  const own = { sums: new Float64Array(places.length), ofs: new Float64Array(places.length) }
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    own.sums[at] = sums[place] as number
    own.ofs[at] = ofs[place] as number
  }
  return own
}

/** The places of scores, that of the least first and equal ones as they stand. */
export function placesInOrder(scores: ScoreArrays): Uint32Array {
  const values = valuesOf(scores)
  const ranks = new Uint32Array(values.length)
  const whole = countable(values)
  if (whole !== null) {
    for (let at = 0; at < ranks.length; at++) ranks[at] = (values[at] as number) - whole.least
    return grouped(ranks, whole.count).places
  }
  // Of averages few differ: a number divided by how many attempts there were.
  const differing = Float64Array.from(new Set(values)).sort()
  const rankOf = new Map<number, number>()
  for (let rank = 0; rank < differing.length; rank++) rankOf.set(differing[rank] as number, rank)
  for (let at = 0; at < ranks.length; at++) ranks[at] = rankOf.get(values[at] as number) as number
  return grouped(ranks, differing.length).places
}

/** Up to how far apart whole numbers are counted instead of sorted: scores from 0 to 100 % are 1,001. */
const widest = 4_096

/** The least of whole numbers that are near enough to be counted, and how many they and those between them are. */
function countable(values: Float64Array): { readonly least: number; readonly count: number } | null {
  if (values.length === 0) return null
  let [least, greatest] = [Infinity, -Infinity]
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (Math.floor(value) !== value) return null
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return greatest - least <= Math.max(widest, values.length) ? { least, count: greatest - least + 1 } : null
}

/** Sorts numbers in place: whole ones by counting, in a tenth of the time that comparing them takes. */
export function sortedNumbers(values: Float64Array): Float64Array {
  const whole = countable(values)
  if (whole === null) return values.sort()
  const { least, count } = whole
  const counts = new Uint32Array(count)
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

/** The middle score, or the exact mean of the two in the middle. @param scores the least first, at least one */
function medianOf({ sums, ofs }: ScoreArrays): number {
  const middle = sums.length >>> 1
  const exact = (at: number): Ratio => ratio(sums[at] as number, ofs[at] as number)
  const upper = exact(middle)
  return toNumber(sums.length % 2 === 1 ? upper : divided(sumOf(exact(middle - 1), upper), 2n))
}
