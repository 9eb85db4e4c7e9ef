import type { CategoryFigures, ItemAnalysis, ItemFigures } from '../../shared/model/item-analysis.ts'
import { evidenceOf } from '../../shared/model/item-analysis.ts'
import { alphaFigures } from './alpha.ts'
import { type AnswerColumns, cell, highestMarks, type QuestionColumn, versionAt } from './answer-columns.ts'
import { type CountedMarks, CountedMarksReader } from './counted-marks.ts'
import { correlationInterval, shareInterval } from './intervals.ts'
import { optionFigures } from './options.ts'
import { correlation, joint, perDegree, sorted, spread, sumsOf } from './sums.ts'
import { distributionOf, totalFigures } from './test-totals.ts'

/**
 * Figures of the questions of a test and of the test, by the definitions of Moodle's quiz statistics: variances and
 * covariances divide by n − 1, an unanswered question counts 0 marks, nothing is rounded, and what is undefined is null.
 *
 * An attempt that still needs grading, or whose mark nobody sent, does not count for that question. It counts for the
 * other questions and for mean, median, deviation and shape, with the total that it has now, as everywhere in Gradekeep:
 * left out, a class with one essay to grade would have no figures at all. `leftOut.needsGrading` says how many totals may
 * still change. Only alpha, which compares marks with totals, asks for attempts that are marked in full.
 *
 * A question that not everybody saw is reckoned over those who did, against their whole total with its own mark in it.
 * Its covariance with that total has a place in the sum of effective weights like that of any other question.
 *
 * Costs 70 ms of processor time for 20,000 attempts at 40 questions; the first time in a process, while it is compiled,
 * 200 to 300 ms.
 */
export function analyseItems(columns: AnswerColumns): ItemAnalysis {
  const { policy, questions, totals, unitsPerPoint } = columns
  const reader = new CountedMarksReader(totals.length)
  const categories = new CategorySums(columns)
  const reckoned = questions.map((question) => {
    const counted = reader.read(question, totals)
    const item = itemFigures(question, counted, unitsPerPoint)
    categories.add(question, item.figures.categoryId, counted, item.scored)
    return item
  })
  const weights = reckoned.reduce((sum, { covariance }) => sum + Math.sqrt(Math.max(0, covariance ?? 0)), 0)
  const items = reckoned.map(
    ({ figures, covariance }): ItemFigures => ({
      ...figures,
      effectiveWeight:
        covariance === null || covariance < 0 || weights === 0 ? null : (100 * Math.sqrt(covariance)) / weights,
    }),
  )
  const totalsOf = totalFigures(totals, unitsPerPoint)
  const alpha = alphaFigures(columns)
  return {
    policy,
    attempts: totals.length,
    evidence: evidenceOf(totals.length),
    leftOut: { needsGrading: toGrade(columns), ...columns.leftOut },
    method: methodOf(columns, items, alpha),
    highestTotal: highestTotal(columns),
    ...totalsOf,
    ...alpha,
    sem: alpha.errorRatio === null || totalsOf.sd === null ? null : (alpha.errorRatio * totalsOf.sd) / 100,
    distribution: distributionOf(columns.percentages),
    items,
    categories: categories.figures(),
  }
}

interface Reckoned {
  readonly figures: Omit<ItemFigures, 'effectiveWeight'>
  /** Of the mark with the total, in units. */
  readonly covariance: number | null
  /** All marks together, in units. */
  readonly scored: number
}

function itemFigures(question: QuestionColumn, counted: CountedMarks, unitsPerPoint: number): Reckoned {
  const { marks, totals, cells } = counted
  const n = marks.length
  const random = cells.notSeen > 0
  const [x, t] = [sumsOf(marks), sumsOf(totals)]
  const rests = random ? totals : restsOf(counted)
  const r = random ? t : sumsOf(rests)
  const withRests = joint(marks, rests, x, r)
  const discrimination = percent(correlation(withRests, spread(x), spread(r)))
  const shares = sharesOf(question, counted, unitsPerPoint)
  return {
    figures: {
      ...shown(question),
      n,
      evidence: evidenceOf(n),
      needsGrading: cells.toGrade,
      noMark: cells.noMark,
      random,
      ...shares,
      facilityInterval: shareInterval(shares.facility, n),
      discrimination,
      discriminationInterval: correlationInterval(discrimination, n),
      discriminativeEfficiency:
        discrimination === null ? null : percent(withRests / joint(sorted(marks), sorted(rests), x, r)),
      unanswered: cells.unanswered,
      unansweredShare: n === 0 ? null : cells.unanswered / n,
      options: optionFigures(question, counted, rests, r, unitsPerPoint),
    },
    covariance: perDegree(random ? withRests : joint(marks, totals, x, t), n),
    scored: n * x.around + x.sum,
  }
}

function restsOf({ marks, totals }: CountedMarks): Float64Array {
  const rests = new Float64Array(totals.length)
  for (let at = 0; at < rests.length; at++) rests[at] = (totals[at] as number) - (marks[at] as number)
  return rests
}

const percent = (share: number | null): number | null => (share === null ? null : 100 * share)

