import { describe, expect, it } from 'vitest'
import {
  findingOf,
  labelledTicks,
  type ProgressPoint,
  placedLabels,
  pointsOf,
  timesOf,
} from '../../../renderer/features/students/progress.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { StudentAttempt, StudentTest } from '../../../shared/model/student.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { startOfDay } from '../../../shared/model/zone.ts'

const aDay = 86_400
const name = 'Unit 3: Fractions and Ratio'

/** A test with an attempt a day, of these percentages; the last counts. */
function testWith(percentages: readonly number[]): StudentTest {
  const attempts = percentages.map((percentage, place): StudentAttempt => {
    const isLast = place === percentages.length - 1
    return {
      ...{ id: place + 1, number: place + 1, best: isLast, counts: isLast, outcome: 'passed', requiresGrading: false },
      ...{ percentage: (percentage * 10) as Tenths, passMark: 500 as Tenths, certificateSerial: null },
      timeFinished: unixSeconds(place * aDay),
    }
  })
  return {
    ...{ testId: 1, name, excused: false, reason: null, provisional: false, passMark: 500 as Tenths, passed: true },
    ...{ score: { sum: 750, of: 1 }, attempts },
  }
}

describe('the chart of a student', () => {
  const points = pointsOf({ tests: [testWith([75])] })
  const room = { left: 50, width: 600, height: 190, marks: [] }
  const labelAt = (x: number) => placedLabels(points, (_: ProgressPoint) => ({ x, y: 100 }), room)[0]

  it('names a test also at either end, where the name moves inwards', () => {
    expect(labelAt(300)).toMatchObject({ x: 300, named: true })
    const [first, last] = [labelAt(55), labelAt(580)]
    expect(first).toMatchObject({ named: true })
    // As much as half of 24 letters away from the figures of the axis.
    expect(first?.x).toBeGreaterThan(room.left + 70)
    expect(last).toMatchObject({ named: true })
    expect(last?.x).toBeLessThan(580)
  })

  it('spans ten days at least, around what there is', () => {
    const [from, to] = timesOf(100 * aDay, 100 * aDay)
    expect(to - from).toBeGreaterThanOrEqual(10 * aDay)
    expect((from + to) / 2).toBe(100 * aDay)
    const [before, after] = timesOf(0, 100 * aDay)
    expect(after - before).toBe(112 * aDay)
  })

  it('has each month once at a long axis, January as its year, and each day at a short one', () => {
    const from = Date.UTC(2026, 10, 2) / 1_000
    const wordsWithin = (days: number) =>
      labelledTicks([from, from + days * aDay], 8, 'UTC', unixSeconds(from)).map(({ words }) => words)
    expect(wordsWithin(79)).toEqual(['Dec', '2027'])
    expect(wordsWithin(98)).toEqual(['Dec', '2027', 'Feb'])
    expect(wordsWithin(11)).toHaveLength(12)
  })

  it.each(['America/Los_Angeles', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC'])(
    'has its ticks where a day begins in %s',
    (zone) => {
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' })
      const from = startOfDay('2026-10-28', zone)
      const days = labelledTicks([from - 7_200, from + 9 * aDay + 7_200], 8, zone, from)
      // The clocks of Los Angeles are turned back on the 1st of November.
      expect(days.map(({ words }) => words.replace(/\D/g, ''))).toEqual([
        '28',
        '29',
        '30',
        '31',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
      ])
      const months = labelledTicks([from, from + 300 * aDay], 8, zone, from)
      expect(months.map(({ words }) => words)).toContain('2027')
      // Of a term, steps of a week would be chosen.
      const term = labelledTicks([from, from + 98 * aDay], 8, zone, from)
      for (const { at } of [...days, ...months, ...term]) expect(clock.format(at * 1_000)).toMatch(/ 00:00:00$/)
      for (const { at, words } of [...months, ...term])
        expect(clock.format(at * 1_000)).toContain(`1 ${words === '2027' ? 'Jan' : words} `)
    },
  )

  it('says of tries of which none came out higher that none did', () => {
    expect(findingOf({ tests: [testWith([75, 75, 60])] })).toMatch(/^None of 2 further tries came out higher;/)
    expect(findingOf({ tests: [testWith([75, 60])] })).toMatch(/^The further try did not come out higher;/)
    expect(findingOf({ tests: [testWith([60, 75, 70])] })).toMatch(/^1 of 2 further tries came out higher;/)
  })
})
