import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparedTexts, differingFields } from '../../../renderer/features/question-bank/differences.ts'
import { questionContent } from '../made-bank.ts'

const whole = (pieces: readonly { readonly text: string }[]): string => pieces.map(({ text }) => text).join('')
const marked = (pieces: readonly { readonly text: string; readonly differs: boolean }[]) =>
  pieces.filter(({ differs, text }) => differs && text.trim() !== '').map(({ text }) => text.trim())

describe('two texts beside one another', () => {
  it('keep every letter, and mark nothing in equal ones', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', 'the', ' ', '\n', 'burn?'), { maxLength: 60 })
      .map((all) => all.join(' '))
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [a, b] = comparedTexts(one, other)
        expect([whole(a), whole(b)]).toEqual([one, other])
        expect(a.some(({ differs }) => differs) || b.some(({ differs }) => differs)).toBe(one !== other)
        // What is not marked is in both, in the same order.
        const kept = (pieces: typeof a) => whole(pieces.filter(({ differs }) => !differs))
        expect(kept(a)).toBe(kept(b))
      }),
    )
  })

  it('are marked where words differ', () => {
    const [mine, theirs] = comparedTexts('You see a frayed cable.', 'You find a frayed old cable.')
    expect(marked(mine)).toEqual(['see'])
    expect(marked(theirs)).toEqual(['find', 'old'])
  })

  it('are marked as a whole between what they share, where there are too many words', () => {
    const long = (word: string) => `Start ${Array.from({ length: 900 }, () => word).join(' ')} end`
    const [mine] = comparedTexts(long('one'), long('two'))
    expect(mine.map(({ differs }) => differs)).toEqual([false, true, false])
  })
})

describe('fields that differ', () => {
  const of = (given: Parameters<typeof questionContent>[0], category: string | null = 'Burns') => ({
    content: questionContent(given),
    category,
  })

  it('are named', () => {
    expect(differingFields(of({}), of({}))).toEqual([])
    expect(differingFields(of({ points: 10 }), of({ question: 'Another?' }, 'Choking'))).toEqual([
      'question',
      'points',
      'category',
    ])
  })

  it('do not differ by the order of right options, by an empty feedback, or by a category that is not known', () => {
    expect(differingFields(of({ correct: ['A', 'C'] }), of({ correct: ['C', 'A'] }))).toEqual([])
    expect(differingFields(of({ incorrectFeedback: null }), of({ incorrectFeedback: '' }))).toEqual([])
    expect(differingFields(of({}, null), of({}))).toEqual([])
  })
})
