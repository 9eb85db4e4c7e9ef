import { parseDate } from '@internationalized/date'
import { describe, expect, it } from 'vitest'
import { type DatePreset, daysOf, termStart } from '../../../renderer/list/filters/DayFilter.tsx'

const days = (preset: DatePreset, today: string, locale = 'en-GB') => {
  const { from, to } = daysOf(preset, parseDate(today), locale)
  return to === undefined ? `since ${from}` : `${from} to ${to}`
}

describe('the days that a word means', () => {
  it('today, this week from the day it begins on where the teacher lives, and this month', () => {
    // A Thursday.
    expect(days('today', '2026-11-19')).toBe('2026-11-19 to 2026-11-19')
    expect(days('thisWeek', '2026-11-19')).toBe('since 2026-11-16')
    expect(days('thisWeek', '2026-11-19', 'en-US')).toBe('since 2026-11-15')
    expect(days('thisWeek', '2026-11-15', 'en-US')).toBe('since 2026-11-15')
    expect(days('thisMonth', '2026-11-19')).toBe('since 2026-11-01')
  })
  it('last month from its first day to its last, over the new year and in a leap year', () => {
    expect(days('lastMonth', '2026-11-30')).toBe('2026-10-01 to 2026-10-31')
    expect(days('lastMonth', '2026-01-31')).toBe('2025-12-01 to 2025-12-31')
    expect(days('lastMonth', '2028-03-31')).toBe('2028-02-01 to 2028-02-29')
  })
  it('this term since the last 1 September or 1 February', () => {
    const began = (today: string) => termStart(parseDate(today)).toString()
    expect(days('thisTerm', '2026-11-19')).toBe('since 2026-09-01')
    expect(began('2026-09-01')).toBe('2026-09-01')
    expect(began('2026-08-31')).toBe('2026-02-01')
    expect(began('2026-02-01')).toBe('2026-02-01')
    expect(began('2026-01-31')).toBe('2025-09-01')
  })
  it('the last so many days with today among them', () => {
    expect(days('last7', '2026-11-19')).toBe('since 2026-11-13')
    expect(days('last30', '2026-11-19')).toBe('since 2026-10-21')
    expect(days('last90', '2026-11-19')).toBe('since 2026-08-22')
  })
})