/** What is shown of a question: the version that most attempts saw, the first of equally many. */
function shown(
  question: QuestionColumn,
): Pick<ItemFigures, 'questionId' | 'type' | 'question' | 'categoryId' | 'key' | 'versions'> {
  const seen = question.versions.map(() => 0)
  question.version?.forEach((version, attempt) => {
    if (question.cells[attempt] !== cell.notSeen) seen[version] = (seen[version] as number) + 1
  })
  const most = question.versions[seen.indexOf(Math.max(...seen))]
  if (most === undefined) throw new Error('A question has a version at least')
  const { questionId, type, question: text, categoryId, correct, options } = most
  const versions = Math.max(1, seen.filter((n) => n > 0).length)
  return { questionId, type, question: text, categoryId, key: { correct, options }, versions }
}

type Shares = Pick<ItemFigures, 'highestMark' | 'mixedHighestMarks' | 'facility' | 'sd'>

/**
 * Marks as shares of the highest mark; of that of each attempt's own version where versions differ, so that a mark of 1
 * of 2 weighs the same as 2 of 4. There are no shares without a highest mark above 0.
 */
function sharesOf(question: QuestionColumn, { attempts, marks }: CountedMarks, unitsPerPoint: number): Shares {
  const byVersion = highestMarks(question, unitsPerPoint)
  const highestOf = (at: number): number => byVersion[versionAt(question, attempts[at] as number)] as number
  const used = new Set(byVersion.length === 1 ? byVersion : Array.from(attempts.keys(), highestOf))
  const highest = Math.max(...used)
  const known = {
    highestMark: used.size === 0 || Number.isNaN(highest) ? null : highest / unitsPerPoint,
    mixedHighestMarks: [...used].filter((each) => !Number.isNaN(each)).length > 1,
  }
  const n = marks.length
  if (n === 0 || ![...used].every((each) => each > 0)) return { ...known, facility: null, sd: null }
  if (used.size === 1) {
    const sums = sumsOf(marks)
    const variance = perDegree(spread(sums), n)
    return {
      ...known,
      facility: (n * sums.around + sums.sum) / (n * highest),
      sd: variance === null ? null : Math.sqrt(variance) / highest,
    }
  }
  const shares = marks.map((mark, at) => mark / highestOf(at))
  // About one of them, so that equal shares have a deviation of 0.
  const first = shares[0] as number
  const mean = first + shares.reduce((sum, share) => sum + (share - first), 0) / n
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0)
  return { ...known, facility: mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) }
}

/** How many attempts have an answer that waits for a person. */
function toGrade({ questions }: AnswerColumns): number {
  const waiting = new Set<number>()
  for (const { cells } of questions) {
    for (let at = cells.indexOf(cell.toGrade); at >= 0; at = cells.indexOf(cell.toGrade, at + 1)) waiting.add(at)
  }
  return waiting.size
}

function highestTotal({ available, unitsPerPoint }: AnswerColumns): number | null {
  const first = available[0]
  return first === undefined || available.some((each) => each !== first) ? null : first / unitsPerPoint
}

function methodOf(
  { policy, totals }: AnswerColumns,
  items: readonly ItemFigures[],
  alpha: Pick<ItemAnalysis, 'alpha' | 'alphaAttempts'>,
): string {
  const isRandom = items.some(({ random }) => random)
  return [
    'n−1',
    'item-rest',
    ...(isRandom ? ['random questions item-total'] : []),
    'unanswered as 0',
    `${policy} attempts`,
    ...(isRandom && alpha.alpha !== null ? ['alpha by positions'] : []),
    ...(alpha.alphaAttempts < totals.length && alpha.alpha !== null
      ? [`alpha over ${alpha.alphaAttempts} attempts marked in full`]
      : []),
  ].join(', ')
}

interface CategorySum {
  questions: number
  scored: number
  /** NaN where a highest mark is not known. */
  possible: number
  readonly attempts: Uint8Array
}

/** Adds up marks by category, in the order in which categories are met. */
class CategorySums {
  readonly #columns: AnswerColumns
  readonly #sums = new Map<string | null, CategorySum>()

  constructor(columns: AnswerColumns) {
    this.#columns = columns
  }

  /** @param scored all marks together, in units */
  add(question: QuestionColumn, categoryId: string | null, { attempts }: CountedMarks, scored: number): void {
    const { totals, unitsPerPoint } = this.#columns
    let sums = this.#sums.get(categoryId)
    if (sums === undefined) {
      sums = { questions: 0, scored: 0, possible: 0, attempts: new Uint8Array(totals.length) }
      this.#sums.set(categoryId, sums)
    }
    sums.questions++
    sums.scored += scored
    const highest = highestMarks(question, unitsPerPoint)
    for (let at = 0; at < attempts.length; at++) {
      const attempt = attempts[at] as number
      sums.possible += highest[versionAt(question, attempt)] as number
      sums.attempts[attempt] = 1
    }
  }

  figures(): CategoryFigures[] {
    return Array.from(this.#sums, ([categoryId, { questions, scored, possible, attempts }]) => ({
      categoryId,
      name: categoryId === null ? null : (this.#columns.categoryNames.get(categoryId) ?? null),
      questions,
      n: attempts.reduce((sum, each) => sum + each, 0),
      share: possible > 0 ? scored / possible : null,
    }))
  }
}
