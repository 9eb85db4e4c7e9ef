import type { ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { ChartFigure } from '../../ui/charts/ChartFigure.tsx'
import { Histogram } from '../../ui/charts/Histogram.tsx'

interface TotalsProps {
  readonly analysis: ItemAnalysis
  /** In pixels; that of its place where it is left out. */
  readonly width?: number
}

const ends = (first: number, last: number) => ({ from: first * 10, to: last === 9 ? 100 : last * 10 + 9 })
export const bandWords = (tenth: number): string => t('questions.totals.band', ends(tenth, tenth))

/** How the percentages of the attempts with answers are spread. */
export function Totals({ analysis: { distribution }, width }: TotalsProps) {
  const n = distribution.reduce((sum, each) => sum + each, 0)
  if (n === 0) return null
  return (
    <ChartFigure
      finding={totalsFinding(distribution, n)}
      counted={t('questions.totals.counted', { n })}
      table={{
        columns: [t('questions.totals.percentage'), t('questions.totals.attempts'), t('questions.totals.share')],
        rows: distribution.map((count, tenth) => [bandWords(tenth), wholeNumber(count), percentOf((count / n) * 100)]),
      }}
    >
      <Histogram
        {...(width === undefined ? {} : { width })}
        bars={distribution.map((count, tenth) => ({
          label: bandWords(tenth),
          value: count,
          valueWords: wholeNumber(count),
          look: 'reached',
        }))}
        mark={null}
      />
    </ChartFigure>
  )
}

/** Where most of n attempts lie, in a sentence. */
export const totalsFinding = (distribution: readonly number[], n: number): string =>
  t('questions.totals.most', ends(...mostBetween(distribution, n)))

/** The narrowest run of tenths that holds more than half of the attempts. */
function mostBetween(distribution: readonly number[], n: number): readonly [first: number, last: number] {
  for (let length = 1; length < distribution.length; length++) {
    for (let first = 0; first + length <= distribution.length; first++) {
      const held = distribution.slice(first, first + length).reduce((sum, each) => sum + each, 0)
      if (held * 2 > n) return [first, first + length - 1]
    }
  }
  return [0, distribution.length - 1]
}
