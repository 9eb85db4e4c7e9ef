import type { Interval } from '../../shared/model/item-analysis.ts'

/** Beyond it lies a fortieth of the normal distribution on each side. */
const z = 1.959963984540054

/** Wilson's score interval of a share; null where it is none, as with negative marks. */
export function shareInterval(share: number | null, n: number): Interval | null {
  if (share === null || n === 0 || share < 0 || share > 1) return null
  const square = z ** 2
  const middle = (share + square / (2 * n)) / (1 + square / n)
  const half = (z * Math.sqrt((share * (1 - share)) / n + square / (4 * n ** 2))) / (1 + square / n)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Fisher's interval of a correlation in percent; null for a perfect one and below four values. */
export function correlationInterval(percent: number | null, n: number): Interval | null {
  if (percent === null || n < 4 || Math.abs(percent) === 100) return null
  const [middle, half] = [Math.atanh(percent / 100), z / Math.sqrt(n - 3)]
  return { low: 100 * Math.tanh(middle - half), high: 100 * Math.tanh(middle + half) }
}

/** Bonett's interval (2002) of alpha in percent; null for a perfect one. */
export function alphaInterval(percent: number | null, n: number, positions: number): Interval | null {
  if (percent === null || percent >= 100) return null
  const half = z * Math.sqrt((2 * positions) / ((positions - 1) * (n - 2)))
  const at = (distance: number): number => 100 * (1 - (1 - percent / 100) * Math.exp(distance))
  return { low: at(half), high: at(-half) }
}
