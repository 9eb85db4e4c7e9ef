import type { AttemptPolicy } from './attempt-policy.ts'
import { compareRatios, divided, type Ratio, ratio, rounded, sumOf, times } from './ratio.ts'
import type { Tenths } from './result-values.ts'

/** A grade of a scale, from a bound on. */
export interface ScaleBand {
  /** The least rounded average that earns it, in hundredths of a percent. */
  readonly from: number
  /** "A", "2", "5.5", "passed": as it stands in the gradebook. */
  readonly grade: string
}

/** A letter scale: bands with falling bounds. Whatever lies below the last bound gets the last grade. */
export interface Scale {
  readonly name: string
  readonly bands: readonly ScaleBand[]
}

/** `mean-of-percents`: a test weighs as its weight says. `points-weighted`: as that, times the points it was out of. */
export const averageKinds = ['mean-of-percents', 'points-weighted'] as const
export type AverageKind = (typeof averageKinds)[number]

/** The kind that stands beside another, for comparison. */
export const otherAverageKind = (kind: AverageKind): AverageKind =>
  kind === 'mean-of-percents' ? 'points-weighted' : 'mean-of-percents'

/** What is different about one test; absent parts are as for all tests. */
export interface TestRules {
  readonly policy?: AttemptPolicy | undefined
  /** In tenths of a percent; null for a test without one. ClassMarker's own where absent. */
  readonly passMark?: Tenths | null | undefined
  /** In hundredths: 100 is a weight of 1, which is the usual one. 0 leaves the test out of the average. */
  readonly weight?: number | undefined
  /** The name of its kind among `GradingRules.kinds`. */
  readonly kind?: string | undefined
  /** Adds to the average and is not among what the average is taken over, so that it can pass 100 %. */
  readonly extraCredit?: boolean | undefined
}

/** A kind of test ("Quiz", "Final") with its weight in the average, in hundredths. */
export interface TestKind {
  readonly name: string
  readonly weight: number
}

/** How attempts become grades. */
export interface GradingRules {
  readonly policy: AttemptPolicy
  /** By `testKeyOf`. */
  readonly tests: Readonly<Record<string, TestRules>>
  /** Kinds of tests; tests of no kind are one more kind of weight 1. Without kinds every test weighs by itself. */
  readonly kinds: readonly TestKind[]
  /** How many of the lowest scores of each student (of each kind, where there are kinds) do not count. */
  readonly dropLowest: number
  readonly average: AverageKind
  /** Decimals of a percent to which an average is rounded, once, before its grade is looked up. */
  readonly places: number
  readonly scale: Scale | null
}

export const mostPlaces = 3

/** A test of one account, as a key. */
export const testKeyOf = (test: { readonly account: string; readonly testId: number }): string =>
  `${test.account}:${test.testId}`

const usualWeight = 100

/** A score that counts at a test: the mean of `of` percentages that add up to `sum` tenths of a percent. */
export interface Score {
  readonly sum: number
  readonly of: number
}

export const meanOf = ({ sum, of }: Score): Ratio => ratio(sum, of)

/** Whether a score reaches a pass mark; null without one above 0. */
export const isPassed = ({ sum, of }: Score, passMark: Tenths | null): boolean | null =>
  passMark === null || passMark <= 0 ? null : sum >= passMark * of

/** A student's score at one test of the gradebook, with what weighs it. */
export interface WeighedScore extends Score {
  readonly rules: TestRules
  /** Points that the counted attempts were out of, in thousandths; null where ClassMarker did not say. */
  readonly points: number | null
}

/** An exact average in tenths of a percent, and the places of the scores that were dropped. */
export interface Average {
  readonly mean: Ratio | null
  readonly dropped: readonly number[]
}

/** The average of a student's scores. Null where nothing counts. */
export function averageOf(scores: readonly WeighedScore[], rules: GradingRules): Average {
  // Under most rules everything counts, and by itself.
  if (rules.kinds.length === 0 && rules.dropLowest === 0) return { mean: meanOver(scores, rules), dropped: [] }
  const groups = rules.kinds.length === 0 ? [scores.map((_, place) => place)] : placesByKind(scores, rules)
  const dropped = groups.flatMap((places) => lowest(scores, places, rules.dropLowest))
  let total = ratio(0)
  let weights = 0n
  for (const [group, places] of groups.entries()) {
    const mean = meanOver(
      places.filter((place) => !dropped.includes(place)).map((place) => scores[place] as WeighedScore),
      rules,
    )
    const weight = BigInt(rules.kinds[group]?.weight ?? usualWeight)
    if (mean === null || weight === 0n) continue
    total = sumOf(total, times(mean, weight))
    weights += weight
  }
  return { mean: weights === 0n ? null : divided(total, weights), dropped }
}

/** The places of scores by kind, in the order of `rules.kinds`; last those of no kind. */
function placesByKind(scores: readonly WeighedScore[], { kinds }: GradingRules): number[][] {
  const groups: number[][] = Array.from({ length: kinds.length + 1 }, () => [])
  for (const [place, { rules }] of scores.entries()) {
    const kind = kinds.findIndex(({ name }) => name === rules.kind)
    groups[kind === -1 ? kinds.length : kind]?.push(place)
  }
  return groups
}

/** The `count` lowest scores, of equal ones the later; never all of them, and never extra credit. */
function lowest(scores: readonly WeighedScore[], places: readonly number[], count: number): readonly number[] {
  if (count === 0) return []
  const droppable = places.filter((place) => {
    const score = scores[place] as WeighedScore
    return !score.rules.extraCredit && weightOf(score) > 0
  })
  return droppable
    .toSorted((a, b) => compareScores(scores[a] as Score, scores[b] as Score) || b - a)
    .slice(0, Math.min(count, droppable.length - 1))
}

const compareScores = (a: Score, b: Score): number =>
  a.of === b.of ? a.sum - b.sum : compareRatios(meanOf(a), meanOf(b))

const weightOf = ({ rules }: WeighedScore): number => rules.weight ?? usualWeight

function meanOver(scores: readonly WeighedScore[], { average }: Pick<GradingRules, 'average'>): Ratio | null {
  // Almost every score is one attempt's: those add up as numbers, and only means of several as fractions.
  let whole = 0
  let parts = ratio(0)
  let weights = 0
  for (const score of scores) {
    const weight = weightOf(score) * (average === 'mean-of-percents' ? 1 : (score.points ?? 0))
    if (score.of === 1) whole += score.sum * weight
    else parts = sumOf(parts, times(meanOf(score), BigInt(weight)))
    if (!score.rules.extraCredit) weights += weight
  }
  return weights === 0 ? null : divided(sumOf(ratio(whole), parts), BigInt(weights))
}

/**
 * An average rounded once, half away from zero.
 * @param average in tenths of a percent
 * @returns in units of the last of `places` decimals of a percent: 89.5 % with one place is 895
 */
export const roundAverage = ({ numerator, denominator }: Ratio, places: number): number =>
  rounded({ numerator: numerator * 10n ** BigInt(places), denominator: denominator * 10n })

/**
 * The grade of a rounded average.
 * @param average as `roundAverage` returns it
 * @returns '' without a scale
 */
export const gradeOf = (average: number, places: number, scale: Scale | null): string =>
  scale?.bands[bandOf(average, places, scale)]?.grade ?? ''

/** The place of the band of a rounded average among the scale's, which begin with the highest. */
export function bandOf(average: number, places: number, { bands }: Scale): number {
  const hundredths = average * 100
  const unit = 10 ** places
  const place = bands.findIndex(({ from }) => hundredths >= from * unit)
  return place === -1 ? bands.length - 1 : place
}
