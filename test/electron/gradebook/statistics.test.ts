import { describe, expect, it } from 'vitest'
import { sortedNumbers, statisticsIn } from '../../../electron/store/gradebook/statistics.ts'
import type { Score } from '../../../shared/model/grading.ts'

const statisticsOf = (scores: readonly Score[]) =>
  statisticsIn({ sums: Float64Array.from(scores, ({ sum }) => sum), ofs: Float64Array.from(scores, ({ of }) => of) })

describe('the statistics of a test', () => {
  // 47.25 %: as doubles these add up to 472.49999999999994, which the screen would round down and a spreadsheet up.
  const scores = [
    { sum: 2847, of: 3 },
    { sum: 2372, of: 3 },
    { sum: 131, of: 1 },
    { sum: 58, of: 3 },
  ]

  it('have the exact mean of scores that are means themselves', () => {
    expect(statisticsOf(scores).mean).toBe(472.5)
  })

  it('have the exact mean of the two scores in the middle as median', () => {
    const [low, high] = [
      { sum: 1, of: 3 },
      { sum: 4, of: 6 },
    ]
    expect(statisticsOf([high, low]).median).toBe(0.5)
    expect(statisticsOf([...scores, { sum: 400, of: 1 }]).median).toBe(400)
  })
})

it.each([[[]], [[7]], [[1_000, 3, 3, 0, 999]], [[-20, 5, -21, 0]], [[2.5, 2.25, 3]], [[5_000_000, 1, 40_000]]])(
  '%j is put in order',
  (numbers: readonly number[]) => {
    const expected = numbers.toSorted((a, b) => a - b)
    expect([...sortedNumbers(Float64Array.from(numbers))]).toEqual(expected)
  },
)
