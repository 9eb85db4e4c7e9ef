import type { ItemAnalysis } from '../../shared/model/item-analysis.ts'
import { perDegree, sorted, spread, sumsOf } from './sums.ts'

type TotalFigures = Pick<ItemAnalysis, 'mean' | 'median' | 'sd' | 'skewness' | 'kurtosis'>

const nothing: TotalFigures = { mean: null, median: null, sd: null, skewness: null, kurtosis: null }

/** Figures of the totals of attempts, in points; skewness and kurtosis by the unbiased cumulants. */
export function totalFigures(totals: Float64Array, unitsPerPoint: number): TotalFigures {
  const n = totals.length
  if (n === 0) return nothing
  const sums = sumsOf(totals)
  const mean = sums.around + sums.sum / n
  const order = sorted(totals)
  const median = ((order[(n - 1) >> 1] as number) + (order[n >> 1] as number)) / 2
  const variance = perDegree(spread(sums), n)
  return {
    mean: mean / unitsPerPoint,
    median: median / unitsPerPoint,
    sd: variance === null ? null : Math.sqrt(variance) / unitsPerPoint,
    ...shapeOf(order, mean, variance),
  }
}

function shapeOf(
  totals: Float64Array,
  mean: number,
  variance: number | null,
): Pick<TotalFigures, 'skewness' | 'kurtosis'> {
  const n = totals.length
  if (variance === null || variance === 0) return { skewness: null, kurtosis: null }
  const sd = Math.sqrt(variance)
  let [cubes, fourths] = [0, 0]
  for (let at = 0; at < n; at++) {
    const distance = ((totals[at] as number) - mean) / sd
    const square = distance * distance
    cubes += square * distance
    fourths += square * square
  }
  // In standard deviations k₂ is 1, and the second moment (n − 1)/n.
  const k4 = (n * (n + 1) * fourths - 3 * (n - 1) ** 3) / ((n - 1) * (n - 2) * (n - 3))
  return { skewness: n < 3 ? null : (n * cubes) / ((n - 1) * (n - 2)), kurtosis: n < 4 ? null : k4 }
}

/** How many percentages, in tenths of a percent, lie in each tenth, 100 % in the last. */
export function distributionOf(percentages: Float64Array): number[] {
  const distribution = Array.from({ length: 10 }, () => 0)
  for (const each of percentages) {
    if (Number.isNaN(each)) continue
    const tenth = Math.max(0, Math.min(9, Math.floor(each / 100)))
    distribution[tenth] = (distribution[tenth] as number) + 1
  }
  return distribution
}
