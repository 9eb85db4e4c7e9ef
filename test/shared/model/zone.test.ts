import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { constantFrom, assert as holds, integer, property } from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { day, hour, unixSeconds } from '../../../shared/model/time.ts'
import {
  calendarDayIn,
  endOfDay,
  isCalendarDay,
  isTimeZone,
  momentsAt,
  monthsAfter,
  startOfDay,
  systemZone,
  threeMonthsBefore,
  wallClockIn,
} from '../../../shared/model/zone.ts'

const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000)

describe('a calendar day', () => {
  const days: Readonly<Record<string, Readonly<Record<string, readonly [begins: string, ends: string]>>>> = {
    UTC: {
      '2026-11-20': ['2026-11-20T00:00Z', '2026-11-21T00:00Z'],
    },
    'Europe/Berlin': {
      '2026-07-01': ['2026-06-30T22:00Z', '2026-07-01T22:00Z'],
      '2026-03-29': ['2026-03-28T23:00Z', '2026-03-29T22:00Z'],
      '2026-10-25': ['2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    },
    'America/New_York': {
      '2026-03-08': ['2026-03-08T05:00Z', '2026-03-09T04:00Z'],
      '2026-11-01': ['2026-11-01T04:00Z', '2026-11-02T05:00Z'],
    },
    'Asia/Kolkata': {
      '2026-01-01': ['2025-12-31T18:30Z', '2026-01-01T18:30Z'],
    },
    'Asia/Kathmandu': {
      '2024-02-29': ['2024-02-28T18:15Z', '2024-02-29T18:15Z'],
    },
  }
  describe.each(Object.entries(days))('in %s', (zone, itsDays) => {
    it.each(Object.entries(itsDays))('%s lasts %j', (calendarDay, [begins, ends]) => {
      expect(startOfDay(calendarDay, zone)).toBe(at(begins))
      expect(endOfDay(calendarDay, zone)).toBe(at(ends))
    })
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

  it.each(['2026-02-28', '2024-02-29'])('%j is one', (text) => {
    expect(isCalendarDay(text)).toBe(true)
  })

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00', ''])('%j is none', (text) => {
    expect(isCalendarDay(text)).toBe(false)
  })
})

describe('the wall clock of a zone', () => {
  describe.each(
    Object.entries({
      'Europe/Berlin': {
        '2026-03-29T00:59:59Z': '2026-03-29T01:59:59Z',
        '2026-03-29T01:00:00Z': '2026-03-29T03:00:00Z',
        '2026-10-25T00:59:59Z': '2026-10-25T02:59:59Z',
        '2026-10-25T01:00:00Z': '2026-10-25T02:00:00Z',
      },
      'America/New_York': {
        '2026-03-08T06:59:59Z': '2026-03-08T01:59:59Z',
        '2026-03-08T07:00:00Z': '2026-03-08T03:00:00Z',
      },
      'Asia/Kolkata': {
        '2026-01-01T00:00:00Z': '2026-01-01T05:30:00Z',
      },
      'Australia/Lord_Howe': {
        '2026-04-04T15:00:00Z': '2026-04-05T01:30:00Z',
        '2026-10-03T15:29:59Z': '2026-10-04T01:59:59Z',
        '2026-10-03T15:30:00Z': '2026-10-04T02:30:00Z',
      },
      'America/St_Johns': {
        '2026-07-01T12:00:00Z': '2026-07-01T09:30:00Z',
        '2026-01-01T12:00:00Z': '2026-01-01T08:30:00Z',
      },
      'Pacific/Marquesas': {
        '2026-01-01T00:00:00Z': '2025-12-31T14:30:00Z',
      },
      'Asia/Kathmandu': {
        '2026-01-01T18:15:00Z': '2026-01-02T00:00:00Z',
      },
    }),
  )('in %s', (zone, moments) => {
    it.each(Object.entries(moments))('shows at %s what UTC shows at %s', (moment, shown) => {
      expect(wallClockIn(zone)(at(moment))).toBe(at(shown))
    })
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

it.each(
  Object.entries({
    '2026-11-20T12:00:05Z': '2026-08-20T12:00:05Z',
    '2026-05-31T12:00:00Z': '2026-02-28T12:00:00Z',
    '2024-05-31T12:00:00Z': '2024-02-29T12:00:00Z',
    '2026-02-01T00:00:00Z': '2025-11-01T00:00:00Z',
  }),
)('three months before %s is %s', (moment, before) => {
  expect(threeMonthsBefore(at(moment))).toBe(at(before))
})

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC', 'EST5EDT', 'America/St_Johns'])(
    '%j is one',
    (zone) => {
      expect(isTimeZone(zone)).toBe(true)
    },
  )

  it.each(['Mars/Olympus', '', 'Europe', 'IST', 'JST', 'PST', 'Etc/Unknown', ':America/New_York'])(
    '%j is none',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false)
    },
  )

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

describe('days, clocks and months', () => {
  const zones = Intl.supportedValuesOf('timeZone').filter(isTimeZone)
  // From 1970 to 2038, with what zones did in that time: days that are skipped as a whole, odd offsets and odd minutes.
  const days = integer({ min: 0, max: 24_836 }).map((days) => new Date(days * day * 1000).toISOString().slice(0, 10))
  const seconds = (moment: { readonly epochMilliseconds: number }) => Math.floor(moment.epochMilliseconds / 1000)

  it('are those of Temporal in every zone', () => {
    const times = integer({ min: 0, max: 95 }).map((quarters) =>
      new Date(quarters * 900_000).toISOString().slice(11, 19),
    )
    holds(
      property(constantFrom(...zones), days, times, (zone, date, time) => {
        expect(startOfDay(date, zone)).toBe(seconds(Temporal.PlainDate.from(date).toZonedDateTime(zone)))
        const clock = Temporal.PlainDateTime.from(`${date}T${time}`)
        const at = (disambiguation: 'earlier' | 'later') => seconds(clock.toZonedDateTime(zone, { disambiguation }))
        expect(momentsAt(`${date}T${time}`, zone)).toEqual([...new Set([at('earlier'), at('later')])])
      }),
      { numRuns: 1_000 },
    )
  })

  it('are those of Temporal around every change of the clocks', () => {
    for (const zone of ['America/St_Johns', 'Pacific/Apia', 'Africa/Monrovia', 'Australia/Lord_Howe', 'Africa/Cairo']) {
      let change = Temporal.Instant.from('1970-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next')
      for (; change !== null && change.year < 2030; change = change.getTimeZoneTransition('next')) {
        for (const days of [-1, 0, 1]) {
          const date = change.toPlainDate().add({ days })
          expect(startOfDay(date.toString(), zone), `${date} ${zone}`).toBe(seconds(date.toZonedDateTime(zone)))
        }
      }
    }
  })

  it('are those of Temporal over months of every length', () => {
    holds(
      property(days, integer({ min: -40, max: 40 }), (date, months) => {
        expect(monthsAfter(date, months)).toBe(Temporal.PlainDate.from(date).add({ months }).toString())
      }),
    )
  })
})
