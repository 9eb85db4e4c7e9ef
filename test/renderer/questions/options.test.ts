import { describe, expect, it } from 'vitest'
import { commonN, optionsOf } from '../../../renderer/features/questions/OptionBars.tsx'
import { optionsShown, type QuestionRow } from '../../../renderer/features/questions/questions.ts'

const option = (letter: string, n: number, content = letter) => ({
  ...{ letter, content, correct: letter === 'A', n, chosen: 0, share: 0, meanTotal: null, pointBiserial: null },
})

const rowOf = (said: object): QuestionRow =>
  ({
    ...{ type: 'multiplechoice', n: 30, unanswered: 0, options: [] },
    key: {
      correct: ['A'],
      options: [
        { letter: 'A', content: 'A' },
        { letter: 'B', content: 'B' },
      ],
    },
    ...said,
  }) as unknown as QuestionRow

describe('the options of a question', () => {
  it('have one n only where all their shares are of it, what was left out too', () => {
    const options = [option('A', 20), option('B', 20)]
    expect(commonN(rowOf({ options }))).toBe(20)
    expect(commonN(rowOf({ options, unanswered: 2 }))).toBeNull()
    expect(commonN(rowOf({ options, unanswered: 2, n: 20 }))).toBe(20)
    expect(commonN(rowOf({ options: [option('A', 20), option('B', 19)] }))).toBeNull()
  })

  it('are those of the version that is shown where only marks came in, with nothing chosen', () => {
    expect(optionsOf(rowOf({})).map(({ letter, correct, n, share }) => [letter, correct, n, share])).toEqual([
      ['A', true, 0, null],
      ['B', false, 0, null],
    ])
    const reworded = rowOf({ options: [option('A', 12), option('B', 12, 'Another text')] })
    expect(optionsOf(reworded)).toHaveLength(2)
    expect(optionsShown(reworded).map(({ n }) => n)).toEqual([12, 0])
    expect(optionsShown(rowOf({ type: 'matching' }))).toEqual([])
  })
})
