import type { Tenths } from '../../../shared/model/result-values.ts'
import type { TestPage, TimedMark } from '../../../shared/model/test-figures.ts'
import { percentShort, wholeNumber } from '../../format/numbers.ts'
import { durationFigure } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ChartFigure } from '../../ui/charts/ChartFigure.tsx'
import { Scatter } from '../../ui/charts/Scatter.tsx'
import { statisticFigure } from '../gradebook/index.ts'
import { timesFinding } from './findings.ts'
import { openPart, openResult, type ShownPage } from './page.ts'
import { percentWords } from './test-columns.tsx'

interface TimesTakenProps {
  readonly shown: ShownPage
  /** In pixels; that of its place where it is left out. */
  readonly width?: number
}

/** How long attempts took against what they scored, with those that lie apart. */
export function TimesTaken({ shown: { query, page }, width }: TimesTakenProps) {
  const { duration, timed } = page
  if (duration === null || timed === null || timed.n === 0) return null
  const { spread } = duration
  const { bands, outliers, cell, until } = timed
  const spanOf = (from: number, to: number): string =>
    from === to
      ? durationFigure(from)
      : t('tests.charts.spanOf', { from: durationFigure(from), to: durationFigure(to) })
  const scoresOf = ({ score }: TimedMark): string =>
    cell.tenths === 1
      ? percentWords(score)
      : t('tests.charts.spanOf', { from: statisticFigure(score), to: percentWords(score + cell.tenths) })
  const secondsOf = ({ seconds }: TimedMark) =>
    seconds > until ? { from: until + 1, to: spread.max } : { from: seconds, to: lastOf(seconds, cell.seconds, until) }
  const nameOf = (name: string): string => name || t('tests.charts.noName')
  const wordsOf = ({ name, seconds }: (typeof outliers)[number]): string =>
    t('tests.charts.outlierRow', { name: nameOf(name), time: durationFigure(seconds) })
  const openBand = ({ from, to, min, max }: (typeof bands)[number]) =>
    void openPart(query, { part: 'timed', seconds: { from, to }, score: { from: min, to: max } })
  return (
    <ChartFigure
      finding={timesFinding(page)}
      counted={countedWords(page)}
      table={{
        columns: [
          t('tests.charts.time'),
          t('tests.charts.n'),
          t('tests.charts.least'),
          t('tests.charts.mean'),
          t('tests.charts.most'),
        ],
        rows: [
          ...bands.map(({ from, to, n, min, mean, max }) => [
            spanOf(from, to),
            wholeNumber(n),
            ...[min, mean, max].map(percentWords),
          ]),
          ...outliers.map((each) => [wordsOf(each), wholeNumber(1), '', percentWords(each.score), '']),
        ],
        onOpen: (place) => {
          const [band, outlier] = [bands[place], outliers[place - bands.length]]
          if (band !== undefined) openBand(band)
          else if (outlier !== undefined) openResult(outlier.id)
        },
      }}
    >
      <Scatter
        {...(width === undefined ? {} : { width })}
        marks={timed.marks.map((mark) => ({
          ...{ across: mark.seconds, up: mark.score, n: mark.n },
          title: `${spanOf(secondsOf(mark).from, secondsOf(mark).to)}, ${scoresOf(mark)}: ${t('tests.charts.nOf', { n: mark.n })}`,
        }))}
        cell={{ across: cell.seconds, up: cell.tenths }}
        apart={outliers.map((each) => ({
          ...{ id: each.id, across: each.seconds, up: each.score, name: nameOf(each.name) },
          title: `${wordsOf(each)}, ${percentWords(each.score)}`,
        }))}
        until={until}
        beyond={t('tests.charts.longer', { time: durationFigure(spread.max) })}
        middle={spread}
        mark={
          page.mixedPassMarks || page.passMark === null
            ? null
            : { at: page.passMark, words: t('tests.charts.passMark', { mark: percentShort(page.passMark) }) }
        }
        acrossWords={durationFigure}
        upWords={(value) => `${percentShort(value as Tenths)}%`}
        onOpen={(place) => {
          const mark = timed.marks[place]
          if (mark === undefined) return
          const score = { from: mark.score, to: mark.score + cell.tenths - 1 }
          void openPart(query, { part: 'timed', seconds: secondsOf(mark), score })
        }}
        onOpenApart={openResult}
      />
    </ChartFigure>
  )
}

const lastOf = (from: number, seconds: number, until: number): number => Math.min(from + seconds - 1, until)

/** What was counted, how a mark is to be read, and what is not drawn as it is. */
function countedWords({ duration, timed }: TestPage): string {
  if (duration === null || timed === null) return ''
  const { spread, outliers: count } = duration
  const { cell, n, outliers } = timed
  const half = { from: durationFigure(spread.q1), to: durationFigure(spread.q3), n }
  const without = spread.n - n
  return [
    cell.seconds === 1
      ? t('tests.charts.timed', half)
      : t('tests.charts.timedGrouped', { ...half, time: durationFigure(cell.seconds), points: cell.tenths / 10 }),
    count === 0
      ? t('tests.charts.noneApart')
      : outliers.length < count
        ? t('tests.charts.apartSome', { count, shown: outliers.length })
        : t('tests.charts.apart', { count }),
    ...(without === 0 ? [] : [t('tests.charts.scoreless', { count: without })]),
  ].join(' ')
}
