/*
 * Sums of squares and products, about a whole number near the mean. Marks and totals are whole numbers of units, so that
 * these sums are exact as long as they stay below 2^53, which in thousandths 20,000 attempts at 40 questions of 10 points
 * do. Equal marks then have a spread of 0 and not of 1e-17, and what covaries not at all has a product of 0.
 */

/** Sums of the distances from `around`. */
export interface Sums {
  readonly n: number
  readonly around: number
  readonly sum: number
  readonly squares: number
}

export function sumsOf(values: Float64Array): Sums {
  const n = values.length
  let total = 0
  for (let at = 0; at < n; at++) total += values[at] as number
  const around = n === 0 ? 0 : Math.round(total / n)
  let [sum, squares] = [0, 0]
  for (let at = 0; at < n; at++) {
    const distance = (values[at] as number) - around
    sum += distance
    squares += distance * distance
  }
  return { n, around, sum, squares }
}

/** n times the squares about the mean itself: n(n − 1) times the variance. */
export const spread = ({ n, sum, squares }: Pick<Sums, 'n' | 'sum' | 'squares'>): number => n * squares - sum * sum

/** n times the products about the means: n(n − 1) times the covariance. */
export function joint(left: Float64Array, right: Float64Array, a: Sums, b: Sums): number {
  let products = 0
  for (let at = 0; at < left.length; at++) {
    products += ((left[at] as number) - a.around) * ((right[at] as number) - b.around)
  }
  return a.n * products - a.sum * b.sum
}

/** What of `spread` or `joint` makes a variance or covariance; null below two values. */
export const perDegree = (of: number, n: number): number | null => (n < 2 ? null : of / (n * (n - 1)))

/** A correlation, −1 to 1; null where one of both has no spread. */
export function correlation(together: number, left: number, right: number): number | null {
  if (left === 0 || right === 0) return null
  // Exactly ±1 where it is perfect, which a quotient by two roots may miss.
  if (together * together === left * right) return Math.sign(together)
  return Math.max(-1, Math.min(1, together / Math.sqrt(left) / Math.sqrt(right)))
}

/**
 * The values in order. Marks and totals of a test are few multiples of a quarter or half of a point, which are counted
 * in a fraction of the time of sorting them.
 */
export function sorted(values: Float64Array): Float64Array {
  const n = values.length
  let [least, most] = [Infinity, -Infinity]
  for (let at = 0; at < n; at++) {
    const value = values[at] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  if (n === 0 || most - least >= 2 ** 31) return values.toSorted()
  const step = stepOf(values, least)
  const places = (most - least) / step + 1
  if (places > 8 * n) return values.toSorted()
  const counts = new Int32Array(places)
  for (let at = 0; at < n; at++) {
    // Whole numbers below 2^31: the processor divides them faster as such.
    const place = ((((values[at] as number) - least) | 0) / step) | 0
    counts[place] = (counts[place] as number) + 1
  }
  const order = new Float64Array(n)
  let from = 0
  for (let place = 0; place < places; place++) {
    const until = from + (counts[place] as number)
    if (until > from) order.fill(least + place * step, from, until)
    from = until
  }
  return order
}

/** The largest step that leads from the least value to each of the others, which are less than 2^31 away. */
function stepOf(values: Float64Array, least: number): number {
  let step = 0
  for (let at = 0; at < values.length && step !== 1; at++) {
    let rest = ((values[at] as number) - least) | 0
    if (step !== 0) rest %= step
    while (rest !== 0) [step, rest] = [rest, step % rest]
  }
  return step === 0 ? 1 : step
}
