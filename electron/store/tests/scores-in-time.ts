import type { ScoresInTime, TestPage } from '../../../shared/model/test-figures.ts'
import { type CalendarDay, day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, daysAfter, monthsAfter, startOfDay } from '../../../shared/model/zone.ts'
import { placeIn } from '../arrays/sorting.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import { meanOfAll } from '../gradebook/statistics.ts'
import { type CountedScores, scoresBy } from './counted-scores.ts'

/** Within so many seconds weeks are told apart, beyond them months. */
const weeksAreShown = 26 * 7 * day

/** Scores by the week (from Monday) or month in which their attempt was finished, in a time zone. */
export function scoresInTime(
  { finished }: GradedAttempts['values'],
  scores: CountedScores,
  zone: string,
): TestPage['inTime'] {
  if (scores.rows.length === 0) return { step: 'week', points: [] }
  let [first, last] = [Infinity, -Infinity]
  for (const row of scores.rows) {
    first = Math.min(first, finished[row] as number)
    last = Math.max(last, finished[row] as number)
  }
  const step = last - first <= weeksAreShown ? 'week' : 'month'
  const days = firstDays(step, calendarDayIn(zone)(unixSeconds(first)), unixSeconds(last), zone)
  const starts = days.map((each) => startOfDay(each, zone))
  const stepOf = (row: number): number =>
    placeIn(starts, 0, starts.length, (start) => (start <= (finished[row] as number) ? -1 : 1)) - 1
  const points = scoresBy(scores, days.length, stepOf).flatMap((own, at): ScoresInTime[] => {
    if (own.sums.length === 0) return []
    const from = days[at] as CalendarDay
    return [{ from, to: daysAfter(next(step, from), -1), n: own.sums.length, mean: meanOfAll(own) }]
  })
  return { step, points }
}

type Step = TestPage['inTime']['step']

const next = (step: Step, from: CalendarDay): CalendarDay =>
  step === 'week' ? daysAfter(from, 7) : monthsAfter(from, 1)

/** The first days of the weeks or months from that of `first` to that of `last`. */
function firstDays(step: Step, first: CalendarDay, last: UnixSeconds, zone: string): CalendarDay[] {
  const sinceMonday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const days: CalendarDay[] = []
  let from = step === 'week' ? daysAfter(first, -sinceMonday) : `${first.slice(0, 7)}-01`
  while (startOfDay(from, zone) <= last) {
    days.push(from)
    from = next(step, from)
  }
  return days
}
