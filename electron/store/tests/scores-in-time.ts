import type { ScoresInTime, TestPage } from '../../../shared/model/test-figures.ts'
import { type CalendarDay, day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, daysAfter, daysInSteps } from '../../../shared/model/zone.ts'
import { meanOfAll } from '../gradebook/statistics.ts'
import type { PageValues } from './attempts-by-test.ts'
import { type CountedScores, scoresBy } from './counted-scores.ts'

/** Within so many seconds weeks are told apart, beyond them months. */
const weeksAreShown = 26 * 7 * day

/** Scores by the week (from Monday) or month in which their attempt was finished, in a time zone. */
export function scoresInTime({ finished }: PageValues, scores: CountedScores, zone: string): TestPage['inTime'] {
  if (scores.rows.length === 0) return { step: 'week', points: [] }
  let [first, last] = [Infinity, -Infinity]
  for (let place = 0; place < scores.rows.length; place++) {
    const at = finished[scores.rows[place] as number] as number
    if (at < first) first = at
    if (at > last) last = at
  }
  const step = last - first <= weeksAreShown ? 'week' : 'month'
  const { days, starts } = firstDays(step, calendarDayIn(zone)(unixSeconds(first)), unixSeconds(last), zone)
  // All are about as long, so that a guess is the right one, or beside it.
  const length = (last + 1 - (starts[0] as number)) / starts.length
  const stepOf = (row: number): number => {
    const at = finished[row] as number
    let step = Math.min(starts.length - 1, Math.floor((at - (starts[0] as number)) / length))
    while ((starts[step] as number) > at) step--
    while ((starts[step + 1] as number) <= at) step++
    return step
  }
  const points = scoresBy(scores, starts.length, stepOf).flatMap((own, at): ScoresInTime[] => {
    if (own.sums.length === 0) return []
    const from = days[at] as CalendarDay
    return [{ from, to: daysAfter(days[at + 1] as CalendarDay, -1), n: own.sums.length, mean: meanOfAll(own) }]
  })
  return { step, points }
}

type Step = TestPage['inTime']['step']

/**
 * The first days of the weeks or months from that of `first` to that of `last`, with the one after; and when they start,
 * without it.
 */
function firstDays(step: Step, first: CalendarDay, last: UnixSeconds, zone: string) {
  const sinceMonday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const from = step === 'week' ? daysAfter(first, -sinceMonday) : `${first.slice(0, 7)}-01`
  const [days, starts]: [CalendarDay[], number[]] = [[], []]
  for (const [own, start] of daysInSteps(from, step === 'week' ? { days: 7 } : { months: 1 }, zone)) {
    days.push(own)
    if (start > last) break
    starts.push(start)
  }
  return { days, starts: Float64Array.from(starts) }
}
