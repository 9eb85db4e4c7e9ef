import { describe, expect, it } from 'vitest'
import {
  acrossSheets,
  explainedWords,
  printedCell,
  printedMedian,
  resultWords,
  testsAcross,
} from '../../../renderer/features/gradebook/print.ts'
import { usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import { madeScore, madeTest } from './made-gradebook.ts'

describe('a cell on paper', () => {
  it.each([
    ['taken', madeScore(86), false, '86.0', 'Passed'],
    ['not passed', madeScore(57.3), false, '57.3', 'Not passed'],
    ['to grade', madeScore(87.4, { provisional: true }), false, '87.4*', 'Passed, to grade, may change'],
    [
      'left out and to grade',
      madeScore(87.4, { provisional: true }),
      true,
      '(87.4)',
      'Passed, to grade, left out of the average',
    ],
    ['left out', madeScore(40, { passed: null }), true, '(40.0)', 'No pass mark, left out of the average'],
    ['without a score', madeScore(0, { score: null, passed: null }), false, 'unknown', 'No score'],
    ['not taken', null, false, '–', 'Not taken'],
    ['excused', { excused: true, reason: 'ill', attempts: 0 } as const, false, 'EX', 'Excused'],
  ])('%s says so without colour', (_, cell, isDropped, figure, words) => {
    expect(printedCell(cell, isDropped)).toBe(figure)
    expect(resultWords(cell, isDropped)).toBe(words)
  })
})

describe('tests side by side on sheets', () => {
  it('stand on as few sheets as hold them, as evenly as they go, each once', () => {
    const tests = Array.from({ length: 2 * testsAcross + 1 }, (_, place) => place)
    const sheets = acrossSheets(tests)
    expect(sheets.flat()).toEqual(tests)
    expect(sheets.map(({ length }) => length)).toEqual([7, 7, 5])
    expect(acrossSheets(tests.slice(0, testsAcross))).toHaveLength(1)
    expect(acrossSheets([])).toEqual([[]])
  })
})

describe('how a report explains its figures', () => {
  it('names the attempt, the average, the rounding, the grades and the median', () => {
    expect(explainedWords(usualGradebook, [])).toEqual([
      'Of several attempts at a test the best one counts.',
      'The average is taken over the tests that were taken. It is rounded to 0.1, half up, before its grade is looked up.',
      'Grades: A from 90%, B from 80%, C from 70%, D from 60%, F below that.',
      'The median is the score in the middle: half of the students have more, half have less. It is shown where at least 5 students have a score.',
    ])
  })

  it('says what is different about single tests', () => {
    const tests = [1, 2, 3].map((testId) => madeTest(testId))
    const own = {
      'school:1': { policy: 'last', weight: 200 },
      'school:2': { policy: 'last' },
      'school:3': { extraCredit: true },
    } as const
    const kinds = [{ name: 'Quiz', weight: 50 }]
    const words = explainedWords({ ...usualGradebook, rules: { ...usualRules, tests: own, kinds } }, tests)
    expect(words.slice(1, 4)).toEqual([
      'At Test 1, Test 2 the last one counts.',
      'Not all tests count alike: Quiz 0.5, Test 1 2.',
      'Test 3: extra credit, which adds to the average.',
    ])
  })

  it('has no median of so few scores that it would tell somebody else’s', () => {
    expect(printedMedian({ n: 2, median: 688 })).toBeNull()
    expect(printedMedian({ n: 5, median: 688 })).toBe(688)
  })

  it('says what is left out, and nothing of grades where there are none', () => {
    const rules = { ...usualRules, dropLowest: 2, scale: null, average: 'points-weighted' } as const
    const words = explainedWords({ ...usualGradebook, rules }, [])
    expect(words[1]).toContain('a test with more points counts more. The lowest 2 scores are left out of it.')
    expect(words).toHaveLength(3)
    const swiss = explainedWords({ ...usualGradebook, rules: { ...usualRules, scale: scaleOf('swiss') } }, [])
    expect(swiss[2]).toMatch(/^Grades: 6\.0 from 95%, 5\.5 from 85%, .* 1\.0 below that\.$/)
  })
})
