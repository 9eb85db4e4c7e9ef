import type { Durations, Spread } from '../../../shared/model/test-figures.ts'

/** A value at a part of the way through values in order, between two of them on the straight line (method 7). */
function quantile(values: Float64Array, part: number): number {
  const at = (values.length - 1) * part
  const low = Math.floor(at)
  const [below, above] = [values[low] as number, values[Math.min(low + 1, values.length - 1)] as number]
  return below + (above - below) * (at - low)
}

/** @param values in order, at least one */
export const spreadOf = (values: Float64Array): Spread => ({
  n: values.length,
  min: values[0] as number,
  q1: quantile(values, 0.25),
  median: quantile(values, 0.5),
  q3: quantile(values, 0.75),
  max: values[values.length - 1] as number,
})

/** @param seconds in order */
export function durationsOf(seconds: Float64Array): Durations | null {
  if (seconds.length === 0) return null
  const spread = spreadOf(seconds)
  const reach = 1.5 * (spread.q3 - spread.q1)
  const fences = [spread.q1 - reach, spread.q3 + reach] as const
  let outliers = 0
  for (let at = 0; at < seconds.length; at++) if (isOutlier(seconds[at] as number, fences)) outliers++
  return { spread, fences, outliers }
}

export const isOutlier = (seconds: number, [low, high]: Durations['fences']): boolean => seconds < low || seconds > high
