import { describe, expect, it } from 'vitest'
import { analyseItems } from '../../../electron/analysis/analyse-items.ts'
import { inUnits, unitsPerPointOf } from '../../../electron/analysis/answer-columns.ts'
import type { ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { type Cell, columnsOf, type MarksTable, tableOf, version } from './marks-table.ts'

const analyse = (table: MarksTable): ItemAnalysis => analyseItems(columnsOf(table))
const marked = (mark: number, letters: readonly string[] = []): Cell => ({ is: 'marked', version: 0, mark, letters })
const attempt = (...cells: Cell[]) => ({ cells, total: null, available: 2, percentage: null })

describe('units of marks', () => {
  it('are as fine as the finest mark', () => {
    expect(unitsPerPointOf([])).toBe(1_000)
    expect(unitsPerPointOf([1, 0.29, -0.25, 12.345])).toBe(1_000)
    expect(unitsPerPointOf([1, 0.3334, 2])).toBe(1_000_000)
    expect(unitsPerPointOf([1 / 3])).toBe(1_000_000_000)
  })

  it('are whole numbers', () => {
    expect(16.1 * 1_000).not.toBe(16_100)
    expect(inUnits(16.1, 1_000)).toBe(16_100)
  })

  it('leave no trace in the figures', () => {
    const { questions, attempts } = tableOf([
      [0.5, 1],
      [0, 0.25],
      [0.75, 1],
      [0.25, 0.5],
    ])
    const coarse = columnsOf({ questions, attempts })
    const finer = (values: Float64Array | Int32Array): Float64Array => Float64Array.from(values, (each) => each * 1e6)
    const fine = {
      ...coarse,
      unitsPerPoint: 1e9,
      totals: finer(coarse.totals),
      available: finer(coarse.available),
      questions: coarse.questions.map((question) => ({ ...question, marks: finer(question.marks) })),
    }
    const { items, ...test } = analyseItems(coarse)
    const { items: again, ...same } = analyseItems(fine)
    expect(same.sd).toBeCloseTo(test.sd ?? 0, 12)
    expect(same.alpha).toBeCloseTo(test.alpha ?? 0, 10)
    expect(again.map(({ discrimination }) => discrimination)).toEqual(
      items.map(({ discrimination }) => expect.closeTo(discrimination ?? 0, 10)),
    )
  })
})

describe('what is undefined', () => {
  it('is null for one attempt', () => {
    const { items, mean, median, ...rest } = analyse(tableOf([[1, 0]]))
    expect({ mean, median }).toEqual({ mean: 1, median: 1 })
    expect(rest).toMatchObject({ sd: null, skewness: null, kurtosis: null, alpha: null, errorRatio: null, sem: null })
    expect(rest.alphaGap).toBe('few-attempts')
    expect(items[0]).toMatchObject({
      facility: 1,
      sd: null,
      discrimination: null,
      discriminativeEfficiency: null,
      effectiveWeight: null,
    })
  })

  it('is null where everybody is right, whatever a double makes of the marks', () => {
    const { items, sd, skewness, alpha, alphaGap, sem } = analyse(
      tableOf(Array(7).fill([0.1, 0.2, 0.7]), [0.1, 0.2, 0.7]),
    )
    expect({ sd, skewness, alpha, alphaGap, sem }).toEqual({
      sd: 0,
      skewness: null,
      alpha: null,
      alphaGap: 'equal-totals',
      sem: null,
    })
    expect(
      items.map(({ facility, sd: own, discrimination, effectiveWeight }) => [
        facility,
        own,
        discrimination,
        effectiveWeight,
      ]),
    ).toEqual(Array(3).fill([1, 0, null, null]))
  })

  it('is null without an attempt', () => {
    const { mean, median, items, evidence, highestTotal } = analyse({ questions: [[version()]], attempts: [] })
    expect({ mean, median, evidence, highestTotal }).toEqual({
      mean: null,
      median: null,
      evidence: 'counts',
      highestTotal: null,
    })
    expect(items[0]).toMatchObject({ n: 0, facility: null, unansweredShare: null, options: [] })
  })
})

describe('alpha of a test with drawn questions', () => {
  const marks = [
    [1, 0, 1],
    [1, 1, 1],
    [0, 0, 1],
    [0, 1, 0],
    [1, 1, 0],
  ]
  const rows = marks.map((row) => row.map((mark) => marked(mark)))
  const [whole] = [
    analyse({ questions: [[version()], [version()], [version()]], attempts: rows.map((row) => attempt(...row)) }),
  ]

  it('takes those that fill one position as one, as Moodle does', () => {
    const drawn = rows.map(([a, b, c], at) =>
      at % 2 === 0
        ? attempt(a as Cell, b as Cell, c as Cell, { is: 'notSeen' })
        : attempt(a as Cell, b as Cell, { is: 'notSeen' }, c as Cell),
    )
    const { alpha, alphaPositions, sem, method, items } = analyse({
      questions: Array(4).fill([version()]),
      attempts: drawn,
    })
    expect(alpha).toBeCloseTo(whole?.alpha ?? 0, 12)
    expect(sem).toBeCloseTo(whole?.sem ?? 0, 12)
    expect(alphaPositions).toBe(3)
    expect(items.map(({ random }) => random)).toEqual([false, false, true, true])
    expect(method).toBe(
      'n−1, item-rest, random questions item-total, unanswered as 0, first attempts, alpha by positions',
    )
  })

  it('is null where some saw fewer, or for other marks', () => {
    const fewer = rows.map(([a, b, c], at) => attempt(a as Cell, b as Cell, at === 0 ? { is: 'notSeen' } : (c as Cell)))
    expect(analyse({ questions: Array(3).fill([version()]), attempts: fewer })).toMatchObject({
      alpha: null,
      alphaGap: 'differing-questions',
    })
    const other = rows.map(([a, b, c], at) =>
      at === 0
        ? attempt(a as Cell, b as Cell, c as Cell, { is: 'notSeen' })
        : attempt(a as Cell, b as Cell, { is: 'notSeen' }, c as Cell),
    )
    const questions = [[version()], [version()], [version()], [version({ pointsAvailable: 2 })]]
    expect(analyse({ questions, attempts: other })).toMatchObject({ alpha: null, alphaGap: 'differing-questions' })
  })
})

describe('options', () => {
  const options = ['A', 'B', 'T'].map((letter) => ({ letter, content: letter }))

  it('count those whose choice is known, with the unanswered as nobody', () => {
    const cells = [marked(1, ['A']), marked(0, ['B', 'T']), marked(1), { is: 'unanswered', version: 0 } as const]
    const { items } = analyse({
      questions: [[version({ options, correct: ['A'] })]],
      attempts: cells.map((cell, at) => ({ ...attempt(cell), total: at })),
    })
    expect(items[0]).toMatchObject({ n: 4, unanswered: 1, unansweredShare: 0.25 })
    expect(items[0]?.options.map(({ pointBiserial: _, ...rest }) => rest)).toEqual([
      { letter: 'A', content: 'A', correct: true, n: 3, chosen: 1, share: 1 / 3, meanTotal: 0 },
      { letter: 'B', content: 'B', correct: false, n: 3, chosen: 1, share: 1 / 3, meanTotal: 1 },
      { letter: 'T', content: 'T', correct: false, n: 3, chosen: 1, share: 1 / 3, meanTotal: 1 },
    ])
  })
})

describe('evidence', () => {
  it.each([
    [9, 'counts'],
    [10, 'weak'],
    [29, 'weak'],
    [30, 'plain'],
  ])('of %i attempts', (n, evidence) => {
    const { items, ...test } = analyse(tableOf(Array.from({ length: n }, (_, at) => [at % 2, at % 3])))
    expect([test.evidence, items[0]?.evidence]).toEqual([evidence, evidence])
  })
})
