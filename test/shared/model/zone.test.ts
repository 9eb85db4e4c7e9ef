import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { constantFrom, assert as holds, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, hour, unixSeconds } from '../../../shared/model/time.ts'
import {
  calendarDayIn,
  endOfDay,
  isCalendarDay,
  isTimeZone,
  startOfDay,
  systemZone,
  threeMonthsBefore,
  wallClockIn,
} from '../../../shared/model/zone.ts'

const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000)

describe('a calendar day', () => {
  it.each([
    ['2026-11-20', 'UTC', '2026-11-20T00:00Z', '2026-11-21T00:00Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00Z', '2026-07-01T22:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
    ['2026-01-01', 'Asia/Kolkata', '2025-12-31T18:30Z', '2026-01-01T18:30Z'],
    ['2024-02-29', 'Asia/Kathmandu', '2024-02-28T18:15Z', '2024-02-29T18:15Z'],
  ])('%s in %s lasts from %s to %s', (calendarDay, zone, from, to) => {
    expect(startOfDay(calendarDay, zone)).toBe(at(from))
    expect(endOfDay(calendarDay, zone)).toBe(at(to))
  })

  it.each([
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00Z'],
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00Z'],
  ])('%s in %s begins at one, for midnight is skipped', (calendarDay, zone, from) => {
    expect(startOfDay(calendarDay, zone)).toBe(at(from))
    expect(endOfDay(calendarDay, zone) - startOfDay(calendarDay, zone)).toBe(23 * hour)
  })

  it('ends where the next begins, over year and leap day', () => {
    const zones = constantFrom('Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC')
    holds(
      property(integer({ min: 0, max: 20_000 }), zones, (offset, zone) => {
        const dayAt = (days: number) => new Date(days * day * 1000).toISOString().slice(0, 10)
        expect(endOfDay(dayAt(offset), zone)).toBe(startOfDay(dayAt(offset + 1), zone))
      }),
    )
  })

  it.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['20260101', false],
    ['2026-01-01T00:00', false],
    ['', false],
  ])('%j is one: %s', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected)
  })
})

describe('the wall clock of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08T01:59:59Z'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00Z'],
    ['Asia/Kolkata', '2026-01-01T00:00:00Z', '2026-01-01T05:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:30:00Z'],
    ['America/St_Johns', '2026-07-01T12:00:00Z', '2026-07-01T09:30:00Z'],
    ['America/St_Johns', '2026-01-01T12:00:00Z', '2026-01-01T08:30:00Z'],
    ['Pacific/Marquesas', '2026-01-01T00:00:00Z', '2025-12-31T14:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59Z', '2026-10-04T01:59:59Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04T02:30:00Z'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02T00:00:00Z'],
  ])('in %s shows at %s what UTC shows at %s', (zone, moment, shown) => {
    expect(wallClockIn(zone)(at(moment))).toBe(at(shown))
  })

  it('changes within a quarter of an hour where the zone did, whichever side was asked first', () => {
    const before = ['2010-03-14T03:30:59Z', '2010-03-14T00:00:59Z'] as const
    const after = ['2010-03-14T03:31:00Z', '2010-03-14T01:01:00Z'] as const
    for (const order of [
      [before, after],
      [after, before],
    ]) {
      const wallClock = wallClockIn('America/St_Johns')
      for (const [moment, shown] of order) expect(wallClock(at(moment))).toBe(at(shown))
    }
  })

  it('tells the day on which a moment falls, on the days of changing clocks too', () => {
    const zones = constantFrom(
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'Asia/Kathmandu',
      'Europe/Berlin',
    )
    holds(
      property(integer({ min: 946_684_800, max: 1_900_000_000 }), zones, (moment, zone) => {
        const calendarDay = calendarDayIn(zone)(unixSeconds(moment))
        expect(startOfDay(calendarDay, zone)).toBeLessThanOrEqual(moment)
        expect(endOfDay(calendarDay, zone)).toBeGreaterThan(moment)
      }),
    )
  })

  it('is the one of Intl at any moment, in any order of asking', () => {
    const zone = 'America/Sao_Paulo'
    const wallClock = wallClockIn(zone)
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    const utc = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' })
    holds(
      property(integer({ min: 946_684_800, max: 1_900_000_000 }), (moment) => {
        expect(utc.format(wallClock(unixSeconds(moment)) * 1000)).toBe(parts.format(moment * 1000))
      }),
    )
  })
})

it.each([
  ['2026-11-20T12:00:05Z', '2026-08-20T12:00:05Z'],
  ['2026-05-31T12:00:00Z', '2026-02-28T12:00:00Z'],
  ['2024-05-31T12:00:00Z', '2024-02-29T12:00:00Z'],
  ['2026-02-01T00:00:00Z', '2025-11-01T00:00:00Z'],
])('three months before %s is %s', (moment, before) => {
  expect(threeMonthsBefore(at(moment))).toBe(at(before))
})

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['America/Argentina/Buenos_Aires', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
    ['Europe', false],
    ['EST5EDT', true],
    ['America/St_Johns', true],
    ['IST', false],
    ['JST', false],
    ['PST', false],
    ['Etc/Unknown', false],
    [':America/New_York', false],
  ])('%j is one: %s', (zone, expected) => {
    expect(isTimeZone(zone)).toBe(expected)
  })

  it('is not a date that names one: Intl, which writes all dates, would not take it', () => {
    expect(isTimeZone('2026-01-01T00:00[Europe/Berlin]')).toBe(false)
    expect(isTimeZone('2026-01-01T00:00Z')).toBe(false)
  })

  it('that passes can be reckoned with and written in, whichever the library lists', () => {
    for (const zone of Intl.supportedValuesOf('timeZone').filter(isTimeZone)) {
      expect(() => wallClockIn(zone)(startOfDay('2026-11-20', zone)), zone).not.toThrow()
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone }), zone).not.toThrow()
    }
  })

  it.each([
    ['', 'UTC'],
    ['nonsense', 'UTC'],
    ['Mars/Olympus', 'UTC'],
    ['Europe/Berlin', 'Europe/Berlin'],
  ])('of a computer whose TZ is %j is %s', (tz, expected) => {
    const source = `import { systemZone, usableZone, endOfDay } from ${JSON.stringify(join(import.meta.dirname, '../../../shared/model/zone.ts'))}
      endOfDay('2026-11-20', systemZone())
      console.log(systemZone() + ' ' + usableZone('IST') + ' ' + usableZone('UTC'))`
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', source], {
      env: { ...process.env, TZ: tz },
      encoding: 'utf8',
    })
    expect(answer.trim()).toBe(`${expected} ${expected} UTC`)
  })

  it('of this computer is one', () => {
    expect(isTimeZone(systemZone())).toBe(true)
  })
})
