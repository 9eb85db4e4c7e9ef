import type { Durations, TimedBand, TimedMark, TimedRange, TimedScores } from '../../../shared/model/test-figures.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import type { PageValues } from './attempts-by-test.ts'
import { isOutlier } from './spread.ts'

/** Above so many attempts a mark stands for all of a small range of times and percentages. */
const mostSingle = 1_000
/** So many marks stand beside each other at most, and 40 of 2.5 % one above another. */
const marksAcross = 40
const tenthsOfMark = 25
const mostBands = 12
/** Outliers that are named. */
const mostNamed = 200
/** Interquartile ranges from the upper quartile to the end of the axis: a tab left open overnight would flatten the rest. */
const axisReach = 6

/** Seconds that people count in. */
const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400]
const stepFor = (reach: number, most: number): number =>
  steps.find((step) => reach / step < most) ?? 86_400 * Math.ceil((reach + 1) / most / 86_400)

/**
 * Time taken against percentage, of attempts that have both.
 * @param rows those whose time is in the figures. @param durations of the same rows
 * @param nameOf whose a result is, by its id
 */
export function timedScores(
  values: PageValues,
  rows: Uint32Array,
  { spread, fences }: Durations,
  nameOf: (id: number) => string,
): TimedScores {
  const both = timedOf(values, rows)
  const until = Math.min(spread.max, Math.ceil(spread.q3 + axisReach * Math.max(1, spread.q3 - spread.q1)))
  const isGrouped = both.rows.length > mostSingle
  const cell = isGrouped ? { seconds: stepFor(until, marksAcross), tenths: tenthsOfMark } : { seconds: 1, tenths: 1 }
  return {
    n: both.rows.length,
    until,
    cell,
    marks: marksOf(both, cell, until),
    bands: bandsOf(both, until),
    quickest: meanWhere(both, [-Infinity, spread.q1]),
    slowest: meanWhere(both, [spread.q3, Infinity]),
    outliers: farthest(both, { spread, fences }).map((row) => ({
      id: values.id[row] as number,
      name: nameOf(values.id[row] as number),
      seconds: values.duration[row] as number,
      score: values.percentage[row] as number,
    })),
  }
}

/** Attempts with both a time and a percentage. Fetched once, because each comes from afar in memory. */
interface Timed {
  readonly rows: Uint32Array
  readonly seconds: Float64Array
  readonly scores: Float64Array
}

function timedOf({ duration, percentage }: PageValues, rows: Uint32Array): Timed {
  const both = {
    rows: new Uint32Array(rows.length),
    seconds: new Float64Array(rows.length),
    scores: new Float64Array(rows.length),
  }
  let n = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const [seconds, score] = [duration[row] as number, percentage[row] as number]
    if (seconds === none || score === none) continue
    both.rows[n] = row
    both.seconds[n] = seconds
    both.scores[n++] = score
  }
  return {
    rows: both.rows.subarray(0, n),
    seconds: both.seconds.subarray(0, n),
    scores: both.scores.subarray(0, n),
  }
}

/** What lies beyond the axis stands in the one place after it. */
function marksOf({ seconds, scores }: Timed, cell: TimedScores['cell'], until: number): TimedMark[] {
  if (seconds.length === 0) return []
  const beyond = Math.floor(until / cell.seconds) + 1
  let [least, greatest] = [Infinity, -Infinity]
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] as number
    if (score < least) least = score
    if (score > greatest) greatest = score
  }
  const lowest = Math.floor(least / cell.tenths)
  const high = Math.floor(greatest / cell.tenths) - lowest + 1
  const counts = new Map<number, number>()
  for (let at = 0; at < seconds.length; at++) {
    const taken = seconds[at] as number
    const across = taken > until ? beyond : Math.floor(taken / cell.seconds)
    const key = across * high + Math.floor((scores[at] as number) / cell.tenths) - lowest
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, n]) => ({
      seconds: Math.floor(key / high) * cell.seconds,
      score: ((key % high) + lowest) * cell.tenths,
      n,
    }))
}

function bandsOf({ seconds, scores }: Timed, until: number): TimedBand[] {
  const step = stepFor(until, mostBands)
  const last = Math.floor(until / step)
  const [n, sum] = [new Uint32Array(last + 1), new Float64Array(last + 1)]
  const [min, max] = [new Float64Array(last + 1).fill(Infinity), new Float64Array(last + 1).fill(-Infinity)]
  const longest = new Float64Array(last + 1)
  for (let at = 0; at < seconds.length; at++) {
    const [taken, score] = [seconds[at] as number, scores[at] as number]
    const band = Math.min(last, Math.floor(taken / step))
    n[band] = (n[band] as number) + 1
    sum[band] = (sum[band] as number) + score
    if (score < (min[band] as number)) min[band] = score
    if (score > (max[band] as number)) max[band] = score
    if (taken > (longest[band] as number)) longest[band] = taken
  }
  return Array.from(n, (own, band) => ({
    from: band * step,
    to: Math.max(band * step + step - 1, longest[band] as number),
    n: own,
    mean: (sum[band] as number) / own,
    min: min[band] as number,
    max: max[band] as number,
  })).filter(({ n: own }) => own > 0)
}

function meanWhere({ seconds, scores }: Timed, [from, until]: readonly [from: number, until: number]): number | null {
  let [n, sum] = [0, 0]
  for (let at = 0; at < seconds.length; at++) {
    const taken = seconds[at] as number
    if (taken < from || taken > until) continue
    n++
    sum += scores[at] as number
  }
  return n === 0 ? null : sum / n
}

/** The rows of the farthest outliers, in the order of their times. */
function farthest(
  { rows, seconds }: Timed,
  { spread, fences }: Pick<Durations, 'spread' | 'fences'>,
): readonly number[] {
  const outliers: { readonly row: number; readonly taken: number }[] = []
  for (let at = 0; at < seconds.length; at++) {
    const taken = seconds[at] as number
    if (isOutlier(taken, fences)) outliers.push({ row: rows[at] as number, taken })
  }
  return outliers
    .sort((a, b) => Math.abs(b.taken - spread.median) - Math.abs(a.taken - spread.median))
    .slice(0, mostNamed)
    .sort((a, b) => a.taken - b.taken)
    .map(({ row }) => row)
}

/** The rows of a range of times and percentages, both ends included. */
export function rowsInRange(values: PageValues, rows: Uint32Array, { seconds, score }: TimedRange): Uint32Array {
  return rows.filter((row) => {
    const [taken, own] = [values.duration[row] as number, values.percentage[row] as number]
    if (taken === none || own === none) return false
    return taken >= seconds.from && taken <= seconds.to && own >= score.from && own <= score.to
  })
}
