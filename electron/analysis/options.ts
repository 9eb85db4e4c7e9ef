import type { OptionFigures } from '../../shared/model/item-analysis.ts'
import { cell, type QuestionColumn, versionAt } from './answer-columns.ts'
import type { CountedMarks } from './counted-marks.ts'
import { correlation, type Sums, spread } from './sums.ts'

const letters = 20

/** Sums over those who were offered the options of one version, and by letter over those who chose it. */
interface Offered {
  n: number
  sum: number
  squares: number
  readonly chosen: Float64Array
  readonly chosenTotals: Float64Array
  readonly chosenRests: Float64Array
}

interface Row extends Pick<OptionFigures, 'letter' | 'content' | 'correct'> {
  readonly of: { readonly offered: Offered; readonly place: number }[]
}

const placeOf = (letter: string): number => letter.charCodeAt(0) - 65

/**
 * Figures of each option over the attempts that count and whose choice is known: a mark without a letter is none, an
 * unanswered question is a choice of nothing. An option that differs between versions, in its text or in being right, is
 * a row for each, over those who were offered it.
 *
 * @param rests the total without the question's own mark; the total itself for a random question
 */
export function optionFigures(
  question: QuestionColumn,
  { attempts, totals }: CountedMarks,
  rests: Float64Array,
  about: Sums,
  unitsPerPoint: number,
): OptionFigures[] {
  const { choices, cells } = question
  if (choices === null) return []
  const versions = question.versions.map(
    (): Offered => ({
      n: 0,
      sum: 0,
      squares: 0,
      chosen: new Float64Array(letters),
      chosenTotals: new Float64Array(letters),
      chosenRests: new Float64Array(letters),
    }),
  )
  for (let at = 0; at < attempts.length; at++) {
    const attempt = attempts[at] as number
    const isUnanswered = cells[attempt] === cell.unanswered
    let left = isUnanswered ? 0 : (choices[attempt] as number)
    if (left === 0 && !isUnanswered) continue
    const version = versions[versionAt(question, attempt)] as Offered
    const rest = (rests[at] as number) - about.around
    version.n++
    version.sum += rest
    version.squares += rest * rest
    for (; left !== 0; left &= left - 1) {
      const place = 31 - Math.clz32(left & -left)
      version.chosen[place] = (version.chosen[place] as number) + 1
      version.chosenTotals[place] = (version.chosenTotals[place] as number) + (totals[at] as number)
      version.chosenRests[place] = (version.chosenRests[place] as number) + rest
    }
  }
  return rowsOf(question, versions).map((row) => figuresOf(row, unitsPerPoint))
}

/** The options of the versions that somebody was offered, by letter. */
function rowsOf({ versions }: QuestionColumn, offered: readonly Offered[]): Row[] {
  const rows = new Map<string, Row>()
  versions.forEach(({ options, correct }, version) => {
    const of = offered[version] as Offered
    if (of.n === 0) return
    for (const { letter, content } of options) {
      const isCorrect = correct.length === 0 ? null : correct.includes(letter)
      const key = JSON.stringify([letter, content, isCorrect])
      const row = rows.get(key) ?? { letter, content, correct: isCorrect, of: [] }
      row.of.push({ offered: of, place: placeOf(letter) })
      rows.set(key, row)
    }
  })
  return [...rows.values()].toSorted((a, b) => placeOf(a.letter) - placeOf(b.letter))
}

function figuresOf({ of, ...option }: Row, unitsPerPoint: number): OptionFigures {
  let [n, sum, squares, chosen, totals, rests] = [0, 0, 0, 0, 0, 0]
  for (const { offered, place } of of) {
    n += offered.n
    sum += offered.sum
    squares += offered.squares
    chosen += offered.chosen[place] ?? 0
    totals += offered.chosenTotals[place] ?? 0
    rests += offered.chosenRests[place] ?? 0
  }
  return {
    ...option,
    n,
    chosen,
    share: chosen / n,
    meanTotal: chosen === 0 ? null : totals / chosen / unitsPerPoint,
    pointBiserial: correlation(n * rests - chosen * sum, chosen * (n - chosen), spread({ n, sum, squares })),
  }
}
