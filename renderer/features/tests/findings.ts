import type { ComparedScores, ScoresOfTry, TestPage } from '../../../shared/model/test-figures.ts'
import { durationFigure } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { statisticFigure } from '../gradebook/index.ts'

/* What each chart shows, as a sentence. */

/** Fewer attempts than these say nothing by quarters. */
const leastForQuarters = 12

const bandEnds = (first: number, last: number) => ({ from: first * 10, to: last === 9 ? 100 : last * 10 + 9 })

export const bandWords = (tenth: number): string => t('tests.charts.band', bandEnds(tenth, tenth))

/** The narrowest run of tenths that holds more than half of the scores; of equally narrow ones the fullest. */
export function mostScored(distribution: readonly number[]): readonly [first: number, last: number] {
  const all = distribution.reduce((sum, each) => sum + each, 0)
  for (let length = 1; length < distribution.length; length++) {
    const runs = Array.from({ length: distribution.length - length + 1 }, (_, first) => ({
      first,
      held: distribution.slice(first, first + length).reduce((sum, each) => sum + each, 0),
    }))
    const [fullest] = runs.toSorted((a, b) => b.held - a.held || b.first - a.first)
    if (fullest !== undefined && fullest.held * 2 > all) return [fullest.first, fullest.first + length - 1]
  }
  return [0, distribution.length - 1]
}

export function distributionFinding({ distribution, counted }: TestPage): string {
  const [first, last] = mostScored(distribution)
  const held = distribution.slice(first, last + 1).reduce((sum, each) => sum + each, 0)
  return t(held === counted ? 'tests.charts.allBetween' : 'tests.charts.mostBetween', bandEnds(first, last))
}

/** Compares medians as they stand in the chart, rounded. */
export function comparedFinding(compared: readonly ComparedScores[]): string {
  const sources = compared.filter(({ by }) => by === 'source')
  const among = sources.length > 1 ? sources : compared
  const inOrder = among.toSorted((a, b) => a.spread.median - b.spread.median)
  const [low, high] = [inOrder[0], inOrder.at(-1)]
  if (low === undefined || high === undefined) return ''
  if (low === high) return t('tests.charts.comparedOne', { name: low.name })
  const points = differenceWords(high.spread.median, low.spread.median)
  if (points === null) return t('tests.charts.comparedSame')
  return t('tests.charts.compared', { low: low.name, high: high.name, points })
}

/** How far two figures lie apart as both are written; null where they are written alike. */
function differenceWords(one: number, other: number): string | null {
  const apart = Math.abs(Math.round(one) - Math.round(other))
  return apart === 0 ? null : statisticFigure(apart)
}

export function timeFinding({ step, points }: TestPage['inTime'], dayOf: (day: string) => string): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || first === last)
    return t('tests.charts.onlyOne', { step: t(`tests.charts.step.${step}`) })
  const day = dayOf(first.from)
  const difference = differenceWords(last.mean, first.mean)
  if (difference === null) return t('tests.charts.level', { day })
  return t(last.mean > first.mean ? 'tests.charts.rose' : 'tests.charts.fell', { points: difference, day })
}

export function triesFinding([first, second]: readonly ScoresOfTry[]): string {
  if (first === undefined || second === undefined || first.mean === null || second.mean === null)
    return t('tests.charts.triesOnly')
  const points = differenceWords(second.mean, first.mean)
  if (points === null) return t('tests.charts.secondSame')
  return t(second.mean > first.mean ? 'tests.charts.secondBetter' : 'tests.charts.secondWorse', { points })
}

/** Compares the quickest and the slowest quarter where the quarters differ and hold some attempts. */
export function timesFinding({ duration, timed }: TestPage): string {
  if (duration === null) return ''
  const { q1, q3 } = duration.spread
  const { quickest, slowest, n } = timed ?? { quickest: null, slowest: null, n: 0 }
  if (n < leastForQuarters || q1 === q3 || quickest === null || slowest === null)
    return t('tests.charts.half', { from: durationFigure(q1), to: durationFigure(q3) })
  const points = differenceWords(slowest, quickest)
  if (points === null) return t('tests.charts.noMatter')
  return t(slowest > quickest ? 'tests.charts.slower' : 'tests.charts.quicker', { points })
}
