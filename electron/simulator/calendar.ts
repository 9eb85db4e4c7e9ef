import { day, hour, minute, type UnixSeconds } from '../../shared/model/time.ts'
import type { Rhythm } from './catalogue.ts'
import type { Random } from './random.ts'

/** How many days before today the oldest sittings lie: a little under the 90 the API looks back. */
const daysBack = 84

/** Starts of school lessons, in seconds after midnight UTC. */
const lessons = [8.75, 9.75, 11, 12, 13.75, 14.7].map((hours) => hours * hour)

/** The days before `madeAt`'s own on which people sit tests; today is left to the newest results. */
export interface Calendar {
  /** Midnights UTC, oldest first. */
  readonly everyDay: readonly number[]
  readonly weekdays: readonly number[]
  readonly weekends: readonly number[]
}

export function calendarBefore(madeAt: UnixSeconds): Calendar {
  const today = Math.floor(madeAt / day) * day
  const everyDay = Array.from({ length: daysBack }, (_, at) => today - (daysBack - at) * day)
  const isWeekend = (midnight: number): boolean => new Date(midnight * 1000).getUTCDay() % 6 === 0
  return {
    everyDay,
    weekdays: everyDay.filter((midnight) => !isWeekend(midnight)),
    weekends: everyDay.filter(isWeekend),
  }
}

/** The moments, oldest first, at which a place offers a test: one in each quarter of the term. */
export function sittings(rhythm: Rhythm, calendar: Calendar, random: Random, count = 4): number[] {
  const days = daysOf(rhythm, calendar, random)
  return Array.from({ length: count }, (_, block) => {
    const from = Math.floor((block * days.length) / count)
    const to = Math.max(from, Math.floor(((block + 1) * days.length) / count) - 1)
    return (days[random.whole(from, to)] ?? 0) + startOf(rhythm, random)
  })
}

function daysOf(rhythm: Rhythm, calendar: Calendar, random: Random): readonly number[] {
  if (rhythm === 'open days') return calendar.weekends.filter((_, at) => at % 6 === 0)
  if (rhythm === 'lessons' || (rhythm === 'any time' && random.chance(0.8))) return calendar.weekdays
  return calendar.everyDay
}

/** Seconds after midnight; early enough that a test of an hour ends the same day. */
function startOf(rhythm: Rhythm, random: Random): number {
  if (rhythm === 'lessons') return random.pick(lessons)
  if (rhythm === 'evenings') return random.pick([18.5, 19, 20, 21.5]) * hour
  if (rhythm === 'open days') return random.whole(10 * 60, 14 * 60) * minute
  return random.whole(8 * hour, 16 * hour)
}
