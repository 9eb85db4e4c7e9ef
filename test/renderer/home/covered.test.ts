import { describe, expect, it } from 'vitest'
import { monthsBetween } from '../../../renderer/features/home/covered.ts'
import { startOfDay } from '../../../shared/model/zone.ts'

describe('the axis of what is complete', () => {
  it.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('has its months where they begin in %s', (zone) => {
    const [from, to] = [startOfDay('2026-01-31', zone), startOfDay('2027-01-31', zone)]
    const monthOf = (at: number): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at * 1_000)
    expect(monthsBetween(from, to, 6, zone).map(monthOf)).toEqual(
      ['2026-03', '2026-05', '2026-07', '2026-09', '2026-11', '2027-01'].map((month) => `${month}-01 00:00`),
    )
  })
})
