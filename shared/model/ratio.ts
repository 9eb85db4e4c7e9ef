/** An exact fraction; its denominator is above 0. Not reduced. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

export const ratio = (numerator: number | bigint, denominator: number | bigint = 1n): Ratio => ({
  numerator: BigInt(numerator),
  denominator: BigInt(denominator),
})

export const sumOf = (a: Ratio, b: Ratio): Ratio =>
  a.denominator === b.denominator
    ? { numerator: a.numerator + b.numerator, denominator: a.denominator }
    : {
        numerator: a.numerator * b.denominator + b.numerator * a.denominator,
        denominator: a.denominator * b.denominator,
      }

/** @param by above 0 */
export const divided = ({ numerator, denominator }: Ratio, by: bigint): Ratio => ({
  numerator,
  denominator: denominator * by,
})

export const times = ({ numerator, denominator }: Ratio, factor: bigint): Ratio => ({
  numerator: numerator * factor,
  denominator,
})

/** The sign of `a - b`. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The nearest double. Exact fractions of schools' size lose nothing a reader could see. */
export const toNumber = ({ numerator, denominator }: Ratio): number => {
  const whole = numerator / denominator
  return Number(whole) + Number(numerator - whole * denominator) / Number(denominator)
}

/** The nearest whole number; halves away from zero, as a spreadsheet's ROUND does. */
export function rounded({ numerator, denominator }: Ratio): number {
  const size = numerator < 0n ? -numerator : numerator
  const nearest = Number((2n * size + denominator) / (2n * denominator))
  return numerator < 0n ? -nearest : nearest
}
