import { cell, type QuestionColumn } from './answer-columns.ts'

/** The attempts that count for a question, in order, with their mark and total in units. */
export interface CountedMarks {
  readonly attempts: Int32Array
  readonly marks: Float64Array
  readonly totals: Float64Array
}

/** How many attempts are of each kind of `cell`, by its number. */
export type CellCounts = readonly number[]

export function countsOf({ cells }: QuestionColumn): CellCounts {
  const counts = Object.values(cell).map(() => 0)
  for (let at = 0; at < cells.length; at++) {
    const of = cells[at] as number
    counts[of] = (counts[of] as number) + 1
  }
  return counts
}

/** Reads one question after another into the same arrays: what it gave is gone with the next question. */
export class CountedMarksReader {
  readonly #attempts: Int32Array
  readonly #marks: Float64Array
  readonly #totals: Float64Array

  constructor(attempts: number) {
    this.#attempts = new Int32Array(attempts)
    this.#marks = new Float64Array(attempts)
    this.#totals = new Float64Array(attempts)
  }

  /** Those that answered, or did not, which counts 0 marks: not what is to be graded or has no mark. */
  read({ cells, marks }: QuestionColumn, totals: Float64Array): CountedMarks {
    let n = 0
    for (let attempt = 0; attempt < cells.length; attempt++) {
      const of = cells[attempt]
      if (of !== cell.marked && of !== cell.unanswered) continue
      this.#attempts[n] = attempt
      this.#marks[n] = of === cell.marked ? (marks[attempt] as number) : 0
      this.#totals[n] = totals[attempt] as number
      n++
    }
    return {
      attempts: this.#attempts.subarray(0, n),
      marks: this.#marks.subarray(0, n),
      totals: this.#totals.subarray(0, n),
    }
  }
}
