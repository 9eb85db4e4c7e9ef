import { cell, type QuestionColumn } from './answer-columns.ts'

/** The attempts that count for a question, in order, with their mark and total in units. */
export interface CountedMarks {
  readonly attempts: Int32Array
  readonly marks: Float64Array
  readonly totals: Float64Array
  /** How many attempts have each kind of cell. */
  readonly cells: Readonly<Record<keyof typeof cell, number>>
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
  read({ cells, marks: given }: QuestionColumn, totals: Float64Array): CountedMarks {
    const [attempts, marks, counted] = [this.#attempts, this.#marks, this.#totals]
    let [n, unanswered, toGrade, noMark] = [0, 0, 0, 0]
    for (let attempt = 0; attempt < cells.length; attempt++) {
      const of = cells[attempt]
      if (of === cell.marked) marks[n] = given[attempt] as number
      else if (of === cell.unanswered) {
        marks[n] = 0
        unanswered++
      } else {
        if (of === cell.toGrade) toGrade++
        if (of === cell.noMark) noMark++
        continue
      }
      attempts[n] = attempt
      counted[n] = totals[attempt] as number
      n++
    }
    const notSeen = cells.length - n - toGrade - noMark
    return {
      attempts: attempts.subarray(0, n),
      marks: marks.subarray(0, n),
      totals: counted.subarray(0, n),
      cells: { notSeen, unanswered, marked: n - unanswered, toGrade, noMark },
    }
  }
}
