import type { Durations, TimedBand, TimedMark, TimedRange, TimedScores } from '../../../shared/model/test-figures.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
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
  const both = rows.filter((row) => values.duration[row] !== none && values.percentage[row] !== none)
  const until = Math.min(spread.max, Math.ceil(spread.q3 + axisReach * Math.max(1, spread.q3 - spread.q1)))
  const isGrouped = both.length > mostSingle
  const cell = isGrouped ? { seconds: stepFor(until, marksAcross), tenths: tenthsOfMark } : { seconds: 1, tenths: 1 }
  return {
    n: both.length,
    until,
    cell,
    marks: marksOf(values, both, cell, until),
    bands: bandsOf(values, both, until),
    quickest: meanWhere(values, both, (seconds) => seconds <= spread.q1),
    slowest: meanWhere(values, both, (seconds) => seconds >= spread.q3),
    outliers: farthest(values, both, { spread, fences }).map((row) => ({
      id: values.id[row] as number,
      name: nameOf(values.id[row] as number),
      seconds: values.duration[row] as number,
      score: values.percentage[row] as number,
    })),
  }
}

/** What lies beyond the axis stands in the one place after it. */
function marksOf(values: Values, rows: Uint32Array, cell: TimedScores['cell'], until: number): TimedMark[] {
  const beyond = (Math.floor(until / cell.seconds) + 1) * cell.seconds
  const counts = new Map<number, number>()
  // Percentages lie far below a million, on either side of 0.
  const [factor, least] = [2 ** 21, 2 ** 20]
  for (const row of rows) {
    const seconds = values.duration[row] as number
    const from = seconds > until ? beyond : Math.floor(seconds / cell.seconds) * cell.seconds
    const score = Math.floor((values.percentage[row] as number) / cell.tenths) * cell.tenths
    const key = from * factor + score + least
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .map(([key, n]) => ({ seconds: Math.floor(key / factor), score: (key % factor) - least, n }))
    .sort((a, b) => a.seconds - b.seconds || a.score - b.score)
}

function bandsOf(values: Values, rows: Uint32Array, until: number): TimedBand[] {
  const step = stepFor(until, mostBands)
  const last = Math.floor(until / step)
  const bands = Array.from({ length: last + 1 }, (_, at) => ({
    ...{ from: at * step, to: (at + 1) * step - 1, n: 0, sum: 0, min: Infinity, max: -Infinity, longest: 0 },
  }))
  for (const row of rows) {
    const seconds = values.duration[row] as number
    const score = values.percentage[row] as number
    const band = bands[Math.min(last, Math.floor(seconds / step))]
    if (band === undefined) continue
    band.n++
    band.sum += score
    band.min = Math.min(band.min, score)
    band.max = Math.max(band.max, score)
    band.longest = Math.max(band.longest, seconds)
  }
  return bands
    .filter(({ n }) => n > 0)
    .map(({ from, to, n, sum, min, max, longest }) => ({ from, to: Math.max(to, longest), n, mean: sum / n, min, max }))
}

function meanWhere(values: Values, rows: Uint32Array, isWanted: (seconds: number) => boolean): number | null {
  let [n, sum] = [0, 0]
  for (const row of rows) {
    if (!isWanted(values.duration[row] as number)) continue
    n++
    sum += values.percentage[row] as number
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
