import type { CalendarDay } from '../../../shared/model/time.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, monthsAfter } from '../../../shared/model/zone.ts'
import type { AccountZones } from './results-filter.ts'

/** The last day on which a certificate counts, in its account's time zone. Few days and few validities: each sum is done once. */
export function lastDaysIn(zones: AccountZones) {
  const days = new Map([...zones].map(([account, zone]) => [account, calendarDayIn(zone)]))
  const utc = calendarDayIn('UTC')
  const sums = new Map<string, CalendarDay>()
  return (account: string, finished: number, months: number): CalendarDay => {
    const day = (days.get(account) ?? utc)(unixSeconds(finished))
    const key = `${day} ${months}`
    let last = sums.get(key)
    if (last === undefined) {
      last = monthsAfter(day, months)
      sums.set(key, last)
    }
    return last
  }
}
