import { describe, expect, it } from 'vitest'
import { footRows, gradebookColumns, listedName } from '../../../renderer/features/gradebook/gradebook-columns.tsx'
import {
  averageFigure,
  averagesWords,
  cellWords,
  periodWords,
  presetOf,
  scaleWords,
  scoreFigure,
  statisticFigure,
  studentsWords,
} from '../../../renderer/features/gradebook/gradebook-words.ts'
import { usualRules } from '../../../shared/model/gradebook.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import { percentText, toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { gradebookOf, madeRow, madeScore, madeTest } from './made-gradebook.ts'

describe('figures of a gradebook', () => {
  it('have one decimal; a mean of several attempts is rounded once, its half upwards', () => {
    expect(scoreFigure({ sum: 860, of: 1 })).toBe('86.0')
    expect(scoreFigure({ sum: 1_721, of: 2 })).toBe('86.1')
    expect(scoreFigure({ sum: 1_000, of: 3 })).toBe('33.3')
    expect(scoreFigure({ sum: -25, of: 10 })).toBe('-0.3')
    expect(statisticFigure(688.25)).toBe('68.8')
    expect(statisticFigure(601.5)).toBe(percentText(601.5))
    expect(statisticFigure(null)).toBe('–')
  })

  it('have the decimals of the rules where they are averages', () => {
    expect(averageFigure({ mean: 876.2, rounded: 876 }, 1)).toBe('87.6%')
    expect(averageFigure({ mean: 876.2, rounded: 88 }, 0)).toBe('88%')
    expect(averageFigure({ mean: 1_000, rounded: 100_000 }, 3)).toBe('100.000%')
    expect(averageFigure({ mean: null, rounded: null }, 1)).toBe('')
  })
})

describe('what a cell says', () => {
  it('is what was not taken, and what was excused and why', () => {
    expect(cellWords(null, 'best', false)).toBe('not taken')
    expect(cellWords({ excused: true, reason: 'Ill', attempts: 1 }, 'best', false)).toBe('excused: Ill')
  })

  it('is the score, which attempt it is, and whatever is special about it', () => {
    expect(cellWords(madeScore(86), 'best', false)).toBe('86.0%')
    expect(cellWords(madeScore(86, { attempts: 3 }), 'best', false)).toBe('86.0%, best of 3 attempts')
    expect(cellWords(madeScore(86, { attempts: 3 }), 'average', false)).toBe('86.0%, average of 3 attempts')
    expect(cellWords(madeScore(40, { provisional: true }), 'last', true)).toBe(
      '40.0%, to grade, not passed, left out of the average',
    )
    expect(cellWords(madeScore(40, { provisional: true }), 'last', false)).toBe(
      '40.0%, to grade, may change, not passed',
    )
    expect(cellWords(madeScore(86, { attempts: 2, reason: 'Fire alarm' }), 'first', false)).toBe(
      '86.0%, chosen of 2 attempts, Fire alarm',
    )
    expect(cellWords(madeScore(0, { score: null, passed: null }), 'best', false)).toBe('unknown')
  })
})

describe('the rules in words', () => {
  const names = { classOf: (id: number) => (id === 1 ? '10B' : undefined), sourceOf: () => '10B Maths' }
  it('name whose rows there are', () => {
    const source = { feed: 'groups', id: 1 } as const
    expect(studentsWords({ by: 'results' }, names)).toBe('All students')
    expect(studentsWords({ by: 'class', classId: 1 }, names)).toBe('Class 10B')
    expect(studentsWords({ by: 'class', classId: 2 }, names)).toBe('A deleted class')
    expect(studentsWords({ by: 'sources', sources: [source] }, names)).toBe('10B Maths')
    expect(studentsWords({ by: 'sources', sources: [source, { ...source, id: 2 }] }, names)).toBe('2 groups and links')
  })

  it('name the days, with an open end in words', () => {
    const now = unixSeconds(Date.UTC(2026, 10, 20) / 1000)
    const words = (from: string | null, to: string | null) => periodWords({ from, to }, now, 'Europe/London')
    expect(words(null, null)).toBe('Any time')
    expect(words('2026-09-01', null)).toBe('Since 1 Sept')
    expect(words(null, '2026-11-20')).toBe('Until 20 Nov')
    expect(words('2025-09-01', '2026-11-20')).toBe('1 Sept 2025 – 20 Nov')
  })

  it('name the average beside what it leaves out, and a scale that was changed by its ends', () => {
    expect(averagesWords(usualRules)).toBe('of tests')
    expect(averagesWords({ ...usualRules, average: 'points-weighted', dropLowest: 2 })).toBe(
      'by points, without the lowest 2',
    )
    const letters = scaleOf('letters')
    expect([presetOf(letters), scaleWords(letters), scaleWords(null)]).toEqual(['letters', 'A–F', 'none'])
    const own = { ...letters, bands: letters.bands.slice(0, 3) }
    expect([presetOf(own), scaleWords(own)]).toEqual([null, 'A–C'])
    expect(scaleWords({ name: 'Ours', bands: letters.bands })).toBe('Ours')
  })
})

describe('columns of a gradebook', () => {
  it('are the student, a test each, and the totals; the other average and the grade only where they are asked for', () => {
    const { summary } = gradebookOf({ students: 2, tests: 2 })
    const ids = (both: boolean, rules = usualRules) => gradebookColumns(summary, rules, both).map(({ id }) => id)
    expect(ids(false)).toEqual(['student', 'school:1', 'school:2', 'taken', 'average', 'grade'])
    expect(ids(true)).toEqual(['student', 'school:1', 'school:2', 'taken', 'average', 'otherAverage', 'grade'])
    expect(ids(false, { ...usualRules, scale: null })).not.toContain('grade')
  })

  it('say in their header what is different about a test', () => {
    const { summary } = gradebookOf({ students: 2, tests: 1 })
    const note = (own: object) =>
      gradebookColumns(summary, { ...usualRules, tests: { 'school:1': own } }, false)[1]?.headerNote
    expect(note({})).toBe('pass mark 60%')
    expect(note({ policy: 'last', weight: 200, extraCredit: true })).toBe(
      'pass mark 60%\nlast attempt · weight 2 · extra credit',
    )
    expect(note({ policy: 'best', weight: 100, kind: 'of no list' })).toBe('pass mark 60%')
  })

  it('say at the foot what scores come to; a test without a pass mark has none who passed', () => {
    const tests = [madeTest(1), madeTest(2, { passMark: null, mean: null, n: 0, median: null })]
    const rows = footRows({ students: 2, attempts: 2, tests, grades: [] })
    const of = (column: string) => rows.map(({ cell }) => cell(column))
    expect(of('school:1')).toEqual(['69.2 (14)', '68.8', '12 of 14'])
    expect(of('school:2')).toEqual(['–', '–', '–'])
    expect(of('average')).toEqual([null, null, null])
  })

  it('list a student by the last name, and one without names as such', () => {
    expect(listedName(madeRow(1))).toBe('Lindqvist 1, Priya')
    expect(listedName({ first: 'Priya', last: '' })).toBe('Priya')
    expect(listedName({ first: '', last: '' })).toBe('No name')
  })

  it('measure a pass mark in percent', () => {
    const { summary } = gradebookOf({ students: 1, tests: 1 })
    const marked = { ...summary, tests: [madeTest(1, { passMark: toTenths(49.5) })] }
    expect(gradebookColumns(marked, usualRules, false)[1]?.headerNote).toBe('pass mark 49.5%')
  })
})
