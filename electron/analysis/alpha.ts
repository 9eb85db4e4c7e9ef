import type { AlphaGap, ItemAnalysis } from '../../shared/model/item-analysis.ts'
import { fewestForAlpha } from '../../shared/model/item-analysis.ts'
import { type AnswerColumns, cell, highestMarks, type QuestionColumn, versionAt } from './answer-columns.ts'
import { alphaInterval } from './intervals.ts'
import { perDegree, spread, sumsOf } from './sums.ts'

type AlphaFigures = Pick<
  ItemAnalysis,
  'alpha' | 'alphaInterval' | 'alphaAttempts' | 'alphaPositions' | 'alphaGap' | 'errorRatio'
>

/** Spreads of the marks of questions that every attempt saw, and the marks of those drawn at random, all together. */
interface Positions {
  readonly own: readonly number[]
  readonly drawn: Float64Array
  /** How many of the drawn each attempt has. */
  readonly drawnEach: number
}

/**
 * Cronbach's alpha, KR-20 for marks of 0 and 1. An unanswered question counts 0 marks, as blanks as nought.
 *
 * It asks for attempts that are marked in full, and leaves out others, so that marks and totals are of the same attempts;
 * a question that nobody has a mark for yet is no part of it. Where questions are drawn at random, the test is its
 * positions, as in Moodle: ClassMarker does not say which question was drawn for which position, so the marks of the
 * drawn ones are taken together, and their variance stands for each of the positions that they fill. That needs
 * attempts with equally many of them, for the same highest mark; else there is no alpha.
 */
export function alphaFigures({ questions, totals, unitsPerPoint }: AnswerColumns): AlphaFigures {
  const marked = questions.filter(hasMarks)
  const attempts = markedInFull(questions, marked, totals.length)
  const n = attempts.length
  const none = (alphaGap: AlphaGap, alphaPositions = 0): AlphaFigures => ({
    ...{ alpha: null, alphaInterval: null, errorRatio: null },
    ...{ alphaAttempts: n, alphaPositions, alphaGap },
  })
  if (n < fewestForAlpha) return none('few-attempts')
  const positions = positionsOf(marked, attempts, unitsPerPoint)
  if (positions === null) return none('differing-questions')
  const p = positions.own.length + positions.drawnEach
  if (p < 2) return none('one-question', p)
  const whole = spread(sumsOf(taken(totals, attempts)))
  if (whole === 0) return none('equal-totals', p)
  const drawn = perDegree(spread(sumsOf(positions.drawn)), positions.drawn.length) ?? 0
  const parts = positions.own.reduce((sum, each) => sum + each, 0) + positions.drawnEach * drawn * n * (n - 1)
  const alpha = (100 * p * (whole - parts)) / ((p - 1) * whole)
  // 1 − alpha/100, without taking two nearly equal numbers from each other. Below 0 where totals are not of their marks.
  const error = (p * parts - whole) / ((p - 1) * whole)
  return {
    alpha,
    alphaInterval: alphaInterval(alpha, n, p),
    alphaAttempts: n,
    alphaPositions: p,
    alphaGap: null,
    errorRatio: error < -1e-12 ? null : 100 * Math.sqrt(Math.max(0, error)),
  }
}

const hasMarks = ({ cells }: QuestionColumn): boolean => cells.includes(cell.marked) || cells.includes(cell.unanswered)

/** Attempts without a question whose mark is not known, and without one to grade that has been graded for others. */
function markedInFull(
  questions: readonly QuestionColumn[],
  marked: readonly QuestionColumn[],
  attempts: number,
): Int32Array {
  const isOpen = new Uint8Array(attempts)
  const open = (cells: Uint8Array, kind: number): void => {
    for (let at = cells.indexOf(kind); at >= 0; at = cells.indexOf(kind, at + 1)) isOpen[at] = 1
  }
  for (const { cells } of questions) open(cells, cell.noMark)
  for (const { cells } of marked) open(cells, cell.toGrade)
  const full = new Int32Array(attempts)
  let n = 0
  for (let at = 0; at < attempts; at++) if (isOpen[at] === 0) full[n++] = at
  return full.subarray(0, n)
}

/** Null where attempts have differently many of the questions that not all saw, or for different highest marks. */
function positionsOf(
  questions: readonly QuestionColumn[],
  attempts: Int32Array,
  unitsPerPoint: number,
): Positions | null {
  const own: number[] = []
  const drawn: Float64Array[] = []
  const drawnBy = new Int32Array(attempts.length)
  const highest = new Set<number>()
  const scratch = new Float64Array(attempts.length)
  for (const question of questions) {
    const { cells, marks } = question
    let n = 0
    for (let at = 0; at < attempts.length; at++) {
      const attempt = attempts[at] as number
      if (cells[attempt] === cell.notSeen) continue
      scratch[n++] = cells[attempt] === cell.marked ? (marks[attempt] as number) : 0
    }
    if (n === attempts.length) {
      own.push(spread(sumsOf(scratch)))
      continue
    }
    drawn.push(scratch.slice(0, n))
    const byVersion = highestMarks(question, unitsPerPoint)
    for (let at = 0; at < attempts.length; at++) {
      const attempt = attempts[at] as number
      if (cells[attempt] === cell.notSeen) continue
      drawnBy[at] = (drawnBy[at] as number) + 1
      highest.add(byVersion[versionAt(question, attempt)] as number)
    }
  }
  const drawnEach = drawnBy[0] as number
  if (highest.size > 1 || drawnBy.some((each) => each !== drawnEach)) return null
  return { own, drawn: joined(drawn), drawnEach }
}

function taken(totals: Float64Array, attempts: Int32Array): Float64Array {
  const values = new Float64Array(attempts.length)
  for (let at = 0; at < values.length; at++) values[at] = totals[attempts[at] as number] as number
  return values
}

function joined(columns: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const column of columns) {
    whole.set(column, at)
    at += column.length
  }
  return whole
}
