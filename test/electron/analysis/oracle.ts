import type { CategoryFigures, ItemAnalysis, ItemFigures, OptionFigures } from '../../../shared/model/item-analysis.ts'
import { type Answered, type Attempt, type Cell, type MarksTable, totalOf } from './marks-table.ts'

/*
 * Item analysis once more, from its definitions: row by row, in exact fractions, with a root at the very end. It shares
 * no line with the program's own.
 */

/** An exact fraction with a denominator above 0. */
class Fraction {
  readonly top: bigint
  readonly bottom: bigint

  constructor(top: bigint, bottom = 1n) {
    this.top = bottom < 0n ? -top : top
    this.bottom = bottom < 0n ? -bottom : bottom
  }

  static of = (whole: number): Fraction => new Fraction(BigInt(whole))
  plus = (other: Fraction): Fraction =>
    new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom)
  minus = (other: Fraction): Fraction => this.plus(new Fraction(-other.top, other.bottom))
  times = (other: Fraction): Fraction => new Fraction(this.top * other.top, this.bottom * other.bottom)
  by = (other: Fraction): Fraction => new Fraction(this.top * other.bottom, this.bottom * other.top)
  get sign(): number {
    return this.top > 0n ? 1 : this.top < 0n ? -1 : 0
  }
  get value(): number {
    const scale = 10n ** 40n
    return Number((this.top * scale) / this.bottom) / 1e40
  }
}

const zero = Fraction.of(0)
const sum = (values: readonly Fraction[]): Fraction => values.reduce((all, each) => all.plus(each), zero)
const mean = (values: readonly Fraction[]): Fraction => sum(values).by(Fraction.of(values.length))
const power = (value: Fraction, exponent: number): Fraction =>
  exponent === 0 ? Fraction.of(1) : value.times(power(value, exponent - 1))
/** The mean of a power of the distances from the mean. */
const moment = (values: readonly Fraction[], exponent: number): Fraction => {
  const middle = mean(values)
  return mean(values.map((each) => power(each.minus(middle), exponent)))
}

function covariance(left: readonly Fraction[], right: readonly Fraction[]): Fraction | null {
  if (left.length < 2) return null
  const [a, b] = [mean(left), mean(right)]
  const products = left.map((each, at) => each.minus(a).times((right[at] as Fraction).minus(b)))
  return sum(products).by(Fraction.of(left.length - 1))
}
const variance = (values: readonly Fraction[]): Fraction | null => covariance(values, values)
const root = (square: Fraction | null): number | null => (square === null ? null : Math.sqrt(square.value))

function correlation(left: readonly Fraction[], right: readonly Fraction[]): number | null {
  const [both, a, b] = [covariance(left, right), variance(left), variance(right)]
  if (both === null || a === null || b === null || a.sign === 0 || b.sign === 0) return null
  return both.sign * Math.sqrt(both.times(both).by(a.times(b)).value)
}

const inOrder = (values: readonly Fraction[]): Fraction[] => values.toSorted((a, b) => a.minus(b).sign)
const z = 1.959963984540054
const times = (factor: number, value: number | null): number | null => (value === null ? null : factor * value)

interface Row {
  readonly attempt: Attempt
  readonly of: Answered
  /** In thousandths. */
  readonly mark: Fraction
  readonly total: Fraction
}

const rowsOf = ({ attempts }: MarksTable, question: number): Row[] =>
  attempts.flatMap((attempt) => {
    const of = attempt.cells[question] as Cell
    if (of.is !== 'marked' && of.is !== 'unanswered') return []
    const mark = of.is === 'marked' ? Math.round(of.mark * 1_000) : 0
    return [{ attempt, of, mark: Fraction.of(mark), total: Fraction.of(totalOf(attempt)) }]
  })

const isRandom = ({ attempts }: MarksTable, question: number): boolean =>
  attempts.some(({ cells }) => cells[question]?.is === 'notSeen')

const evidence = (n: number) => (n >= 30 ? 'plain' : n >= 10 ? 'weak' : 'counts')

