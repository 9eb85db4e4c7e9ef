import type { Durations, TimedBand, TimedMark, TimedRange, TimedScores } from '../../../shared/model/test-figures.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import { sortedNumbers } from '../gradebook/statistics.ts'
import { isOutlier } from './spread.ts'

type Values = GradedAttempts['values']

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
  values: Values,
  rows: Uint32Array,
  { spread, fences }: Durations,
  nameOf: (id: number) => string,
): TimedScores {
  const both = withBoth(values, rows)
  const until = Math.min(spread.max, Math.ceil(spread.q3 + axisReach * Math.max(1, spread.q3 - spread.q1)))
  const isGrouped = both.length > mostSingle
  const cell = isGrouped ? { seconds: stepFor(until, marksAcross), tenths: tenthsOfMark } : { seconds: 1, tenths: 1 }
  return {
    n: both.length,
    until,
    cell,
    marks: marksOf(values, both, cell, until),
    bands: bandsOf(values, both, until),
    quickest: meanWhere(values, both, [-Infinity, spread.q1]),
    slowest: meanWhere(values, both, [spread.q3, Infinity]),
    outliers: farthest(values, both, { spread, fences }).map((row) => ({
      id: values.id[row] as number,
      name: nameOf(values.id[row] as number),
      seconds: values.duration[row] as number,
      score: values.percentage[row] as number,
    })),
  }
}

/** The rows that have a time and a percentage. */
function withBoth({ duration, percentage }: Values, rows: Uint32Array): Uint32Array {
  const both = new Uint32Array(rows.length)
  let n = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    if (duration[row] !== none && percentage[row] !== none) both[n++] = row
  }
  return both.subarray(0, n)
}

/** What lies beyond the axis stands in the one place after it. */
function marksOf({ duration, percentage }: Values, rows: Uint32Array, cell: TimedScores['cell'], until: number) {
  if (rows.length === 0) return []
  const beyond = Math.floor(until / cell.seconds) + 1
  let [least, greatest] = [Infinity, -Infinity]
  for (let at = 0; at < rows.length; at++) {
    const score = Math.floor((percentage[rows[at] as number] as number) / cell.tenths)
    if (score < least) least = score
    if (score > greatest) greatest = score
  }
  const high = greatest - least + 1
  const keys = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const seconds = duration[row] as number
    const across = seconds > until ? beyond : Math.floor(seconds / cell.seconds)
    keys[at] = across * high + Math.floor((percentage[row] as number) / cell.tenths) - least
  }
  const inOrder = sortedNumbers(keys)
  const marks: TimedMark[] = []
  for (let from = 0, at = 1; at <= inOrder.length; at++) {
    const key = inOrder[from] as number
    if (inOrder[at] === key) continue
    const across = Math.floor(key / high)
    marks.push({ seconds: across * cell.seconds, score: ((key % high) + least) * cell.tenths, n: at - from })
    from = at
  }
  return marks
}

function bandsOf(values: Values, rows: Uint32Array, until: number): TimedBand[] {
  const step = stepFor(until, mostBands)
  const last = Math.floor(until / step)
  const { duration, percentage } = values
  const [n, sum] = [new Uint32Array(last + 1), new Float64Array(last + 1)]
  const [min, max] = [new Float64Array(last + 1).fill(Infinity), new Float64Array(last + 1).fill(-Infinity)]
  const longest = new Float64Array(last + 1)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const [seconds, score] = [duration[row] as number, percentage[row] as number]
    const band = Math.min(last, Math.floor(seconds / step))
    n[band] = (n[band] as number) + 1
    sum[band] = (sum[band] as number) + score
    if (score < (min[band] as number)) min[band] = score
    if (score > (max[band] as number)) max[band] = score
    if (seconds > (longest[band] as number)) longest[band] = seconds
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

function meanWhere(
  { duration, percentage }: Values,
  rows: Uint32Array,
  [from, until]: readonly [from: number, until: number],
): number | null {
  let [n, sum] = [0, 0]
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    const seconds = duration[row] as number
    if (seconds < from || seconds > until) continue
    n++
    sum += percentage[row] as number
  }
  return n === 0 ? null : sum / n
}

/** The rows of the farthest outliers, in the order of their times. */
function farthest(
  values: Values,
  rows: Uint32Array,
  { spread, fences }: Pick<Durations, 'spread' | 'fences'>,
): readonly number[] {
  const seconds = (row: number): number => values.duration[row] as number
  return Array.from(rows.filter((row) => isOutlier(seconds(row), fences)))
    .sort((a, b) => Math.abs(seconds(b) - spread.median) - Math.abs(seconds(a) - spread.median))
    .slice(0, mostNamed)
    .sort((a, b) => seconds(a) - seconds(b))
}

/** The rows of a range of times and percentages, both ends included. */
export function rowsInRange(values: Values, rows: Uint32Array, { seconds, score }: TimedRange): Uint32Array {
  return rows.filter((row) => {
    const [taken, own] = [values.duration[row] as number, values.percentage[row] as number]
    if (taken === none || own === none) return false
    return taken >= seconds.from && taken <= seconds.to && own >= score.from && own <= score.to
  })
}
