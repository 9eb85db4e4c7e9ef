import { describe, expect, it } from 'vitest'
import { type Taken, testTaken } from './timed-attempts.ts'

const usual = Array.from({ length: 40 }, (_, at): Taken => ({ seconds: 600 + at * 15, score: 500 + at * 10 }))

describe('time taken against percentage', () => {
  it('is one mark for all who took as long and scored the same, and opens them', () => {
    const { timed, part } = testTaken([...usual, { seconds: 600, score: 500 }, { seconds: 600, score: 501 }])
    expect(timed.cell).toEqual({ seconds: 1, tenths: 1 })
    expect(timed.marks.filter(({ seconds }) => seconds === 600)).toEqual([
      { seconds: 600, score: 500, n: 2 },
      { seconds: 600, score: 501, n: 1 },
    ])
    const behind = part({ part: 'timed', seconds: { from: 600, to: 600 }, score: { from: 500, to: 500 } })
    expect(behind.map((each) => each?.score)).toEqual([500, 500])
  })

  it('leaves out who has no time or no percentage, and counts everybody else once', () => {
    const { timed } = testTaken([...usual, { seconds: null, score: 900 }, { seconds: 700, score: null }])
    expect(timed.n).toBe(40)
    expect(timed.marks.reduce((sum, { n }) => sum + n, 0)).toBe(40)
    expect(timed.bands.reduce((sum, { n }) => sum + n, 0)).toBe(40)
  })

  it('names those far from the others, and sets them after the end of an axis that they would flatten', () => {
    const { timed } = testTaken([...usual, { seconds: 80_000, score: 640, name: 'Zoë' }])
    expect(timed.outliers.map(({ name, seconds, score }) => [name, seconds, score])).toEqual([['Zoë', 80_000, 640]])
    expect(timed.until).toBeLessThan(4_000)
    expect(timed.marks.filter(({ seconds }) => seconds > timed.until)).toEqual([
      { seconds: timed.until + 1, score: 640, n: 1 },
    ])
    expect(timed.bands.at(-1)).toMatchObject({ to: 80_000, n: 1, mean: 640 })
  })

  it('compares the quarter that took longest with the quickest', () => {
    const { timed } = testTaken(usual)
    const mean = (some: readonly Taken[]) => some.reduce((sum, { score }) => sum + (score ?? 0), 0) / some.length
    expect(timed.quickest).toBe(mean(usual.slice(0, 10)))
    expect(timed.slowest).toBe(mean(usual.slice(-10)))
  })

  it('draws some thousand marks at most of any number of attempts, each of which opens as many as it says', () => {
    const many = Array.from({ length: 3_000 }, (_, at): Taken => {
      return { seconds: 300 + ((at * 7_919) % 2_400), score: (at * 613) % 1_001 }
    })
    const { timed, part } = testTaken(many)
    expect(timed.cell.seconds).toBeGreaterThan(1)
    expect(timed.marks.length).toBeLessThan(2_000)
    expect(timed.marks.reduce((sum, { n }) => sum + n, 0)).toBe(3_000)
    const fullest = timed.marks.reduce((most, each) => (each.n > most.n ? each : most))
    const behind = part({
      part: 'timed',
      seconds: { from: fullest.seconds, to: fullest.seconds + timed.cell.seconds - 1 },
      score: { from: fullest.score, to: fullest.score + timed.cell.tenths - 1 },
    })
    expect(behind).toHaveLength(fullest.n)
  })
})
