import { type CalendarDate, endOfMonth, startOfMonth, startOfWeek } from '@internationalized/date'

export const datePresets = [
  'today',
  'thisWeek',
  'thisMonth',
  'lastMonth',
  'thisTerm',
  'last7',
  'last30',
  'last90',
] as const
export type DatePreset = (typeof datePresets)[number]

/** Days that are chosen; without an end, until now. */
export interface ChosenDays {
  readonly from: CalendarDate
  readonly to?: CalendarDate
}

/** The months a term begins in, on their first day: the school year has two halves, September and February. */
const termMonths = [9, 2] as const

/** The days a preset means on a day. @param locale says on which day a week begins */
export function daysOf(preset: DatePreset, today: CalendarDate, locale: string): ChosenDays {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case 'thisWeek':
      return { from: startOfWeek(today, locale) }
    case 'thisMonth':
      return { from: startOfMonth(today) }
    case 'lastMonth': {
      const month = startOfMonth(today.subtract({ months: 1 }))
      return { from: month, to: endOfMonth(month) }
    }
    case 'thisTerm':
      return { from: termStart(today) }
    case 'last7':
      return { from: today.subtract({ days: 6 }) }
    case 'last30':
      return { from: today.subtract({ days: 29 }) }
    case 'last90':
      return { from: today.subtract({ days: 89 }) }
  }
}

/** The first day of the term that a day is in: the last 1 September or 1 February. */
export function termStart(today: CalendarDate): CalendarDate {
  const month = termMonths.find((begins) => today.month >= begins)
  return month === undefined
    ? today.set({ year: today.year - 1, month: termMonths[0], day: 1 })
    : today.set({ month, day: 1 })
}
