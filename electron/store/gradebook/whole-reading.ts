import type { GradebookRow, GradebookSummary } from '../../../shared/model/gradebook.ts'

/** A gradebook of one moment, for reading all of it. */
export interface GradebookReading {
  readonly summary: GradebookSummary
  /** Whether an attempt counts, by the id of its result, in every cell that the teacher decided. */
  readonly decided: ReadonlyMap<number, boolean>
  /** Every row in the order asked for, read some at a time. */
  rows(): Iterable<GradebookRow>
  /**
   * The attempts of a cell in the order they were made.
   * @param row the `id` of a row
   * @param test its place among the tests
   */
  attemptsOf(row: number, test: number): readonly CellAttempt[]
}

/** An attempt of a cell, with its rank among all of the cell's. */
export interface CellAttempt {
  /** The id of the result. */
  readonly id: number
  /** 1 for the earliest. */
  readonly number: number
  readonly first: boolean
  readonly last: boolean
  readonly best: boolean
  /** Whether it counts under the rules and the teacher's decisions. */
  readonly counts: boolean
}
