import type { DayOrder, WallClock } from '../../../shared/model/imported.ts'

/** A date with its parts, of which the order of day and month may be open. */
interface WrittenDate {
  readonly year: number
  /** Day and month, or two numbers that may be either. */
  readonly day: number
  readonly month: number
  readonly isOpen: boolean
  readonly weekday: number | null
  readonly time: string
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullMonths = ['january', 'february', 'march', 'april', 'may', 'june', 'july'].concat([
  'august',
  'september',
  'october',
  'november',
  'december',
])
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

const weekday = String.raw`(?:([a-z]{3,9})\.?,?\s+)?`
const time = String.raw`(?:,|\s+at)?[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([ap])\.?m\.?)?`
const ordinal = String.raw`(\d{1,2})(?:st|nd|rd|th)?`
const patterns: readonly { readonly form: RegExp; readonly parts: readonly ('day' | 'month' | 'year')[] }[] = [
  // Fri 10th Jul 2026 9:18am
  {
    form: new RegExp(`^${weekday}${ordinal}[\\s.-]+(?:of\\s+)?([a-z]{3,9})\\.?,?[\\s-]+(\\d{4})${time}$`, 'i'),
    parts: ['day', 'month', 'year'],
  },
  // July 10, 2026 9:18 AM
  {
    form: new RegExp(`^${weekday}([a-z]{3,9})\\.?\\s+${ordinal},?\\s+(\\d{4})${time}$`, 'i'),
    parts: ['month', 'day', 'year'],
  },
  // 2026-07-10 09:18
  {
    form: new RegExp(`^${weekday}(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${time}$`, 'i'),
    parts: ['year', 'month', 'day'],
  },
]
// 10/07/2026 9:18am, in either order.
const open = new RegExp(`^${weekday}(\\d{1,2})([-/.])(\\d{1,2})\\3(\\d{4})${time}$`, 'i')

/** The parts of a date as a spreadsheet or ClassMarker writes it, with a time and without a zone; null if it is none. */
function written(text: string): WrittenDate | null {
  const sent = text.trim().replace(/\s+/g, ' ')
  // Longer than any date, and long texts make patterns slow.
  if (sent.length > 60) return null
  for (const { form, parts } of patterns) {
    const match = form.exec(sent)
    if (match === null) continue
    const part = (name: (typeof parts)[number]): string => match[2 + parts.indexOf(name)] ?? ''
    const month = /^\d/.test(part('month')) ? Number(part('month')) : monthNamed(part('month'))
    return dated({ year: part('year'), day: Number(part('day')), month, isOpen: false }, match[1], match.slice(5))
  }
  const match = open.exec(sent)
  if (match === null) return null
  const [, day, first, , second, year = '', ...clock] = match
  return dated({ year, day: Number(first), month: Number(second), isOpen: first !== second }, day, clock)
}

function dated(
  date: { readonly year: string; readonly day: number; readonly month: number; readonly isOpen: boolean },
  named: string | undefined,
  [hour = '', minute = '', second = '00', half]: readonly (string | undefined)[],
): WrittenDate | null {
  const clock = clockOf(Number(hour), half?.toLowerCase())
  const day = named === undefined ? null : weekdayNamed(named)
  if (clock === null || day === -1 || Number(minute) > 59 || Number(second) > 59) return null
  const two = (value: number) => String(value).padStart(2, '0')
  return { ...date, year: Number(date.year), weekday: day, time: `${two(clock)}:${minute}:${second}` }
}

/** Hours from 0 to 23. “14:18pm” has one reading, “14:18am” has none. */
function clockOf(hour: number, half: string | undefined): number | null {
  if (hour > 23) return null
  if (half === 'a') return hour > 12 ? null : hour % 12
  if (half === 'p') return hour === 0 ? null : hour < 12 ? hour + 12 : hour
  return hour
}

const monthNamed = (name: string): number => {
  const word = name.toLowerCase()
  const at = months.indexOf(word)
  return (at >= 0 ? at : word === 'sept' ? 8 : fullMonths.indexOf(word)) + 1
}

const weekdayNamed = (name: string): number => {
  const word = name.toLowerCase()
  return weekdays.findIndex((each) => each === word || (word.length <= 4 && each.startsWith(word)))
}

/** Whether there is such a day, and it is the weekday that was written. */
function isDay(year: number, month: number, day: number, weekday: number | null): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isThere = year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isThere && (weekday === null || date.getUTCDay() === weekday)
}

/** Which order of day and month the dates of a file have: the one in which every one of them is a day. */
export class DayOrders {
  #depends = false
  #dayFirst = true
  #monthFirst = true

  /** @returns whether the order makes a difference to this one */
  add(text: string): boolean {
    const date = written(text)
    if (date === null || !date.isOpen) return false
    const { year, day, month, weekday } = date
    const asDay = isDay(year, month, day, weekday)
    const asMonth = isDay(year, day, month, weekday)
    // What is no day in any order says nothing of the others.
    if (!asDay && !asMonth) return true
    this.#depends = true
    this.#dayFirst &&= asDay
    this.#monthFirst &&= asMonth
    return true
  }

  /** `either` where no date depends on it; null where both orders are possible, or neither. */
  get order(): DayOrder | 'either' | null {
    if (!this.#depends) return 'either'
    return this.#dayFirst === this.#monthFirst ? null : this.#dayFirst ? 'day-first' : 'month-first'
  }
}

/** Whether a date can be read only with an order of day and month. */
export const needsOrder = (text: string): boolean => written(text)?.isOpen === true

/** A written date as a wall clock; null if it is none. */
export function wallClockOf(text: string, order: DayOrder | 'either'): WallClock | null {
  const date = written(text)
  if (date === null) return null
  const [day, month] = date.isOpen && order === 'month-first' ? [date.month, date.day] : [date.day, date.month]
  if (!isDay(date.year, month, day, date.weekday)) return null
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.year}-${two(month)}-${two(day)}T${date.time}`
}
