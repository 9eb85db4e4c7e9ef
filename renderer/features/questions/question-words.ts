import { type QuestionOption, questionTypes } from '../../../shared/model/answers.ts'
import type {
  Evidence,
  Interval,
  ItemAnalysis,
  ItemFigures,
  LeftOut,
  OptionFigures,
} from '../../../shared/model/item-analysis.ts'
import { percentOf, pointsFigure } from '../../format/numbers.ts'
import { locale, t } from '../../format/words.ts'
import { plainOf } from './question-html.ts'

/* Figures of questions in words. What is undefined is empty. */

const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** 0.342 → "34.2%". */
export const shareWords = (share: number | null): string => (share === null ? '' : percentOf(100 * share))

/** 38.24 → "38.2%". */
export const percentWords = (value: number | null): string => (value === null ? '' : percentOf(value))

export const pointsWords = (points: number | null): string => (points === null ? '' : pointsFigure(points))

/** −0.1234 → "-0.12". */
export const correlationWords = (value: number | null): string => (value === null ? '' : twoDecimals.format(value))

/** A figure that says too little over few attempts. */
export const unlessFew = (value: number | null, evidence: Evidence): number | null =>
  evidence === 'counts' ? null : value

/** A figure with its interval, and with what it is worth over few attempts. */
export function withInterval(
  value: number | null,
  interval: Interval | null,
  evidence: Evidence,
  words: (value: number | null) => string,
): string {
  if (value === null || interval === null) return words(value)
  const facts = { value: words(value), low: words(interval.low), high: words(interval.high) }
  return evidence === 'plain' ? t('questions.panel.interval', facts) : t('questions.panel.weakInterval', facts)
}

export const questionWords = ({ question, questionId }: Pick<ItemFigures, 'question' | 'questionId'>): string =>
  plainOf(question) || t('questions.noText', { id: questionId })

export function typeWords(type: string): string {
  const known = questionTypes.find((each) => each === type)
  return t(`questions.types.${known ?? 'other'}`)
}

export const optionWords = ({ content }: Pick<QuestionOption, 'content'>): string => plainOf(content)

/** What most chose: the right option, or the words of a wrong one; '' where the question has none to choose from. */
export function chosenMostWords({ options }: Pick<ItemFigures, 'options'>): string {
  const most = mostChosen(options)
  if (most === null) return ''
  return most.correct === true
    ? t('questions.rightOne')
    : t('questions.lure', { letter: most.letter, words: optionWords(most) })
}

/** The option that was chosen most; of equally many the right one. */
export function mostChosen(options: readonly OptionFigures[]): OptionFigures | null {
  const [most] = options.toSorted(
    (a, b) => b.chosen - a.chosen || Number(b.correct === true) - Number(a.correct === true),
  )
  return most === undefined || most.chosen === 0 ? null : most
}

/** How many attempts have answers, whichever version they saw. */
export const attemptsAnswered = ({ attempts, leftOut }: ItemAnalysis): number => attempts + leftOut.otherVersion

/** How many attempts there are, with answers or without. */
export const attemptsInAll = (analysis: ItemAnalysis): number => attemptsAnswered(analysis) + analysis.leftOut.noAnswers

/** Which attempts the figures are over, and what was left out, in sentences. */
export function coverageWords(analysis: ItemAnalysis): readonly string[] {
  const { attempts, leftOut } = analysis
  const [here, all] = [attemptsAnswered(analysis), attemptsInAll(analysis)]
  return [
    ...(leftOut.otherVersion > 0 ? [t('questions.ofVersion', { n: attempts, here })] : []),
    ...(leftOut.noAnswers > 0
      ? [t('questions.here', { here, all }), t('questions.why')]
      : [t('questions.hereAll', { count: here })]),
    ...leftOutWords(leftOut),
  ]
}

const leftOutWords = ({ surveys, needsGrading }: LeftOut): readonly string[] => [
  ...(surveys === 0 ? [] : [t('questions.surveys', { count: surveys })]),
  ...(needsGrading === 0 ? [] : [t('questions.toGrade', { count: needsGrading })]),
]

/** What alpha comes to in a word: limits that textbooks give for tests in class. */
export const alphaWords = (alpha: number): string =>
  t(`questions.figures.alphaWords.${alpha >= 80 ? 'high' : alpha >= 60 ? 'middle' : 'low'}`)
