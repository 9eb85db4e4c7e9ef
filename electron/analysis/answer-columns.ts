import type { QuestionVersion } from '../../shared/model/answers.ts'
import type { ItemPolicy, LeftOut } from '../../shared/model/item-analysis.ts'

/** What is known of one attempt at one question. `noMark`: it was seen, and nobody sent a mark. */
export const cell = { notSeen: 0, unanswered: 1, marked: 2, toGrade: 3, noMark: 4 } as const

/** One question, over all attempts in the order of `AnswerColumns.totals`. */
export interface QuestionColumn {
  /** All versions that an attempt saw, at least one. */
  readonly versions: readonly QuestionVersion[]
  /** Place in `versions`; read where the question was seen. Null where there is one version. */
  readonly version: Uint16Array | null
  /** One of `cell`. */
  readonly cells: Uint8Array
  /** In `unitsPerPoint`, read where the cell is `marked`. */
  readonly marks: Float64Array | Int32Array
  /**
   * The letters that were chosen: bit 0 for A to bit 19 for T. 0 where the cell is `marked` means that the choice is not
   * known. Null for a question without options to choose from, and for a matching question.
   */
  readonly choices: Int32Array | null
}

/**
 * Attempts by question, as they are analysed. Every attempt here has answers: those without, surveys and samples are
 * counted in `leftOut`.
 */
export interface AnswerColumns {
  readonly policy: ItemPolicy
  /**
   * Units in a point: marks and totals are whole numbers of units, so that sums of them are exact and equal marks have
   * no variance at all. 1,000 unless a mark is finer: see `unitsPerPointOf` and `inUnits`.
   */
  readonly unitsPerPoint: number
  /** What each attempt scored in all, in units, as ClassMarker says; the sum of its marks where it says nothing. */
  readonly totals: Float64Array
  /** What each attempt could score, in units; NaN where that is not known. */
  readonly available: Float64Array
  /** In tenths of a percent, as ClassMarker rounded them; NaN where that is not known. */
  readonly percentages: Float64Array
  readonly questions: readonly QuestionColumn[]
  /** Names of categories by number. */
  readonly categoryNames: ReadonlyMap<string, string>
  readonly leftOut: Omit<LeftOut, 'needsGrading'>
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6

/**
 * The coarsest of 1,000, 1,000,000 and 1,000,000,000 in a point in which all these points are whole numbers. It is to
 * see marks, totals and highest marks.
 */
export function unitsPerPointOf(points: Iterable<number>): number {
  let perPoint = 1e3
  for (const value of points) while (perPoint < 1e9 && !isWhole(value * perPoint)) perPoint *= 1e3
  return perPoint
}

/** Points in units: 16.1 points are 16,100 thousandths, and not 16,100.000000000002. */
export const inUnits = (points: number, unitsPerPoint: number): number => Math.round(points * unitsPerPoint)

/** Place of the version that an attempt saw. */
export const versionAt = ({ version }: QuestionColumn, attempt: number): number => version?.[attempt] ?? 0

/** Highest mark of each version, in units; NaN where it is not known. */
export const highestMarks = (question: QuestionColumn, unitsPerPoint: number): readonly number[] =>
  question.versions.map(({ pointsAvailable }) =>
    pointsAvailable === null ? Number.NaN : inUnits(pointsAvailable, unitsPerPoint),
  )