const wilson = (share: number | null, n: number) => {
  if (share === null || share < 0 || share > 1) return null
  // The roots p of (share − p)² = z²·p·(1 − p)/n.
  const [a, b, c] = [1 + z ** 2 / n, -(2 * share + z ** 2 / n), share ** 2]
  const half = Math.sqrt(Math.max(0, b ** 2 - 4 * a * c))
  return { low: (-b - half) / (2 * a), high: (-b + half) / (2 * a) }
}

const fisher = (percent: number | null, n: number) => {
  if (percent === null || n < 4 || Math.abs(percent) > 100 - 1e-9) return null
  const at = (side: number): number => {
    const odds = ((100 + percent) / (100 - percent)) * Math.exp((2 * side * z) / Math.sqrt(n - 3))
    return (100 * (odds - 1)) / (odds + 1)
  }
  return { low: at(-1), high: at(1) }
}

function itemOf(table: MarksTable, question: number): ItemFigures {
  const rows = rowsOf(table, question)
  const versions = table.questions[question] as MarksTable['questions'][number]
  const cells = table.attempts.map(({ cells: all }) => all[question] as Cell)
  const count = (is: Cell['is']): number => cells.filter((of) => of.is === is).length
  const random = isRandom(table, question)
  const marks = rows.map(({ mark }) => mark)
  const totals = rows.map(({ total }) => total)
  const rests = rows.map(({ mark, total }) => (random ? total : total.minus(mark)))
  const n = rows.length
  const seen = versions.map((_, version) => cells.filter((of) => 'version' in of && of.version === version).length)
  const shown = versions[seen.indexOf(Math.max(...seen))] as (typeof versions)[number]
  const highest = rows.map(({ of }) => versions[of.version]?.pointsAvailable ?? null)
  const distinct = new Set(highest)
  const known = distinct.size > 0 && !distinct.has(null)
  const shares =
    n > 0 && highest.every((each) => each !== null && each > 0)
      ? marks.map((mark, at) => mark.by(Fraction.of(Math.round((highest[at] ?? 0) * 1_000))))
      : null
  const facility = shares === null ? null : mean(shares).value
  const discrimination = times(100, correlation(marks, rests))
  const best = covariance(inOrder(marks), inOrder(rests))
  const both = covariance(marks, rests)
  return {
    questionId: shown.questionId,
    type: shown.type,
    question: shown.question,
    categoryId: shown.categoryId,
    key: { correct: shown.correct, options: shown.options },
    versions: versions.length === 1 ? 1 : Math.max(1, seen.filter((each) => each > 0).length),
    n,
    evidence: evidence(n),
    needsGrading: count('toGrade'),
    noMark: count('noMark'),
    random,
    highestMark: known
      ? Math.max(...highest.map(Number))
      : versions.length === 1
        ? (versions[0]?.pointsAvailable ?? null)
        : null,
    mixedHighestMarks: new Set(highest.filter((each) => each !== null)).size > 1,
    facility,
    facilityInterval: wilson(facility, n),
    sd: shares === null ? null : root(variance(shares)),
    discrimination,
    discriminationInterval: fisher(discrimination, n),
    discriminativeEfficiency: both === null || best === null || best.sign === 0 ? null : 100 * both.by(best).value,
    effectiveWeight: effectiveWeight(table, covariance(marks, totals)),
    unanswered: count('unanswered'),
    unansweredShare: n === 0 ? null : count('unanswered') / n,
    options: optionsOf(table, question, rows, random),
  }
}

function effectiveWeight(table: MarksTable, own: Fraction | null): number | null {
  const all = table.questions.map((_, at) => {
    const rows = rowsOf(table, at)
    return covariance(
      rows.map(({ mark }) => mark),
      rows.map(({ total }) => total),
    )
  })
  const whole = all.reduce((weights, each) => weights + (each === null || each.sign < 0 ? 0 : (root(each) ?? 0)), 0)
  return own === null || own.sign < 0 || whole === 0 ? null : (100 * (root(own) ?? 0)) / whole
}

