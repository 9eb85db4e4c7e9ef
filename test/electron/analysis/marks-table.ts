import { type AnswerColumns, cell, inUnits } from '../../../electron/analysis/answer-columns.ts'
import type { QuestionVersion } from '../../../shared/model/answers.ts'

/** An answer that counts. `mark` in points; no letters where the choice is not known. */
export type Answered =
  | { readonly is: 'unanswered'; readonly version: number }
  | { readonly is: 'marked'; readonly version: number; readonly mark: number; readonly letters: readonly string[] }

/** What one attempt has at one question, as a reader of a table would say it. */
export type Cell =
  | Answered
  | { readonly is: 'toGrade'; readonly version: number }
  | { readonly is: 'noMark'; readonly version: number }
  | { readonly is: 'notSeen' }

export interface Attempt {
  /** Null: the sum of the marks. */
  readonly total: number | null
  readonly available: number | null
  readonly percentage: number | null
  readonly cells: readonly Cell[]
}

export interface MarksTable {
  readonly questions: readonly (readonly QuestionVersion[])[]
  readonly attempts: readonly Attempt[]
}

export const version = (given: Partial<QuestionVersion> = {}): QuestionVersion => ({
  questionId: '1',
  type: 'multiplechoice',
  categoryId: null,
  question: '',
  pointsAvailable: 1,
  options: [],
  correct: [],
  ...given,
})

/** What the attempt scored in thousandths of a point. */
export const totalOf = ({ total, cells }: Attempt): number =>
  total === null
    ? cells.reduce((sum, each) => sum + (each.is === 'marked' ? inUnits(each.mark, 1_000) : 0), 0)
    : inUnits(total, 1_000)

const bit = (letter: string): number => 1 << 'ABCDEFGHIJKLMNOPQRST'.indexOf(letter)

/** The table as the analysis takes it. */
export function columnsOf({ questions, attempts }: MarksTable): AnswerColumns {
  return {
    policy: 'first',
    unitsPerPoint: 1_000,
    totals: Float64Array.from(attempts, totalOf),
    available: Float64Array.from(attempts, ({ available }) => (available === null ? Number.NaN : available * 1_000)),
    percentages: Float64Array.from(attempts, ({ percentage }) => percentage ?? Number.NaN),
    questions: questions.map((versions, question) => {
      const cells = attempts.map((attempt) => attempt.cells[question] as Cell)
      return {
        versions,
        version: versions.length === 1 ? null : Uint16Array.from(cells, (of) => ('version' in of ? of.version : 0)),
        cells: Uint8Array.from(cells, ({ is }) => cell[is]),
        marks: Float64Array.from(cells, (of) => (of.is === 'marked' ? inUnits(of.mark, 1_000) : 0)),
        choices: versions.every(({ options }) => options.length === 0)
          ? null
          : Int32Array.from(cells, (of) =>
              of.is === 'marked' ? of.letters.reduce((mask, each) => mask | bit(each), 0) : 0,
            ),
      }
    }),
    categoryNames: new Map([['7', 'Algebra']]),
    leftOut: { surveys: 1, samples: 2, noAnswers: 3, otherVersion: 0 },
  }
}

/** Rows of marks, all seen by everybody; null is unanswered. */
export const tableOf = (rows: readonly (readonly (number | null)[])[], highest?: readonly number[]): MarksTable => ({
  questions: (rows[0] ?? []).map((_, at) => [version({ questionId: `${at}`, pointsAvailable: highest?.[at] ?? 1 })]),
  attempts: rows.map((row) => ({
    total: null,
    available: null,
    percentage: null,
    cells: row.map(
      (mark): Cell =>
        mark === null ? { is: 'unanswered', version: 0 } : { is: 'marked', version: 0, mark, letters: [] },
    ),
  })),
})
