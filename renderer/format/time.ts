import type { UnixSeconds } from '../../shared/model/time.ts'
import { locale, t } from './words.ts'

/** Whether the locale writes times with AM and PM. */
export const countsToTwelve = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true

const formats = new Map<string, Intl.DateTimeFormat>()

/** Intl's formatters are slow to make and quick to use, so they are kept. */
function formatIn(zone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${name}`
  const kept = formats.get(key)
  if (kept) return kept
  const made = new Intl.DateTimeFormat(name === 'day' ? 'en-CA' : locale, { ...options, timeZone: zone })
  formats.set(key, made)
  return made
}

/** Texts that are kept: a list writes each of its times several times over, and today's day beside each of them. */
const mostKept = 10_000
const texts = new Map<string, string>()

function write(moment: UnixSeconds, zone: string, name: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${moment} ${zone} ${name}`
  const kept = texts.get(key)
  if (kept !== undefined) return kept
  const text = formatIn(zone, name, options).format(moment * 1000)
  if (texts.size >= mostKept) texts.clear()
  texts.set(key, text)
  return text
}

/** The calendar day of a moment in a zone, YYYY-MM-DD. */
export const calendarDayOf = (moment: UnixSeconds, zone: string): string =>
  write(moment, zone, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' })

/** "09:08", or "9:08 AM" where the locale counts to twelve. */
export const clockTime = (moment: UnixSeconds, zone: string): string =>
  write(moment, zone, 'clock', { hour: countsToTwelve ? 'numeric' : '2-digit', minute: '2-digit' })

/** "19 November 2026". */
export const longDate = (moment: UnixSeconds, zone: string): string =>
  write(moment, zone, 'long', { dateStyle: 'long' })

/** "19 Nov 2026, 16:02:48". */
export const exactTime = (moment: UnixSeconds, zone: string): string =>
  write(moment, zone, 'exact', { dateStyle: 'medium', timeStyle: 'medium' })

const dayNumber = (moment: UnixSeconds, zone: string): number => Date.parse(calendarDayOf(moment, zone)) / 86_400_000

const isSameYear = (one: UnixSeconds, other: UnixSeconds, zone: string): boolean =>
  calendarDayOf(one, zone).slice(0, 4) === calendarDayOf(other, zone).slice(0, 4)

/** "12 Oct", with the year when it is another one. */
export function shortDate(moment: UnixSeconds, now: UnixSeconds, zone: string): string {
  return isSameYear(moment, now, zone)
    ? write(moment, zone, 'date', { day: 'numeric', month: 'short' })
    : write(moment, zone, 'dated', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** "12 Oct 14:08", or "Oct 12, 2:08 PM" where the locale counts to twelve; with the year when it is another one. */
export const dayAndTime = (moment: UnixSeconds, now: UnixSeconds, zone: string): string =>
  `${shortDate(moment, now, zone)}${countsToTwelve ? ',' : ''} ${clockTime(moment, zone)}`

/** A day of a filter, "12 Oct" or "12 Oct 2025". @param day YYYY-MM-DD */
export function dayWords(day: string, now: UnixSeconds, zone: string): string {
  const noon = (Date.parse(`${day}T12:00:00Z`) / 1000) as UnixSeconds
  const sameYear = day.slice(0, 4) === calendarDayOf(now, zone).slice(0, 4)
  return sameYear
    ? write(noon, 'UTC', 'date', { day: 'numeric', month: 'short' })
    : write(noon, 'UTC', 'dated', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** What `whenWords` has said of times in each zone since `now` was last another. */
const said = new Map<string, { readonly now: UnixSeconds; readonly words: Map<UnixSeconds, string> }>()

/**
 * "Today 14:08", "Yesterday 16:44", "Mon 09:20" within a week of calendar days; "12 Oct 14:08", "12 Oct 2025" beyond.
 * Kept, since a list asks for each of its times to measure it, and again to show it.
 */
export function whenWords(moment: UnixSeconds, now: UnixSeconds, zone: string): string {
  let kept = said.get(zone)
  if (kept === undefined || kept.now !== now || kept.words.size >= mostKept) {
    kept = { now, words: new Map() }
    said.set(zone, kept)
  }
  const words = kept.words.get(moment) ?? newWhenWords(moment, now, zone)
  kept.words.set(moment, words)
  return words
}

function newWhenWords(moment: UnixSeconds, now: UnixSeconds, zone: string): string {
  const days = dayNumber(now, zone) - dayNumber(moment, zone)
  const time = clockTime(moment, zone)
  if (days === 0) return t('time.today', { time })
  if (days === 1) return t('time.yesterday', { time })
  if (days > 1 && days < 7)
    return t('time.weekday', { day: write(moment, zone, 'weekday', { weekday: 'short' }), time })
  return isSameYear(moment, now, zone) ? dayAndTime(moment, now, zone) : shortDate(moment, now, zone)
}

/** How long ago, for a line that ages: "just now", "12 min ago", then like `whenWords` within a sentence. */
export function agoWords(moment: UnixSeconds, now: UnixSeconds, zone: string): string {
  const minutes = Math.floor((now - moment) / 60)
  // The time comes from a clock that was ahead, so "just now" might be wrong.
  if (minutes < -1) return sentenceWhen(moment, now, zone)
  if (minutes < 1) return t('time.justNow')
  if (minutes < 60) return t('time.minutesAgo', { minutes })
  return sentenceWhen(moment, now, zone)
}

/** `whenWords` inside a sentence: "yesterday 16:40". */
export function sentenceWhen(moment: UnixSeconds, now: UnixSeconds, zone: string): string {
  const days = dayNumber(now, zone) - dayNumber(moment, zone)
  const time = clockTime(moment, zone)
  if (days === 0) return t('time.todayInside', { time })
  if (days === 1) return t('time.yesterdayInside', { time })
  return whenWords(moment, now, zone)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A length of time for a column: "41:12", "1:03:20". */
export function durationFigure(seconds: number): string {
  const [hours, minutes, rest] = splitSeconds(seconds)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** A length of time in words: "41 min 12 s", "1 h 3 min". */
export function durationWords(seconds: number): string {
  const [hours, minutes, rest] = splitSeconds(seconds)
  if (hours > 0) return t('time.hoursMinutes', { hours, minutes })
  if (minutes > 0) return t('time.minutesSeconds', { minutes, seconds: rest })
  return t('time.seconds', { seconds: rest })
}

function splitSeconds(seconds: number): [hours: number, minutes: number, seconds: number] {
  const whole = Math.max(0, Math.round(seconds))
  return [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
}

/** "3 – 9 Jun"; with times when both ends are on one day, a single moment when they are the same. */
export function rangeWords(from: UnixSeconds, to: UnixSeconds, now: UnixSeconds, zone: string): string {
  if (from === to) return exactTime(from, zone)
  const sameDay = calendarDayOf(from, zone) === calendarDayOf(to, zone)
  if (sameDay) return t('activity.gaps.range', { from: dayAndTime(from, now, zone), to: clockTime(to, zone) })
  const thisYear = isSameYear(from, now, zone) && isSameYear(to, now, zone)
  const days = { day: 'numeric', month: 'short' } as const
  const format = formatIn(zone, thisYear ? 'date' : 'dated', thisYear ? days : { ...days, year: 'numeric' })
  return format.formatRange(from * 1000, to * 1000)
}

const sortable = new Map<string, Intl.DateTimeFormat>()

/** "2026-11-12 16:44", which spreadsheets of every language take for a time. */
export function spreadsheetTime(moment: UnixSeconds, zone: string): string {
  const known =
    sortable.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  sortable.set(zone, known)
  return known.format(moment * 1000)
}

/** 2050 → "00:34:10". */
export const spreadsheetDuration = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
