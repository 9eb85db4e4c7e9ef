import { expect, it } from 'vitest'
import { coverageWords } from '../../../renderer/features/questions/question-words.ts'
import { reliabilityFigures } from '../../../renderer/features/questions/Reliability.tsx'
import { madeAnalysis } from './made-analysis.ts'

it('says how many saw a version, and apart from that how many answers are here', () => {
  const leftOut = { needsGrading: 0, surveys: 0, samples: 0, noAnswers: 20, otherVersion: 50 }
  const analysis = madeAnalysis({ attempts: 30, leftOut })
  expect(coverageWords(analysis).slice(0, 2)).toEqual([
    '30 of 80 attempts with answers saw this version.',
    'Answers of 80 of 100 attempts are here.',
  ])
  expect(reliabilityFigures(analysis)[0]).toMatchObject({ id: 'ofVersion', value: '30', note: 'of 80 with answers' })
  const whole = madeAnalysis({ attempts: 80, leftOut: { ...leftOut, otherVersion: 0 } })
  expect(coverageWords(whole)[0]).toBe('Answers of 80 of 100 attempts are here.')
  expect(reliabilityFigures(whole)[0]).toMatchObject({ id: 'attempts', value: '80', note: 'of 100 attempts' })
})
