import { scaleUtc } from '@visx/scale'
import type { StudentAttempt, StudentPage, StudentTest } from '../../../shared/model/student.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { startOfDay, wallClockIn } from '../../../shared/model/zone.ts'
import { calendarDayOf, shortDate } from '../../format/time.ts'
import { locale, t } from '../../format/words.ts'

/** An attempt as a point of the chart; times in Unix seconds, percentages in tenths. */
export interface ProgressPoint {
  readonly test: StudentTest
  readonly attempt: StudentAttempt
  readonly percentage: number
  readonly look: 'passed' | 'not-passed' | 'to-grade'
}

/** Attempts with a percentage, the earliest first. */
export const pointsOf = ({ tests }: Pick<StudentPage, 'tests'>): readonly ProgressPoint[] =>
  tests
    .flatMap((test) =>
      test.attempts.flatMap((attempt) =>
        attempt.percentage === null ? [] : { test, attempt, percentage: attempt.percentage, look: lookOf(attempt) },
      ),
    )
    .toSorted((a, b) => a.attempt.timeFinished - b.attempt.timeFinished || a.attempt.id - b.attempt.id)

const lookOf = ({ requiresGrading, outcome }: StudentAttempt): ProgressPoint['look'] =>
  requiresGrading ? 'to-grade' : outcome === 'not-passed' ? 'not-passed' : 'passed'

/** Consecutive tries at one test. */
export const triesOf = (points: readonly ProgressPoint[]): readonly (readonly [ProgressPoint, ProgressPoint])[] =>
  [...Map.groupBy(points, ({ test }) => test.testId).values()].flatMap((own) =>
    own.slice(1).map((point, place) => [own[place] as ProgressPoint, point] as const),
  )

/** The ends of the axis in tenths of a percent: 0 unless all stands well above it. */
export function axisOf(points: readonly ProgressPoint[]): readonly [from: number, to: number] {
  const all = points.flatMap(({ percentage, attempt }) => [percentage, attempt.passMark ?? percentage])
  const [least, most] = [Math.min(...all), Math.max(1_000, ...all)]
  const from = least >= 300 ? Math.floor((least - 80) / 100) * 100 : Math.min(0, Math.floor(least / 100) * 100)
  return [from, Math.ceil(most / 100) * 100]
}

const secondsADay = 86_400
const leastSpan = 10 * secondsADay
/** From here on months stand at the axis, the air at its ends counted. */
const spanOfMonths = 78 * secondsADay

/** The ends of the axis of time in Unix seconds, with air at both: ten days at least, so that its labels are days. */
export function timesOf(first: number, last: number): readonly [from: number, to: number] {
  const span = Math.max(last - first, leastSpan)
  const air = (span - (last - first)) / 2 + span * 0.06
  return [first - air, last + air]
}

export interface TimeTick {
  readonly at: UnixSeconds
  readonly words: string
}

/**
 * About so many moments at which a day begins in the zone, each with words of its own: where the axis is long, months,
 * and January as its year.
 * @param ends of the axis, in Unix seconds
 * @param now the days of its year are written without it
 */
export function labelledTicks(
  ends: readonly [from: number, to: number],
  about: number,
  zone: string,
  now: UnixSeconds,
): readonly TimeTick[] {
  const [from, to] = ends
  const ofMonth = (at: UnixSeconds): string => {
    const isJanuary = calendarDayOf(at, zone).slice(5, 7) === '01'
    const form = isJanuary ? ({ year: 'numeric' } as const) : ({ month: 'short' } as const)
    return new Date(at * 1_000).toLocaleDateString(locale, { timeZone: zone, ...form })
  }
  const wordsOf = to - from > spanOfMonths ? ofMonth : (at: UnixSeconds) => shortDate(at, now, zone)
  return starts(ends, about, zone).map((at) => ({ at, words: wordsOf(at) }))
}

/** Starts of days, each once, at about equal steps on the zone's own clock; where the axis is long, of their months. */
function starts(ends: readonly [from: number, to: number], about: number, zone: string): readonly UnixSeconds[] {
  const [from, to] = ends
  const dayOf = (day: string): string => (to - from > spanOfMonths ? `${day.slice(0, 7)}-01` : day)
  const wallClock = wallClockIn(zone)
  const onTheWall = ends.map((end) => wallClock(unixSeconds(Math.round(end))) * 1_000)
  return scaleUtc<number>({ domain: onTheWall, range: [0, 1] })
    .ticks(about)
    .map((time) => startOfDay(dayOf(time.toISOString().slice(0, 10)), zone))
    .filter((at, place, all) => at >= from && at <= to && at !== all[place - 1])
}

