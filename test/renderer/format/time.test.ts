import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'

const { agoWords, calendarDayOf, dayWords, durationFigure, durationWords, exactTime, whenWords } = await import(
  '../../../renderer/format/time.ts'
)

const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000)
const london = 'Europe/London'
const now = at('2026-11-20T15:00:00Z')

describe('when a result was finished', () => {
  it.each([
    ['2026-11-20T14:08:00Z', 'Today 14:08'],
    ['2026-11-20T00:00:00Z', 'Today 00:00'],
    ['2026-11-19T23:59:00Z', 'Yesterday 23:59'],
    ['2026-11-18T09:20:00Z', 'Wed 09:20'],
    ['2026-11-14T09:20:00Z', 'Sat 09:20'],
    ['2026-11-13T09:20:00Z', '13 Nov 09:20'],
    ['2025-10-12T09:20:00Z', '12 Oct 2025'],
  ])('%s reads %s', (moment, words) => {
    expect(whenWords(at(moment), now, london)).toBe(words)
  })

  it('counts days in the account’s time zone, not the computer’s', () => {
    const moment = at('2026-11-20T01:30:00Z')
    expect(whenWords(moment, now, 'Europe/London')).toBe('Today 01:30')
    expect(whenWords(moment, now, 'America/New_York')).toBe('Yesterday 20:30')
    expect(calendarDayOf(moment, 'America/New_York')).toBe('2026-11-19')
  })

  it('says another day of the same moment once it is another', () => {
    const moment = at('2026-11-20T01:30:00Z')
    const said = ['2026-11-20T09:00:00Z', '2026-11-21T09:00:00Z', '2026-11-20T09:00:00Z'].map((then) =>
      whenWords(moment, at(then), london),
    )
    expect(said).toEqual(['Today 01:30', 'Yesterday 01:30', 'Today 01:30'])
  })

  it('counts yesterday over the change of the clocks', () => {
    expect(whenWords(at('2026-10-24T23:30:00Z'), at('2026-10-26T00:30:00Z'), london)).toBe('Yesterday 00:30')
  })

  it('is exact to the second where it is asked for', () => {
    expect(exactTime(at('2026-11-19T16:02:48Z'), london)).toBe('19 Nov 2026, 16:02:48')
  })
})

describe('how long ago', () => {
  it.each(
    Object.entries({
      '2026-11-20T14:59:30Z': 'just now',
      '2026-11-20T14:48:00Z': '12 min ago',
      '2026-11-20T09:20:00Z': 'today 09:20',
      '2026-11-19T16:40:00Z': 'yesterday 16:40',
      '2026-10-12T16:40:00Z': '12 Oct 17:40',
    }),
  )('%s reads %s', (moment, words) => {
    expect(agoWords(at(moment), now, london)).toBe(words)
  })
})

describe('days of a filter', () => {
  it('are the days they name, whatever the zone', () => {
    expect(dayWords('2026-09-01', now, 'Pacific/Auckland')).toBe('1 Sept')
    expect(dayWords('2025-12-31', now, 'Pacific/Honolulu')).toBe('31 Dec 2025')
  })
})

describe('durations', () => {
  it.each([
    [0, '0:00', '0 s'],
    [59, '0:59', '59 s'],
    [2_472, '41:12', '41 min 12 s'],
    [3_800, '1:03:20', '1 h 3 min'],
  ])('%i seconds read %s and %s', (seconds, figure, words) => {
    expect(durationFigure(seconds)).toBe(figure)
    expect(durationWords(seconds)).toBe(words)
  })
})
