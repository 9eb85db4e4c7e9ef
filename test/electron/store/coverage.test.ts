import { array, assert as holds, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageStatements } from '../../../electron/store/sync-state/coverage.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith } from './laptop-database.ts'

const at = (seconds: number) => unixSeconds(noon + seconds)

function covering() {
  const { db, calls } = database([accountNamed('a'), accountNamed('b')])
  const coverage = coverageStatements(db)
  return {
    db,
    calls,
    cover: (from: number, until: number) => coverage.cover('a', 'groups', at(from), at(until)),
    intervals: () => coverage.intervals('a', 'groups').map(({ from, until }) => [from - noon, until - noon]),
    coverage,
  }
}

/** The intervals on record once these ranges were received, one after the other. */
function coveredBy(...ranges: readonly (readonly [from: number, until: number])[]) {
  const { cover, intervals } = covering()
  for (const range of ranges) cover(...range)
  return intervals()
}

describe('what has been received whole', () => {
  it('is one range where pages follow each other', () => {
    expect(coveredBy([0, 10], [10, 20], [15, 30])).toEqual([[0, 30]])
  })

  it('is two where there is something between, until that comes', () => {
    const apart = [
      [0, 10],
      [11, 20],
    ] as const
    expect(coveredBy(...apart)).toEqual(apart)
    expect(coveredBy(...apart, [10, 11])).toEqual([[0, 20]])
  })

  it('swallows what lies within', () => {
    expect(coveredBy([5, 6], [8, 9], [0, 20], [3, 4])).toEqual([[0, 20]])
  })

  it('is not made shorter by a range that ends before it begins', () => {
    expect(coveredBy([0, 10], [8, 3])).toEqual([[0, 10]])
  })

  it('is of one account and one feed', () => {
    const { coverage, cover } = covering()
    cover(0, 10)
    coverage.cover('b', 'groups', at(5), at(15))
    coverage.cover('a', 'links', at(5), at(15))
    expect(coverage.intervals('a', 'groups')).toEqual([{ from: at(0), until: at(10) }])
    expect(coverage.intervals('b', 'groups')).toEqual([{ from: at(5), until: at(15) }])
  })

  it('is every second of every range and no other, in the fewest intervals', () => {
    const range = record({ from: integer({ min: 0, max: 60 }), length: integer({ min: -2, max: 12 }) })
    holds(
      property(array(range, { maxLength: 14 }), (ranges) => {
        const { cover, intervals } = covering()
        const seconds = new Set<number>()
        for (const { from, length } of ranges) {
          cover(from, from + length)
          for (let second = from + 1; second <= from + length; second++) seconds.add(second)
        }
        const found = intervals()
        const held = found.flatMap(([from = 0, until = 0]) =>
          Array.from({ length: until - from }, (_, place) => from + 1 + place),
        )
        expect(held).toEqual([...seconds].sort((a, b) => a - b))
        const ends = found.slice(0, -1).map(([, until = 0]) => until)
        expect(found.slice(1).every(([from = 0], place) => from > (ends[place] ?? from))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a gap', () => {
  const gapsAfter = (from: number, until: number, reason: 'too-old' | 'crowded-second' = 'too-old') => {
    const { calls, cover } = covering()
    calls.recordGap('a', { feed: 'groups', from: at(10), to: at(20), reason }, noon)
    calls.recordGap('a', { feed: 'links', from: at(10), to: at(20), reason }, noon)
    calls.recordGap('b', { feed: 'groups', from: at(10), to: at(20), reason }, noon)
    cover(0, 5)
    cover(from, until)
    return [calls.syncState('a').gaps.length, calls.syncState('b').gaps.length]
  }

  it('is closed in its own feed and account once all of it was received', () => {
    expect(gapsAfter(10, 20)).toEqual([1, 1])
    expect(gapsAfter(5, 25)).toEqual([1, 1])
  })

  it('stays while part of it is missing', () => {
    expect(gapsAfter(10, 19)).toEqual([2, 1])
    expect(gapsAfter(11, 20)).toEqual([2, 1])
  })

  it('that grows, or is called too old in slices, is one', () => {
    const { calls } = covering()
    const old = (from: number, to: number) =>
      ({ feed: 'groups', from: at(from), to: at(to), reason: 'too-old' }) as const
    const hours = 120
    calls.applyPage(pageWith([], { cursor: null, covered: null, unproved: { from: at(0), until: at(hours) } }))
    const [open] = calls.syncState('a').gaps
    if (open === undefined) throw new Error('No gap')
    for (let each = 1; each <= hours; each++) {
      const left = { ...open, from: at(each - 1) }
      calls.markGapTooOld('a', left, at(each), noon)
      if (each % 40 === 0) {
        const rest = [{ feed: 'groups', from: at(each), to: at(hours), reason: 'incomplete-answer' }]
        expect(calls.syncState('a').gaps).toEqual([old(0, each), ...(each < hours ? rest : [])])
      }
    }
    expect(calls.syncState('a').gaps).toEqual([old(0, hours)])
    calls.applyPage(pageWith([], { cursor: null, covered: null, gap: old(hours - 5, hours + 9) }))
    calls.applyPage(pageWith([], { cursor: null, covered: null, gap: old(hours + 20, hours + 30) }))
    expect(calls.syncState('a').gaps).toEqual([old(0, hours + 9), old(hours + 20, hours + 30)])
    calls.recordGap('a', old(hours + 9, hours + 20), noon)
    expect(calls.syncState('a').gaps).toEqual([old(0, hours + 30)])
  })

  it('that cannot be written leaves the one it would have replaced', () => {
    const { calls, db } = covering()
    calls.applyPage(pageWith([], { cursor: null, covered: null, unproved: { from: at(0), until: at(9) } }))
    const before = calls.syncState('a').gaps
    db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON gap BEGIN SELECT raise(ABORT, 'full'); END")
    const crowded = { feed: 'groups', from: at(5), to: at(5), reason: 'crowded-second' } as const
    expect(() => calls.recordGap('a', crowded, noon)).toThrow('full')
    expect(() => calls.markGapTooOld('a', before[0] as never, at(5), noon)).toThrow('full')
    expect(calls.syncState('a').gaps).toEqual(before)
  })

  it('of a crowded second is closed by a range that read that second, not by one that begins at it', () => {
    expect(gapsAfter(9, 20, 'crowded-second')).toEqual([1, 1])
    expect(gapsAfter(10, 25, 'crowded-second')).toEqual([2, 1])
  })
})
