import { expect, it } from 'vitest'
import { figuresOf } from '../../../renderer/features/questions/OptionBars.tsx'
import { reliabilityFigures } from '../../../renderer/features/questions/Reliability.tsx'
import { madeAnalysis } from './made-analysis.ts'

const noteOf = (analysis: ReturnType<typeof madeAnalysis>, id: string) =>
  reliabilityFigures(analysis).find((figure) => figure.id === id)

it('judges alpha by the attempts that it is over, not by all', () => {
  const alpha = { alpha: 91, alphaInterval: { low: 70, high: 97 }, errorRatio: 30, sem: 1.5, alphaGap: null }
  expect(noteOf(madeAnalysis({ ...alpha, attempts: 40, alphaAttempts: 5 }), 'alpha')).toMatchObject({
    value: '–',
    note: 'from 10 attempts marked in full on',
  })
  expect(noteOf(madeAnalysis({ ...alpha, attempts: 40, alphaAttempts: 12 }), 'alpha')?.note).toMatch(
    /^70.0% to 97.0%, weak evidence/,
  )
  expect(noteOf(madeAnalysis({ ...alpha, attempts: 40, alphaAttempts: 40 }), 'alpha')?.note).toContain('consistent')
})

it('says of an option only what those offered it can tell', () => {
  const option = { letter: 'A', content: 'a', correct: true, chosen: 3, share: 0.5, meanTotal: 11, pointBiserial: 0.4 }
  expect(figuresOf({ ...option, n: 6 })).not.toContain('0.40')
  expect(figuresOf({ ...option, n: 12 })).toMatch(/r 0.40 · mean total 11$/)
})
