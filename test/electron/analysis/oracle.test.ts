import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyseItems } from '../../../electron/analysis/analyse-items.ts'
import type { AnswerColumns } from '../../../electron/analysis/answer-columns.ts'
import { cell } from '../../../electron/analysis/answer-columns.ts'
import type { ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { columnsOf, type MarksTable } from './marks-table.ts'
import { reckon } from './oracle.ts'
import { randomTables } from './random-tables.ts'

/** Each place where two analyses differ: numbers by more than a thousand-millionth of the greater. */
function differences(is: unknown, expected: unknown, place = ''): string[] {
  if (typeof is === 'number' && typeof expected === 'number') {
    const isNear = Math.abs(is - expected) <= 1e-9 * Math.max(Math.abs(is), Math.abs(expected))
    // What is exactly 0 has no greater: a symmetric distribution has a skewness of 1e-17.
    return isNear || Math.abs(is - expected) < 1e-12 ? [] : [`${place}: ${is} and not ${expected}`]
  }
  if (typeof is === 'object' && typeof expected === 'object' && is !== null && expected !== null) {
    return [...new Set([...Object.keys(is), ...Object.keys(expected)])].flatMap((key) =>
      differences(Reflect.get(is, key), Reflect.get(expected, key), `${place}/${key}`),
    )
  }
  return Object.is(is, expected) ? [] : [`${place}: ${is} and not ${expected}`]
}

type Analysis = Omit<ItemAnalysis, 'method'>

function analysed(columns: AnswerColumns): Analysis {
  const { method: _, ...figures } = analyseItems(columns)
  return figures
}

const tables = fc.sample(randomTables, { numRuns: 1_000, seed: 16 })
const reckoned = tables.map(reckon)

/** In how many of the tables an analysis differs from the oracle. */
const differing = (analysis: (table: MarksTable) => Analysis): number =>
  tables.filter((table, at) => differences(analysis(table), reckoned[at]).length > 0).length

describe('1,000 random tables of marks', () => {
  it('have the figures that the definitions give, in exact fractions', () => {
    const wrong = tables.flatMap((table, at) => differences(analysed(columnsOf(table)), reckoned[at]).slice(0, 1))
    expect(wrong).toEqual([])
  })

  it('come with everything that is peculiar', () => {
    const items = reckoned.flatMap((each) => each.items)
    const count = (is: (each: (typeof items)[number]) => boolean): number => items.filter(is).length
    const gaps = Object.groupBy(reckoned, ({ alphaGap }) => alphaGap ?? 'none')
    const seldom = {
      ...Object.fromEntries(Object.entries(gaps).map(([gap, each]) => [gap, each?.length])),
      empty: reckoned.filter(({ attempts }) => attempts === 0).length,
      one: reckoned.filter(({ attempts }) => attempts === 1).length,
      plain: reckoned.filter((each) => each.evidence === 'plain').length,
      'alpha over drawn questions': reckoned.filter(
        (each) => each.alpha !== null && each.items.some(({ random }) => random),
      ).length,
      'alpha over some': reckoned.filter((each) => each.alpha !== null && each.alphaAttempts < each.attempts).length,
      'perfect alpha': reckoned.filter((each) => each.alpha === 100 && each.errorRatio === 0).length,
      'alpha below 0': reckoned.filter((each) => (each.alpha ?? 0) < 0).length,
      'all right': count(({ facility, sd }) => facility === 1 && sd === 0),
      'beyond the highest mark': count(({ facility }) => (facility ?? 0) > 1),
      'below 0': count(({ facility }) => (facility ?? 0) < 0),
      mixed: count(({ mixedHighestMarks, facility }) => mixedHighestMarks && facility !== null),
      'no weight': count(({ effectiveWeight, discrimination }) => effectiveWeight === null && discrimination !== null),
      'weight 0': count(({ effectiveWeight }) => effectiveWeight === 0),
      'rows of an option for two versions': count(
        ({ options }) => options.filter(({ letter }) => letter === 'B').length === 2,
      ),
      'point-biserial': count(({ options }) => options.some(({ pointBiserial }) => pointBiserial !== null)),
    }
    expect(Object.entries(seldom).filter(([, times]) => (times ?? 0) < 5)).toEqual([])
    expect(Object.keys(gaps).toSorted()).toEqual(
      ['differing-questions', 'equal-totals', 'few-attempts', 'none', 'one-question'].toSorted(),
    )
  })

  it('never have a figure that is no number', () => {
    const odd = tables.filter((table) => /NaN|Infinity/.test(spell(analyseItems(columnsOf(table)))))
    expect(odd).toEqual([])
  })

  describe('show a fault', () => {
    const each = (change: (columns: AnswerColumns) => AnswerColumns) =>
      differing((table) => analysed(change(columnsOf(table))))
    const cellsBy = (change: (of: number) => number) => (columns: AnswerColumns) => ({
      ...columns,
      questions: columns.questions.map((question) => ({ ...question, cells: question.cells.map(change) })),
    })

    it.each([
      ['the unanswered left out', cellsBy((of) => (of === cell.unanswered ? cell.noMark : of))],
      ['what is to be graded counted as 0', cellsBy((of) => (of === cell.toGrade ? cell.unanswered : of))],
      ['what was not seen counted as 0', cellsBy((of) => (of === cell.notSeen ? cell.unanswered : of))],
      [
        'the highest mark of the first version for all',
        (columns: AnswerColumns) => ({
          ...columns,
          questions: columns.questions.map((question) => ({ ...question, version: null })),
        }),
      ],
    ])('in what is read: %s', (_, change) => {
      expect(each(change)).toBeGreaterThan(50)
    })

    it.each<[string, (analysis: Analysis) => Analysis]>([
      ['variances by n', (all) => ({ ...all, sd: all.sd === null ? null : all.sd * Math.sqrt(1 - 1 / all.attempts) })],
      [
        'a hundred-millionth',
        (all) => ({ ...all, kurtosis: all.kurtosis === null ? null : all.kurtosis * (1 + 1e-8) }),
      ],
      ['0 for what is undefined', (all) => ({ ...all, alpha: all.alpha ?? 0 })],
      [
        'the last option missed',
        (all) => ({ ...all, items: all.items.map((item) => ({ ...item, options: item.options.slice(0, -1) })) }),
      ],
    ])('in what is reckoned: %s', (_, change) => {
      expect(differing((table) => change(analysed(columnsOf(table))))).toBeGreaterThan(50)
    })
  })
})

/** JSON, which has null for a number that is none, with the number spelt out. */
const spell = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'number' ? String(each) : each))
