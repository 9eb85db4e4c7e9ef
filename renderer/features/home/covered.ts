import type { AccountSummary } from '../../../shared/model/account.ts'
import { classMarkerFeeds } from '../../../shared/model/result-values.ts'
import type { AccountStatus, Gap, Interval } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { daysInSteps } from '../../../shared/model/zone.ts'
import { calendarDayOf } from '../../format/time.ts'
import { t } from '../../format/words.ts'

/** What is here of one feed of an account. */
export interface CoveredFeed {
  readonly name: string
  readonly zone: string
  /** Oldest first. */
  readonly intervals: readonly Interval[]
  readonly gaps: readonly Gap[]
}

/** The feeds of accounts, each named with its account where there are several. Feeds never read are left out. */
export const coveredFeeds = (
  pairs: readonly { readonly account: AccountSummary; readonly status: AccountStatus }[],
): readonly CoveredFeed[] =>
  pairs.flatMap(({ account, status }) =>
    classMarkerFeeds.flatMap((feed) => {
      const intervals = status.coverage.find((each) => each.feed === feed)?.intervals ?? []
      const gaps = status.gaps.filter((gap) => gap.feed === feed)
      if (intervals.length === 0 && gaps.length === 0) return []
      const said = t(`home.coverage.${feed}`)
      const name = pairs.length === 1 ? said : t('home.coverage.ofAccount', { name: account.name, feed: said })
      return [{ name, zone: account.timeZone, intervals, gaps }]
    }),
  )

const day = 86_400

/** The ends of the axis: from the oldest that is known to now, and a week at least. */
export function axisOf(all: readonly CoveredFeed[], now: UnixSeconds): readonly [from: UnixSeconds, to: UnixSeconds] {
  const begins = all.flatMap(({ intervals, gaps }) => [...intervals, ...gaps].map(({ from }) => from))
  return [unixSeconds(Math.min(now - 7 * day, ...begins)), now]
}

/** Moments after the first at which a month begins in the zone, thinned so that there are no more than so many. */
export function monthsBetween(from: UnixSeconds, to: UnixSeconds, most: number, zone: string): readonly UnixSeconds[] {
  const months: { readonly number: number; readonly at: UnixSeconds }[] = []
  for (const [day, at] of daysInSteps(`${calendarDayOf(from, zone).slice(0, 7)}-01`, { months: 1 }, zone)) {
    if (at > to) break
    const [year, month] = day.split('-').map(Number) as [number, number]
    if (at > from) months.push({ number: year * 12 + month - 1, at })
  }
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => months.length / each <= most) ?? 120
  return months.flatMap(({ number, at }) => (number % step === 0 ? [at] : []))
}
