import { describe, expect, it } from 'vitest'
import { analyseItems } from '../../../electron/analysis/analyse-items.ts'
import { alphaInterval, correlationInterval, shareInterval } from '../../../electron/analysis/intervals.ts'
import type { ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { columnsOf, type MarksTable, tableOf } from './marks-table.ts'

const analyse = (table: MarksTable): ItemAnalysis => analyseItems(columnsOf(table))
const digits = (rows: string): number[][] => rows.split(' ').map((row) => [...row].map(Number))
const column = (name: keyof ItemAnalysis['items'][number], { items }: ItemAnalysis) => items.map((item) => item[name])
/** To a millionth, which is what sources print or more. */
const near = (value: number | null): unknown => (value === null ? null : expect.closeTo(value, 6))

describe('published figures', () => {
  it('of Canvas: four students at the key T T A', () => {
    const { alpha, sd, n } = { ...analyse(tableOf(digits('111 110 100 100'))), n: 4 }
    // Printed with three decimals; 6/11 is what it rounds.
    expect(alpha).toBeCloseTo(100 * (6 / 11), 9)
    expect(alpha).toEqual(expect.closeTo(54.5, 1))
    const population = ((sd ?? 0) ** 2 * (n - 1)) / n
    expect(population).toBeCloseTo(0.6875, 12)
    expect(Math.sqrt(population)).toBeCloseTo(0.8291562, 7)
  })

  it("of Wuensch's KR-20: ten students at ten items", () => {
    const rows =
      '1111110110 1011011101 1111011001 0010001000 0000010010 1110111111 1101110111 1111111101 0101111101 1101101110'
    const { alpha, sd, items } = analyse(tableOf(digits(rows)))
    expect(alpha).toBeCloseTo(69.6347, 4)
    expect(((sd ?? 0) ** 2 * 9) / 10).toBeCloseTo(5.84, 12)
    expect(items.reduce((sum, { facility }) => sum + (facility ?? 0) * (1 - (facility ?? 0)), 0)).toBeCloseTo(2.18, 12)
  })

  describe("of Pingouin's table of eleven questions with blanks", () => {
    const blank = null
    const rows = [
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0],
      [blank, 0, 1, 1, blank, 1, 1, 1, 1, 0, 0],
      [1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
      [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0],
      [0, 1, blank, 0, 1, 1, 1, 1, 0, 0, 0],
      [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
      [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
      [0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0],
      [1, 0, 0, 1, 0, 1, 0, 0, blank, 0, 0],
      [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]

    it('counts what is unanswered as nought', () => {
      const { alpha, alphaAttempts } = analyse(tableOf(rows))
      expect(alpha).toBeCloseTo(69.3151, 4)
      expect(alphaAttempts).toBe(12)
    })

    it('goes by the attempts that are marked in full where some wait for a person', () => {
      const { questions, attempts } = tableOf(rows)
      const waiting = attempts.map((attempt) => ({
        ...attempt,
        cells: attempt.cells.map((of) => (of.is === 'unanswered' ? ({ is: 'toGrade', version: 0 } as const) : of)),
      }))
      const { alpha, alphaAttempts, method, leftOut } = analyse({ questions, attempts: waiting })
      expect(alpha).toBeCloseTo(80.1695, 4)
      expect(alphaAttempts).toBe(9)
      expect(method).toBe('n−1, item-rest, unanswered as 0, first attempts, alpha over 9 attempts marked in full')
      expect(leftOut).toEqual({ needsGrading: 3, surveys: 1, samples: 2, noAnswers: 3, otherVersion: 0 })
    })
  })

  it("of Moodle's own test of its statistics: 22 attempts at 20 positions, three of them without marks", () => {
    // Positions 8 to 12, 19, 20, 17, 18, 14 to 16 and 13, and the total.
    const given =
      `5.5 .3 .9 1 .3 0 1 1 0 0 0 1 1 12 / 1 .9 .9 .3 .3 0 1 0 1 0 0 1 1 7.4 / 2.5 1 .9 .3 1 1 1 1 1 0 1 1 0 11.7
      / 4 .3 .9 1 .3 0 1 1 0 0 0 0 0 8.5 / 3 .9 .3 .9 1 1 0 1 1 1 0 0 0 10.1 / 4.5 .9 1 1 .9 0 0 0 0 1 1 1 0 11.3
      / 3 .3 .3 .3 .3 1 1 1 1 0 1 1 1 11.2 / 6 .9 .9 1 .3 0 1 1 0 1 1 1 0 14.1 / .5 .9 1 .9 .3 0 1 1 1 1 1 0 0 8.6
      / 5.5 .9 1 .9 .3 0 0 1 0 1 0 0 1 11.6 / 2.5 .9 1 1 .9 0 1 1 0 1 0 0 0 9.3 / 4 .9 .3 .9 1 0 1 1 1 1 1 1 0 13.1
      / 4 .9 .3 .3 1 1 0 0 1 1 1 0 1 11.5 / 3 1 1 .3 1 1 0 1 1 1 0 1 0 11.3 / 1 1 .9 .3 .3 0 0 0 0 0 1 0 1 5.5
      / 1 .3 .3 .3 .9 0 1 0 0 0 0 1 0 4.8 / 1.5 1 .3 .9 1 0 0 1 0 1 0 1 1 8.7 / 4 .9 1 .9 1 0 0 0 1 1 1 1 0 11.8
      / 2 .9 .9 .3 .9 0 0 0 0 1 0 0 0 6 / 1 1 .3 .3 .3 0 0 1 0 1 1 0 0 5.9 / 6 .9 1 1 .9 1 1 0 0 0 0 1 0 12.8
      / 7 .9 .3 .3 .3 0 0 1 1 0 1 1 1 13.8`
        .split('/')
        .map((row) => row.trim().split(/\s+/).map(Number))
    const places = [8, 9, 10, 11, 12, 19, 20, 17, 18, 14, 15, 16, 13]
    const rows = given.map((row) => Array.from({ length: 20 }, (_, at) => row[places.indexOf(at + 1)] ?? 0))
    const totals = given.map((row) => row[13] as number)
    expect(rows.map((row) => row.reduce((sum, mark) => sum + mark, 0))).toEqual(totals.map(near))
    const analysis = analyse(tableOf(rows, [1, 1, 1, 1, 0, 0, 0, 8, ...Array.from({ length: 12 }, () => 1)]))

    const facility = [
      ...[0, 0, 0, 0, null, null, null, 41.19318182, 81.36363636, 71.36363636, 65.45454545, 65.90909091, 36.36363636],
      ...[59.09090909, 50, 59.09090909, 63.63636364, 45.45454545, 27.27272727, 50],
    ]
    expect(column('facility', analysis).map((each) => (each === null ? null : 100 * Number(each)))).toEqual(
      facility.map(near),
    )
    // Moodle's test has them in marks, its page and this app as shares of the highest mark, which is 8 for the eighth.
    const sd = [
      ...[0, 0, 0, 0, null, null, null, 1912.733589 / 8, 251.2738111, 322.6312277, 333.4199022, 337.5811591],
      ...[492.3659639, 503.2362797, 511.7663157, 503.2362797, 492.3659639, 509.6471914, 455.8423058, 511.7663157],
    ]
    expect(column('sd', analysis).map((each) => (each === null ? null : 1_000 * Number(each)))).toEqual(sd.map(near))
    const effectiveWeight = [
      ...[0, 0, 0, 0, 0, 0, 0, 26.58464457, 3.368456046, 3.253955259, 7.584083694, 3.79658376, 3.183278505],
      ...[4.532356904, 7.78856243, 10.08351572, 8.381139345, 8.727645713, 7.946277111, 4.769500946],
    ]
    expect(column('effectiveWeight', analysis)).toEqual(effectiveWeight.map(near))
    const discrimination = [
      ...[null, null, null, null, null, null, null, 25.88327077, 1.170256965, -4.207816809, 28.16930644, -2.513606859],
      ...[-12.99017581, -8.900638238, 8.670004606, 29.63337745, 15.18945843, 16.21079629, 15.52451404, -8.396734802],
    ]
    expect(column('discrimination', analysis)).toEqual(discrimination.map(near))
    const efficiency = [
      ...[null, null, null, null, null, null, null, 27.23492723, 1.382386552, -4.691171307, 31.12404354, -2.877487579],
      ...[-17.5074184, -10.27568922, 10.86956522, 34.58997279, 17.4790556, 20.14359793, 22.06477733, -10],
    ]
    expect(column('discriminativeEfficiency', analysis)).toEqual(efficiency.map(near))
  })

  it("of Excel's SKEW and KURT, in its own example", () => {
    const totals = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]
    const { skewness, kurtosis, mean, median } = analyse(tableOf(totals.map((each) => [each])))
    expect({ skewness, kurtosis, mean, median }).toEqual({
      skewness: expect.closeTo(0.359543071, 9),
      kurtosis: expect.closeTo(-0.151799637, 9),
      mean: 4.3,
      median: 4,
    })
  })

  it("of Newcombe's examples of Wilson's interval, and of Fisher's and Bonett's", () => {
    const four = ({ low, high }: { low: number; high: number }) => [low, high].map((each) => Number(each.toFixed(4)))
    const share = (r: number, n: number) => four(shareInterval(r / n, n) ?? { low: -1, high: -1 })
    expect(share(81, 263)).toEqual([0.2553, 0.3662])
    expect(share(15, 148)).toEqual([0.0624, 0.1605])
    expect(share(0, 20)).toEqual([0, 0.1611])
    expect(share(1, 29)).toEqual([0.0061, 0.1718])
    // atanh 0.5 = 0.549306, and 1.959964 / 5 on each side of it.
    expect(four(correlationInterval(50, 28) ?? { low: 0, high: 0 })).toEqual([15.6028, 73.5818])
    // 1 − alpha = 0.3, times e to the power of ± 1.959964 · √(20 / (9 · 50)).
    expect(four(alphaInterval(70, 52, 10) ?? { low: 0, high: 0 })).toEqual([54.6507, 80.154])
  })
})
