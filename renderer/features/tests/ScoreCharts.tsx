import type { TestPage } from '../../../shared/model/test-figures.ts'
import { percentOf, percentShort, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { BoxPlots } from '../../ui/charts/BoxPlots.tsx'
import { ChartFigure } from '../../ui/charts/ChartFigure.tsx'
import { Histogram } from '../../ui/charts/Histogram.tsx'
import { statisticFigure } from '../gradebook/index.ts'
import { bandWords, comparedFinding, distributionFinding } from './findings.ts'
import { openPart, type ShownPage } from './page.ts'

interface ChartProps {
  readonly shown: ShownPage
  /** In pixels; that of its place where it is left out. */
  readonly width?: number
}

const widthOf = (width: number | undefined) => (width === undefined ? {} : { width })

/** How the scores are spread, with the pass mark. */
export function Distribution({ shown: { query, page }, width }: ChartProps) {
  const { distribution, counted, passMark, mixedPassMarks } = page
  const mark = mixedPassMarks ? null : passMark
  const open = (tenth: number) => void openPart(query, { part: 'tenth', tenth })
  return (
    <ChartFigure
      finding={distributionFinding(page)}
      counted={t(`tests.charts.countedBy.${query.policy}`, { n: counted })}
      table={{
        columns: [t('tests.charts.percentage'), t('tests.charts.scores'), t('tests.charts.share')],
        rows: distribution.map((n, tenth) => [bandWords(tenth), wholeNumber(n), percentOf((n / counted) * 100)]),
        onOpen: open,
      }}
    >
      <Histogram
        {...widthOf(width)}
        bars={distribution.map((n, tenth) => ({
          label: bandWords(tenth),
          value: n,
          valueWords: wholeNumber(n),
          look: lookOf(tenth, mark),
        }))}
        mark={
          mark === null
            ? null
            : { at: Math.min(10, mark / 100), words: t('tests.charts.passMark', { mark: percentShort(mark) }) }
        }
        onOpen={open}
      />
    </ChartFigure>
  )
}

function lookOf(tenth: number, passMark: TestPage['passMark']): 'reached' | 'not' | 'open' {
  if (passMark === null || tenth * 100 >= passMark) return 'reached'
  // 100 % belongs to the last tenth.
  return (tenth + 1) * 100 <= passMark && tenth < 9 ? 'not' : 'open'
}

/** Groups, links and classes side by side. */
export function Compared({ shown: { query, page }, width }: ChartProps) {
  const { compared, counted } = page
  const open = (place: number) => {
    const each = compared[place]
    if (each === undefined) return
    void openPart(
      query,
      each.by === 'source' ? { part: 'source', source: each.source } : { part: 'class', classId: each.classId },
    )
  }
  const low = Math.min(0, ...compared.map(({ spread }) => spread.min))
  const high = Math.max(1_000, ...compared.map(({ spread }) => spread.max))
  return (
    <ChartFigure
      finding={comparedFinding(compared)}
      counted={t('tests.charts.comparedNote', { n: counted })}
      table={{
        columns: [
          t('tests.charts.group'),
          t('tests.charts.n'),
          t('tests.charts.mean'),
          t('tests.charts.least'),
          t('tests.charts.q1'),
          t('tests.charts.middle'),
          t('tests.charts.q3'),
          t('tests.charts.most'),
        ],
        rows: compared.map(({ name, mean, spread: { n, min, q1, median, q3, max } }) => [
          name,
          wholeNumber(n),
          ...[mean, min, q1, median, q3, max].map(statisticFigure),
        ]),
        onOpen: open,
      }}
    >
      <BoxPlots
        {...widthOf(width)}
        boxes={compared.map((each) => ({
          id: each.by === 'source' ? `${each.source.feed} ${each.source.id}` : `class ${each.classId}`,
          name: each.name,
          note: t('tests.charts.nOf', { n: each.spread.n }),
          ...each.spread,
        }))}
        ends={[low, high]}
        words={statisticFigure}
        onOpen={open}
      />
    </ChartFigure>
  )
}
