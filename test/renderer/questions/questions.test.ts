import { expect, it } from 'vitest'
import { commonN, optionsOf } from '../../../renderer/features/questions/OptionBars.tsx'
import { isMisleading, optionsShown, type QuestionRow, rowsOf } from '../../../renderer/features/questions/questions.ts'
import { madeAnalysis } from './made-analysis.ts'

const option = (letter: string, content: string, n: number) => ({
  ...{ letter, content, n, correct: letter === 'A', chosen: 1, share: 1 / n, meanTotal: null, pointBiserial: null },
})

const question = (change: Partial<QuestionRow> = {}): QuestionRow => ({
  ...{ id: 1, questionId: '7', type: 'multiplechoice', question: 'Which?', categoryId: null, versions: 2 },
  key: {
    correct: ['A'],
    options: [
      { letter: 'A', content: 'Right' },
      { letter: 'B', content: 'New' },
    ],
  },
  ...{ n: 30, evidence: 'plain', needsGrading: 0, noMark: 0, random: false, highestMark: 1, mixedHighestMarks: false },
  ...{ facility: 0.5, facilityInterval: null, sd: null, discrimination: null, discriminationInterval: null },
  ...{ discriminativeEfficiency: null, effectiveWeight: null, unanswered: 0, unansweredShare: 0 },
  options: [option('A', 'Right', 30), option('B', 'Old', 10), option('B', 'New', 20)],
  ...change,
})

it('shows a class the options of one version', () => {
  expect(optionsShown(question()).map(({ letter, content, n }) => [letter, content, n])).toEqual([
    ['A', 'Right', 30],
    ['B', 'New', 20],
  ])
})

it('says n beside each option where they differ', () => {
  expect(commonN(question())).toBeNull()
  expect(commonN(question({ options: [option('A', 'Right', 30)] }))).toBe(30)
  expect(commonN(question({ options: [option('A', 'Right', 28)], unanswered: 2 }))).toBeNull()
})

it('marks what is right where only marks came in', () => {
  expect(optionsOf(question({ options: [] })).map(({ letter, correct, n }) => [letter, correct, n])).toEqual([
    ['A', true, 0],
    ['B', false, 0],
  ])
})

it('calls a question misleading only where its whole interval does', () => {
  const of = (low: number, high: number) =>
    isMisleading(question({ discrimination: -20, discriminationInterval: { low, high } }))
  expect(of(-50, 10)).toBe(false)
  expect(of(-50, -1)).toBe(true)
})

it('numbers questions as the test does, whatever was asked for', () => {
  const [one, two] = [question({ questionId: '7' }), question({ questionId: '8' })]
  const analysis = madeAnalysis({ attempts: 3, items: [two, one] })
  const page = { analysis, order: ['6', '7', '8'], versions: [], sources: [] }
  expect(rowsOf({ page }).map(({ id, questionId }) => [id, questionId])).toEqual([
    [2, '7'],
    [3, '8'],
  ])
})
