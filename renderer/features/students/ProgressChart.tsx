import { scaleLinear } from '@visx/scale'
import { LinePath } from '@visx/shape'
import { useRef } from 'react'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { StudentPage } from '../../../shared/model/student.ts'
import { percentFigure, percentShort, scoreOf } from '../../format/numbers.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ChartFigure, type ChartTable } from '../../ui/charts/ChartFigure.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useElementWidth } from '../../ui/measure.ts'
import styles from './ProgressChart.module.css'
import {
  axisOf,
  findingOf,
  labelledTicks,
  type ProgressPoint,
  placedLabels,
  pointsOf,
  shortName,
  timesOf,
  triesOf,
} from './progress.ts'
import { outcomeOf } from './student-words.ts'

const height = 190
const [left, right, top, bottom] = [50, 24, 14, 26]

/** Every attempt by when it was finished; lines join tries at one test. */
export function ProgressChart({ page }: { readonly page: StudentPage }) {
  const points = pointsOf(page)
  return (
    <ChartFigure
      finding={findingOf(page)}
      counted={t('students.chart.counted', {
        attempts: t('students.attempts', { count: points.length }),
        tests: t('students.tests', { count: new Set(points.map(({ test }) => test.testId)).size }),
      })}
      table={tableOf(points, page.timeZone)}
    >
      <Drawing points={points} zone={page.timeZone} />
      <Legend points={points} />
    </ChartFigure>
  )
}

const tableOf = (points: readonly ProgressPoint[], zone: string): ChartTable => ({
  columns: (['test', 'finished', 'score', 'passMark', 'result', 'counts'] as const).map((each) =>
    t(`students.chart.columns.${each}`),
  ),
  rows: points.map(({ test, attempt }) => [
    test.name,
    exactTime(attempt.timeFinished, zone),
    scoreOf(attempt.percentage),
    attempt.passMark === null || attempt.passMark <= 0 ? '' : `${percentShort(attempt.passMark)}%`,
    outcomeOf(attempt),
    t(attempt.counts ? 'students.chart.yes' : 'students.chart.no'),
  ]),
})

function Drawing({ points, zone }: { readonly points: readonly ProgressPoint[]; readonly zone: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useElementWidth(frame)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const times = timesOf(first.attempt.timeFinished, last.attempt.timeFinished)
  const [from, to] = axisOf(points)
  const y = scaleLinear<number>({ domain: [from, to], range: [height - bottom, top] })
  const x = scaleLinear<number>({ domain: [...times], range: [left, Math.max(left + 1, width - right)] })
  const at = ({ attempt, percentage }: ProgressPoint) => ({ x: x(attempt.timeFinished), y: y(percentage) })
  const marks = points.flatMap(({ attempt: { id, passMark, timeFinished } }) =>
    passMark === null || passMark <= 0 ? [] : { id, x: x(timeFinished), y: y(passMark) },
  )
  const labels = placedLabels(points, at, { left, width, height: height - bottom, marks })
  const about = Math.max(2, Math.min(8, Math.floor(width / 120)))
  const ticks = labelledTicks(times, about, zone, last.attempt.timeFinished)
  return (
    <div ref={frame} className={styles.frame}>
      {width > 0 && (
        <svg width={width} height={height} className={styles.chart} aria-hidden>
          <text className={styles.axis} x={left - 8} y={y(to)} dy="0.35em" textAnchor="end">
            {percentShort(to as Tenths)}%
          </text>
          <text className={styles.axis} x={left - 8} y={y(from)} dy="0.35em" textAnchor="end">
            {percentShort(from as Tenths)}%
          </text>
          <line className={styles.base} x1={left} x2={width - right} y1={y(from)} y2={y(from)} />
          {ticks.map(({ at: time, words }) => (
            <g key={time} transform={`translate(${x(time)},${y(from)})`}>
              <line className={styles.base} y2={4} />
              <text className={styles.axis} y={17} textAnchor="middle">
                {words}
              </text>
            </g>
          ))}
          {triesOf(points).map((tries) => (
            <LinePath
              key={tries[1].attempt.id}
              className={styles.tries ?? ''}
              data={[...tries]}
              x={(point) => at(point).x}
              y={(point) => at(point).y}
            />
          ))}
          {marks.map(({ id, x: middle, y: level }) => (
            <g key={id}>
              <line className={styles.halo} x1={middle - 9} x2={middle + 9} y1={level} y2={level} />
              <line className={styles.mark} x1={middle - 9} x2={middle + 9} y1={level} y2={level} />
            </g>
          ))}
          {points.map((point) => (
            <Point key={point.attempt.id} {...at(point)} look={point.look} counts={point.attempt.counts} />
          ))}
          {labels.map(({ point, x: middle, y: above, named }) => (
            <text
              key={point.attempt.id}
              className={classNames(styles.label, styles[`ink-${point.look}`])}
              x={middle}
              y={above + 10}
              textAnchor="middle"
            >
              {named && <tspan className={styles.name}>{shortName(point.test.name)}</tspan>}
              <tspan
                className={point.attempt.counts ? styles.counted : undefined}
                {...(named ? { x: middle, dy: 13 } : {})}
              >
                {percentFigure(point.percentage as Tenths)}
              </tspan>
            </text>
          ))}
        </svg>
      )}
    </div>
  )
}

interface PointProps {
  readonly x: number
  readonly y: number
  readonly look: ProgressPoint['look']
  readonly counts: boolean
}

/** Shapes that take as much ink, around nothing. */
const shapes = {
  'not-passed': 'M0 -5.6 L5.6 0 L0 5.6 L-5.6 0 Z',
  'to-grade': 'M-4 -4 H4 V4 H-4 Z',
} as const

/** Each look has a shape of its own, for whoever sees no colours: in print, say, and where the system gives them. */
function Point({ x, y, look, counts }: PointProps) {
  const className = classNames(styles.point, styles[look], !counts && styles.hollow)
  if (look === 'passed') return <circle className={className} cx={x} cy={y} r={4.5} />
  return <path className={className} transform={`translate(${x},${y})`} d={shapes[look]} />
}

/** What the marks mean, of those that are in the drawing. */
function Legend({ points }: { readonly points: readonly ProgressPoint[] }) {
  const has = (test: (point: ProgressPoint) => boolean): boolean => points.some(test)
  const point = (look: ProgressPoint['look'], counts = true) => <Point x={7} y={7} look={look} counts={counts} />
  const marks = [
    [has(({ look, attempt }) => look === 'passed' && attempt.counts), 'counts', point('passed')],
    [has(({ attempt }) => !attempt.counts), 'countsNot', point('passed', false)],
    [has(({ look }) => look === 'not-passed'), 'notPassed', point('not-passed')],
    [has(({ look }) => look === 'to-grade'), 'toGrade', point('to-grade')],
    [
      has(({ attempt }) => (attempt.passMark ?? 0) > 0),
      'passMark',
      <line key="mark" className={styles.mark} x1={0} x2={14} y1={7} y2={7} />,
    ],
    [triesOf(points).length > 0, 'tries', <line key="tries" className={styles.tries} x1={0} x2={14} y1={11} y2={3} />],
  ] as const
  return (
    <ul className={styles.legend}>
      {marks
        .filter(([isThere]) => isThere)
        .map(([, id, mark]) => (
          <li key={id}>
            <svg width={14} height={14} aria-hidden>
              {mark}
            </svg>
            {t(`students.chart.legend.${id}`)}
          </li>
        ))}
    </ul>
  )
}