/** What the chart shows, as a sentence. */
export function findingOf(page: Pick<StudentPage, 'tests'>): string {
  const points = pointsOf(page)
  return (
    [retakeWords(triesOf(points)), passedWords(page.tests)].filter((words) => words !== '').join('; ') ||
    t('students.chart.finding.plain', { count: points.length })
  )
}

function retakeWords(tries: readonly (readonly [ProgressPoint, ProgressPoint])[]): string {
  if (tries.length === 0) return t('students.chart.finding.noRetakes')
  const higher = tries.filter(([before, after]) => after.percentage > before.percentage).length
  if (higher === 0) return t('students.chart.finding.noneHigher', { count: tries.length })
  if (higher === tries.length) return t('students.chart.finding.allHigher', { count: tries.length })
  return t('students.chart.finding.someHigher', { higher, count: tries.length })
}

function passedWords(tests: readonly StudentTest[]): string {
  const marked = tests.filter(({ passed, provisional }) => passed !== null && !provisional)
  const failed = marked.filter(({ passed }) => passed === false)
  const [only, another] = failed
  if (marked.length === 0) return ''
  if (only === undefined) return t('students.chart.finding.allPassed', { count: marked.length })
  if (another === undefined) return t('students.chart.finding.oneFailed', { test: only.name })
  return t('students.chart.finding.someFailed', { count: failed.length })
}

/** A text placed beside a point, in pixels. */
export interface PlacedLabel {
  readonly point: ProgressPoint
  readonly x: number
  readonly y: number
  /** Whether the name of the test stands above the figure. */
  readonly named: boolean
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const line = 13

interface Room {
  /** Where the plot begins, behind the figures of its axis. */
  readonly left: number
  readonly width: number
  readonly height: number
  /** The middles of pass marks, which no label covers. */
  readonly marks: readonly { readonly x: number; readonly y: number }[]
}

const boxAround = ({ x, y }: { readonly x: number; readonly y: number }, wide: number, tall: number): Box => ({
  ...{ left: x - wide, right: x + wide, top: y - tall, bottom: y + tall },
})

/** Labels that have room, those of attempts that count first. Names are about six pixels a letter. */
export function placedLabels(
  points: readonly ProgressPoint[],
  at: (point: ProgressPoint) => { readonly x: number; readonly y: number },
  { left, width, height, marks }: Room,
): readonly PlacedLabel[] {
  const taken: Box[] = [
    ...points.map((point) => boxAround(at(point), 5, 5)),
    ...marks.map((mark) => boxAround(mark, 9, 2)),
  ]
  const isFree = (box: Box): boolean =>
    box.left >= 0 &&
    box.right <= width &&
    box.top >= 0 &&
    box.bottom <= height &&
    taken.every(
      (other) =>
        box.right <= other.left || box.left >= other.right || box.bottom <= other.top || box.top >= other.bottom,
    )
  return points
    .toSorted((a, b) => Number(b.attempt.counts) - Number(a.attempt.counts))
    .flatMap((point) => {
      const { x, y } = at(point)
      const wide = point.attempt.counts ? Math.min(point.test.name.length, longestName) * 3.1 + 2 : 17
      const forms = point.attempt.counts ? [true, false] : [false]
      for (const named of forms) {
        const [half, tall] = [named ? Math.max(17, wide) : 17, named ? 2 * line : line]
        for (const top of [y - 9 - tall, y + 9]) {
          // Beside the ends of the chart a name moves inwards, over its point still.
          const middle = named ? Math.min(Math.max(x, left + half), width - half) : x
          const box = { left: middle - half, right: middle + half, top, bottom: top + tall }
          if (Math.abs(middle - x) > half || !isFree(box)) continue
          taken.push(box)
          return { point, x: middle, y: top, named }
        }
      }
      return []
    })
}

/** Letters of a test's name that stand in the chart. */
export const longestName = 24

export const shortName = (name: string): string =>
  [...name].length > longestName ? `${[...name].slice(0, longestName - 1).join('')}…` : name