function optionsOf(
  { questions }: MarksTable,
  question: number,
  rows: readonly Row[],
  random: boolean,
): OptionFigures[] {
  const known = rows.filter(({ of }) => of.is === 'unanswered' || of.letters.length > 0)
  const versions = questions[question] as MarksTable['questions'][number]
  const used = versions.filter((_, version) => known.some(({ of }) => of.version === version))
  const figures = new Map<string, OptionFigures>()
  for (const letter of 'ABCDEFGHIJKLMNOPQRST') {
    for (const { options, correct } of used) {
      const option = options.find((each) => each.letter === letter)
      if (option === undefined) continue
      const isCorrect = correct.length === 0 ? null : correct.includes(letter)
      const isSame = (other: (typeof versions)[number]): boolean =>
        other.options.some((each) => each.letter === letter && each.content === option.content) &&
        (other.correct.length === 0 ? null : other.correct.includes(letter)) === isCorrect
      const offered = known.filter(({ of }) => isSame(versions[of.version] as (typeof versions)[number]))
      const chose = offered.map(({ of }) => of.is === 'marked' && of.letters.includes(letter))
      const choosers = offered.filter((_, at) => chose[at])
      figures.set(JSON.stringify([letter, option.content, isCorrect]), {
        letter,
        content: option.content,
        correct: isCorrect,
        n: offered.length,
        chosen: choosers.length,
        share: choosers.length / offered.length,
        meanTotal: choosers.length === 0 ? null : mean(choosers.map(({ total }) => total)).value / 1_000,
        pointBiserial: correlation(
          chose.map((each) => Fraction.of(each ? 1 : 0)),
          offered.map(({ mark, total }) => (random ? total : total.minus(mark))),
        ),
      })
    }
  }
  return [...figures.values()]
}

type Alpha = Pick<
  ItemAnalysis,
  'alpha' | 'alphaInterval' | 'alphaAttempts' | 'alphaPositions' | 'alphaGap' | 'errorRatio'
>

function alphaOf(table: MarksTable): Alpha {
  const questions = table.questions.map((_, at) => at).filter((at) => rowsOf(table, at).length > 0)
  const attempts = table.attempts.filter(
    ({ cells }) =>
      cells.every(({ is }) => is !== 'noMark') && questions.every((question) => cells[question]?.is !== 'toGrade'),
  )
  const gap = (alphaGap: Alpha['alphaGap'], alphaPositions: number): Alpha => ({
    alpha: null,
    alphaInterval: null,
    alphaAttempts: attempts.length,
    alphaPositions,
    alphaGap,
    errorRatio: null,
  })
  const n = attempts.length
  if (n < 4) return gap('few-attempts', 0)
  const full: MarksTable = { questions: table.questions, attempts }
  const common = questions.filter((question) => !isRandom(full, question))
  const others = questions.filter((question) => isRandom(full, question))
  const drawn = attempts.map(({ cells }) => others.filter((question) => cells[question]?.is !== 'notSeen').length)
  const cells = others.flatMap((question) => rowsOf(full, question).map((row) => ({ question, ...row })))
  const highest = cells.map(({ question, of }) => table.questions[question]?.[of.version]?.pointsAvailable ?? 'unknown')
  if (new Set(drawn).size > 1 || new Set(highest).size > 1) return gap('differing-questions', 0)
  const p = common.length + (drawn[0] ?? 0)
  if (p < 2) return gap('one-question', p)
  const whole = variance(attempts.map((attempt) => Fraction.of(totalOf(attempt)))) ?? zero
  if (whole.sign === 0) return gap('equal-totals', p)
  const own = common.map((question) => variance(rowsOf(full, question).map(({ mark }) => mark)) ?? zero)
  const ofDrawn = cells.length === 0 ? zero : (variance(cells.map(({ mark }) => mark)) ?? zero)
  const parts = sum(own).plus(ofDrawn.times(Fraction.of(drawn[0] ?? 0)))
  const alpha = new Fraction(BigInt(p), BigInt(p - 1)).times(Fraction.of(1).minus(parts.by(whole)))
  const error = Fraction.of(1).minus(alpha)
  const half = z * Math.sqrt((2 * p) / ((p - 1) * (n - 2)))
  return {
    alpha: 100 * alpha.value,
    alphaInterval:
      error.sign <= 0
        ? null
        : {
            low: 100 * (1 - Math.exp(Math.log(error.value) + half)),
            high: 100 * (1 - Math.exp(Math.log(error.value) - half)),
          },
    alphaAttempts: n,
    alphaPositions: p,
    alphaGap: null,
    errorRatio: error.sign < 0 ? null : 100 * (root(error) ?? 0),
  }
}

