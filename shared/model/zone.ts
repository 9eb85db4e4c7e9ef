import { getISO } from 'temporal-polyfill/fns/Calendar'
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
import { type CalendarDay, day, plusSeconds, type UnixSeconds, unixSeconds } from './time.ts'

// Temporal as functions: its classes bring along all that dates can do, 170 KB of it for each start.
const dateOf = (text: string): PlainDate.Record => PlainDate.fromString(text, getISO)
const inZone = (seconds: number, zone: string): ZonedDateTime.Record =>
  Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(seconds * 1000), zone)
const startOf = (date: PlainDate.Record, zone: string): UnixSeconds =>
  unixSeconds(PlainDate.toZonedDateTime(date, zone).epochMilliseconds / 1000)

/** The first moment of a calendar day in a time zone (not always midnight: some zones skip it in spring). */
export function startOfDay(day: CalendarDay, zone: string): UnixSeconds {
  return startOf(dateOf(day), zone)
}

/** The first moment after a calendar day in a time zone. */
export function endOfDay(day: CalendarDay, zone: string): UnixSeconds {
  return startOf(PlainDate.addDays(dateOf(day), 1), zone)
}

export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    dateOf(text)
    return true
  } catch {
    return false
  }
}

/** Three calendar months before `moment`: how far ClassMarker's feeds reach back (API page, finishedAfterTimestamp). */
export function threeMonthsBefore(moment: UnixSeconds): UnixSeconds {
  const then = ZonedDateTime.subtractMonths(inZone(moment, 'UTC'), 3)
  return unixSeconds(Math.floor(then.epochMilliseconds / 1000))
}

// Seconds. Most offsets change on a quarter of an hour, so one answer serves all moments within it; St John's changed
// its clocks at a minute past midnight until 2011.
const quarter = 900

/**
 * Returns a function from moments to a zone's wall clock, as seconds that read as UTC: the form a spreadsheet cell
 * needs. Offsets are cached per quarter of an hour, because a workbook asks for 100,000 of them and a term has only a
 * few thousand quarters.
 */
export function wallClockIn(zone: string): (moment: UnixSeconds) => UnixSeconds {
  const offsetAt = (seconds: number): number => ZonedDateTime.offsetNanoseconds(inZone(seconds, zone)) / 1e9
  const steady = new Map<number, number | null>()
  return (moment) => {
    const start = Math.floor(moment / quarter) * quarter
    let offset = steady.get(start)
    if (offset === undefined) {
      const first = offsetAt(start)
      offset = first === offsetAt(start + quarter - 1) ? first : null
      steady.set(start, offset)
    }
    return plusSeconds(moment, offset ?? offsetAt(moment))
  }
}

/**
 * Returns a function from moments to a zone's calendar days, fast enough for 100,000 of them: when the zone's offset is
 * the same at both ends of a UTC day, it is the same in between, and is read only once.
 */
export function calendarDayIn(zone: string): (moment: UnixSeconds) => CalendarDay {
  const wallClock = wallClockIn(zone)
  const offsetAt = (seconds: number): number => wallClock(unixSeconds(seconds)) - seconds
  const steady = new Map<number, number | null>()
  return (moment) => {
    const start = moment - (((moment % day) + day) % day)
    let offset = steady.get(start)
    if (offset === undefined) {
      const first = offsetAt(start)
      offset = first === offsetAt(start + day) ? first : null
      steady.set(start, offset)
    }
    return new Date((moment + (offset ?? offsetAt(moment))) * 1000).toISOString().slice(0, 10)
  }
}

/**
 * The moments at which a zone's clock shows a time: two where it is turned back, and where it is turned forward those on
 * either side. @param clock as `2026-07-10T09:18:00`
 */
export function momentsAt(clock: string, zone: string): UnixSeconds[] {
  const time = PlainDateTime.fromString(clock, getISO)
  const at = (disambiguation: 'earlier' | 'later') =>
    unixSeconds(Math.floor(PlainDateTime.toZonedDateTime(time, zone, { disambiguation }).epochMilliseconds / 1000))
  return [...new Set([at('earlier'), at('later')])]
}

/** The same day of a later month, or the last day of a shorter one: one month after 31 January is 28 February. */
export const monthsAfter = (day: CalendarDay, months: number): CalendarDay =>
  PlainDate.toString(PlainDate.addMonths(dateOf(day), months))

export const daysAfter = (day: CalendarDay, days: number): CalendarDay =>
  PlainDate.toString(PlainDate.addDays(dateOf(day), days))

/** A day and those after it at equal steps, each with its first moment in a time zone: reading a day again takes longer. */
export function* daysInSteps(
  from: CalendarDay,
  step: { readonly days: number } | { readonly months: number },
  zone: string,
): Generator<[day: CalendarDay, start: UnixSeconds]> {
  const next = (at: PlainDate.Record) =>
    'days' in step ? PlainDate.addDays(at, step.days) : PlainDate.addMonths(at, step.months)
  for (let at = dateOf(from); ; at = next(at)) yield [PlainDate.toString(at), startOf(at, zone)]
}

/** The time zone this computer is set to; UTC when the setting is not a time zone. */
export const systemZone = (): string => knownSystemZone() ?? 'UTC'

/** The time zone this computer is set to; null when the setting (an empty TZ, say) is not a time zone. */
export function knownSystemZone(): string | null {
  // Despite its type, it is undefined when TZ is nonsense.
  const zone: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone !== undefined && isTimeZone(zone) ? zone : null
}

/** The stored zone if calendar days can be worked out in it, else this computer's own. */
export const usableZone = (zone: string): string => (isTimeZone(zone) ? zone : systemZone())

const asked = new Map<string, boolean>()
const mostAsked = 1_000

/** Whether both Intl (which writes all dates) and Temporal (which works with days) know the zone. */
export function isTimeZone(zone: string): boolean {
  const known = asked.get(zone)
  if (known !== undefined) return known
  const isOne = isKnown(zone)
  if (asked.size < mostAsked) asked.set(zone, isOne)
  return isOne
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    // Temporal refuses some names that Intl accepts for compatibility: IST, JST, PST.
    inZone(0, zone)
    return true
  } catch {
    return false
  }
}
