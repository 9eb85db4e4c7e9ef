import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { dayWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ChartFigure } from '../../ui/charts/ChartFigure.tsx'
import { TimeLine } from '../../ui/charts/TimeLine.tsx'
import { statisticFigure } from '../gradebook/index.ts'
import { timeFinding, triesFinding } from './findings.ts'
import { openPart, type ShownPage } from './page.ts'
import { percentWords } from './test-columns.tsx'

interface ChartProps {
  readonly shown: ShownPage
}

const wholeAxis = [0, 1_000] as const

/** The average by week or month. */
export function InTime({ shown: { query, page } }: ChartProps) {
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, page.account))
  const { step, points } = page.inTime
  const dayOf = (day: string): string => dayWords(day, now, zone)
  const daysOf = ({ from, to }: (typeof points)[number]): string =>
    t('tests.charts.days', { from: dayOf(from), to: dayOf(to) })
  const open = (place: number) => {
    const point = points[place]
    if (point !== undefined) void openPart(query, { part: 'days', from: point.from, to: point.to })
  }
  return (
    <ChartFigure
      finding={timeFinding(page.inTime, dayOf)}
      counted={t(step === 'week' ? 'tests.charts.byWeek' : 'tests.charts.byMonth', { n: page.counted })}
      table={{
        columns: [t('tests.charts.when'), t('tests.charts.n'), t('tests.charts.mean')],
        rows: points.map((point) => [daysOf(point), wholeNumber(point.n), percentWords(point.mean)]),
        onOpen: open,
      }}
    >
      <TimeLine
        points={points.map((point) => ({
          id: point.from,
          label: dayOf(point.from),
          value: point.mean,
          valueWords: statisticFigure(point.mean),
          title: `${daysOf(point)}: ${percentWords(point.mean)}, ${t('tests.charts.nOf', { n: point.n })}`,
        }))}
        ends={wholeAxis}
        onOpen={open}
      />
    </ChartFigure>
  )
}

/** The average by number of the try. */
export function Tries({ shown: { query, page } }: ChartProps) {
  const known = page.tries.flatMap((each) => (each.mean === null ? [] : [{ ...each, mean: each.mean }]))
  const nameOf = ({ number, andMore }: (typeof page.tries)[number]): string =>
    t(andMore ? 'tests.charts.tryMore' : 'tests.charts.tryNumber', { number })
  const open = (each: (typeof page.tries)[number] | undefined) => {
    if (each !== undefined) void openPart(query, { part: 'try', number: each.number, andMore: each.andMore })
  }
  return (
    <ChartFigure
      finding={triesFinding(page.tries)}
      counted={t('tests.charts.tries', { n: page.tries.reduce((sum, { n }) => sum + n, 0) })}
      table={{
        columns: [
          t('tests.charts.try'),
          t('tests.charts.attempts'),
          t('tests.charts.n'),
          t('tests.charts.mean'),
          t('tests.charts.middle'),
        ],
        rows: page.tries.map((each) => [
          nameOf(each),
          wholeNumber(each.attempts),
          wholeNumber(each.n),
          percentWords(each.mean),
          percentWords(each.median),
        ]),
        onOpen: (place) => open(page.tries[place]),
      }}
    >
      <TimeLine
        points={known.map((each) => ({
          id: `${each.number}`,
          label: nameOf(each),
          value: each.mean,
          valueWords: statisticFigure(each.mean),
          title: `${nameOf(each)}: ${percentWords(each.mean)}, ${t('tests.charts.nOf', { n: each.n })}`,
        }))}
        ends={wholeAxis}
        onOpen={(place) => open(known[place])}
      />
    </ChartFigure>
  )
}