function categoriesOf(table: MarksTable, items: readonly ItemFigures[]): CategoryFigures[] {
  return [...new Set(items.map(({ categoryId }) => categoryId))].map((categoryId) => {
    const questions = items.flatMap((item, at) => (item.categoryId === categoryId ? [at] : []))
    const rows = questions.flatMap((question) => rowsOf(table, question).map((row) => ({ question, ...row })))
    const highest = rows.map(({ question, of }) => table.questions[question]?.[of.version]?.pointsAvailable ?? null)
    const possible = highest.reduce<number | null>(
      (all, each) => (all === null || each === null ? null : all + Math.round(each * 1_000)),
      0,
    )
    return {
      categoryId,
      name: categoryId === '7' ? 'Algebra' : null,
      questions: questions.length,
      n: new Set(rows.map(({ attempt }) => attempt)).size,
      share:
        possible === null || possible <= 0 ? null : sum(rows.map(({ mark }) => mark)).by(Fraction.of(possible)).value,
    }
  })
}

/** All figures of a table, but for the words about the method. */
export function reckon(table: MarksTable): Omit<ItemAnalysis, 'method'> {
  const { attempts, questions } = table
  const totals = inOrder(attempts.map((attempt) => Fraction.of(totalOf(attempt))))
  const n = totals.length
  const items = questions.map((_, question) => itemOf(table, question))
  const spread = variance(totals)
  const hasShape = spread !== null && spread.sign > 0
  const [N, one] = [Fraction.of(n), Fraction.of(1)]
  const below = (by: number): Fraction => N.minus(Fraction.of(by))
  const k3 = () =>
    power(N, 2)
      .times(moment(totals, 3))
      .by(below(1).times(below(2)))
  const k4 = () =>
    power(N, 2)
      .times(
        N.plus(one)
          .times(moment(totals, 4))
          .minus(
            Fraction.of(3)
              .times(below(1))
              .times(power(moment(totals, 2), 2)),
          ),
      )
      .by(below(1).times(below(2)).times(below(3)))
  const alpha = alphaOf(table)
  const sd = times(0.001, root(spread))
  const available = new Set(attempts.map((attempt) => attempt.available))
  const [only = null] = available
  return {
    policy: 'first',
    attempts: n,
    evidence: evidence(n),
    leftOut: {
      needsGrading: attempts.filter(({ cells }) => cells.some(({ is }) => is === 'toGrade')).length,
      surveys: 1,
      samples: 2,
      noAnswers: 3,
      otherVersion: 0,
    },
    highestTotal: available.size === 1 ? only : null,
    mean: n === 0 ? null : mean(totals).value / 1_000,
    median:
      n === 0 ? null : mean([totals[Math.ceil(n / 2) - 1] ?? zero, totals[Math.floor(n / 2)] ?? zero]).value / 1_000,
    sd,
    skewness: hasShape && n > 2 ? k3().sign * Math.sqrt(power(k3(), 2).by(power(spread, 3)).value) : null,
    kurtosis: hasShape && n > 3 ? k4().by(power(spread, 2)).value : null,
    ...alpha,
    sem: alpha.errorRatio === null || sd === null ? null : (alpha.errorRatio * sd) / 100,
    distribution: Array.from(
      { length: 10 },
      (_, tenth) =>
        attempts.filter(
          ({ percentage }) =>
            percentage !== null &&
            (percentage >= tenth * 100 || tenth === 0) &&
            (percentage < tenth * 100 + 100 || tenth === 9),
        ).length,
    ),
    items,
    categories: categoriesOf(table, items),
  }
}
