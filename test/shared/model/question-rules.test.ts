import { assert as holds, property, shuffledSubarray, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuestionDraft } from '../../../shared/model/bank.ts'
import {
  flawsOf,
  isWritable,
  optionLetter,
  plainWeight,
  questionKey,
  stemKey,
  trueFalseOptions,
} from '../../../shared/model/question-rules.ts'
import { decodedEntities, htmlOf, normalisedText } from '../../../shared/model/question-text.ts'

const categories = [
  { id: 1, parent: null },
  { id: 2, parent: 1 },
]

const options = (...contents: readonly string[]) =>
  contents.map((content, at) => ({ letter: optionLetter(at), content }))

const choice: QuestionDraft = {
  type: 'multiplechoice',
  question: 'What is 6 × 7?',
  category: 2,
  points: 10,
  randomAnswers: false,
  options: options('41', '42', '43'),
  correct: ['B'],
  gradeStyle: null,
  correctFeedback: null,
  incorrectFeedback: null,
}
const several: QuestionDraft = { ...choice, type: 'multipleresponse', correct: ['A', 'B'], gradeStyle: 'off' }
const trueFalse: QuestionDraft = { ...choice, type: 'truefalse', options: trueFalseOptions, correct: ['B'] }
const essay: QuestionDraft = { ...choice, type: 'essay', options: [], correct: [] }

const flaws = (draft: QuestionDraft) =>
  flawsOf(draft, categories).map(({ field, flaw, letter }) => [field, flaw, ...(letter === undefined ? [] : [letter])])

describe('the flaws of a question', () => {
  it.each([choice, several, trueFalse, essay])('are none where ClassMarker takes it: $type', (draft) => {
    expect(flaws(draft)).toEqual([])
  })

  it.each<[string, QuestionDraft, readonly (readonly string[])[]]>([
    ['no wording', { ...choice, question: ' <p>&nbsp;</p> ' }, [['question', 'empty']]],
    ['no category', { ...choice, category: null }, [['category', 'no-category']]],
    ['a parent as category', { ...choice, category: 1 }, [['category', 'not-a-category']]],
    ['a category of nobody', { ...choice, category: 3 }, [['category', 'not-a-category']]],
    ['no points', { ...choice, points: null }, [['points', 'not-a-number']]],
    ['points that are no number', { ...choice, points: Number.NaN }, [['points', 'not-a-number']]],
    ['points below zero', { ...choice, points: -1 }, [['points', 'out-of-range']]],
    ['more than 1000 points', { ...choice, points: 10_001 }, [['points', 'out-of-range']]],
    ['two decimals', { ...choice, points: 12.5 }, [['points', 'one-decimal']]],
    ['one option', { ...choice, options: options('42'), correct: ['A'] }, [['options', 'too-few']]],
    ['eleven options', { ...choice, options: options(...'abcdefghijk') }, [['options', 'too-many']]],
    [
      'a letter beyond J',
      { ...choice, options: [...choice.options, { letter: 'K', content: '44' }] },
      [['options', 'too-many', 'K']],
    ],
    [
      'a letter twice',
      { ...choice, options: [...choice.options, { letter: 'A', content: '44' }] },
      [['options', 'unknown-word', 'A']],
    ],
    ['an empty option', { ...choice, options: options('41', '42', '<br>') }, [['options', 'empty', 'C']]],
    [
      'a clue',
      { ...choice, options: [...options('41', '42'), { letter: 'C', content: '43', clue: 'x' }] },
      [['options', 'not-for-type', 'C']],
    ],
    ['no right option', { ...choice, correct: [] }, [['correct', 'one-correct']]],
    ['two right options of a choice of one', { ...choice, correct: ['A', 'B'] }, [['correct', 'one-correct']]],
    ['a right option that is none', { ...choice, correct: ['D'] }, [['correct', 'no-such-option', 'D']]],
    ['no right option of several', { ...several, correct: [] }, [['correct', 'some-correct']]],
    ['a way of grading for one', { ...choice, gradeStyle: 'off' }, [['gradeStyle', 'not-for-type']]],
    ['no way of grading for several', { ...several, gradeStyle: null }, [['gradeStyle', 'empty']]],
    ['an unknown way of grading', { ...several, gradeStyle: 'half' }, [['gradeStyle', 'unknown-word']]],
    ['False before True', { ...trueFalse, options: options('False', 'True') }, [['options', 'true-false']]],
    ['neither true nor false', { ...trueFalse, correct: [] }, [['correct', 'one-correct']]],
    [
      'options of an essay',
      { ...essay, options: options('42'), correct: ['A'] },
      [
        ['options', 'not-for-type'],
        ['correct', 'not-for-type'],
      ],
    ],
    ['a type that is only read', { ...essay, type: 'matching', points: null }, [['type', 'type-read-only']]],
    ['a type of nobody', { ...essay, type: 'cloze' }, [['type', 'unknown-word']]],
    [
      'a weight and a feedback of an option',
      { ...choice, options: [...options('41', '42'), { letter: 'C', content: '43', weight: '-50', feedback: 'No.' }] },
      [
        ['options', 'option-weight', 'C'],
        ['options', 'option-feedback', 'C'],
      ],
    ],
  ])('name the field: %s', (_, draft, expected) => {
    expect(flaws(draft)).toEqual(expected)
  })

  it('are none for a weight that says no more than which options are right', () => {
    const weighed = several.options.map((option) => ({ ...option, weight: plainWeight(several, option.letter) }))
    expect(weighed.map(({ weight }) => weight)).toEqual(['50', '50', '0'])
    expect(flaws({ ...several, options: weighed })).toEqual([])
    expect(plainWeight({ ...several, correct: ['A', 'B', 'C'], gradeStyle: 'partial_with_deduction' }, 'D')).toBe(
      '-33.33333',
    )
  })

  it('tell which types are written', () => {
    expect(['multiplechoice', 'truefalse', 'essay', 'freetext', 'grammar', 'x'].map(isWritable)).toEqual([
      ...[true, true, true],
      ...[false, false, false],
    ])
  })
})

describe('a normalised text', () => {
  it.each([
    ['<p>Caf&eacute;&nbsp; <b>No</b>ir</p>\r\n', 'Café Noir'],
    ['a<br/>b', 'a b'],
    ['x<sup>2</sup> [sub]n[/sub]', 'x^{2} _{n}'],
    ['x[sup]2[/sup]', 'x^{2}'],
    ['x2', 'x2'],
    ['&amp;lt;b&gt; &unknown; &#x1F600; &#8722;1', '&lt;b> &unknown; 😀 -1'],
    ['3 < 4 and 5 > 4', '3 < 4 and 5 > 4'],
    ['<img alt="" src="a.png"><img src=b.png>', '[img a.png] [img b.png]'],
    ['“so” it’s', '"so" it\'s'],
    ['a<!-- b --> c<!-- d', 'a c'],
    ['e\u0301 soft\u00adly\u200b', 'é softly'],
  ])('says the same as %j', (html, text) => {
    expect(normalisedText(html)).toBe(text)
  })

  it('gives back what was written as HTML', () => {
    holds(property(string({ unit: 'binary' }), (text) => decodedEntities(htmlOf(text)) === text))
  })
})

describe('duplicates and similar questions', () => {
  it('are the same in any order of options, whatever the tags, spaces and entities', () => {
    holds(
      property(shuffledSubarray(['41', '42', '43', '4<sup>2</sup>'], { minLength: 4 }), (contents) => {
        const shuffled = {
          ...choice,
          question: '<p>WHAT is&nbsp;6 &times; 7?</p>',
          options: options(...contents.map((content) => ` <i>${content}</i>`)),
          correct: [optionLetter(contents.indexOf('42'))],
          points: 70,
        }
        const plain = { ...choice, options: [...choice.options, { letter: 'D', content: '4[sup]2[/sup]' }] }
        return questionKey(shuffled) === questionKey(plain)
      }),
    )
  })

  it.each<[string, Partial<QuestionDraft>]>([
    ['another option', { options: options('41', '42', '44') }],
    ['an option more', { options: options('41', '42', '43', '44') }],
    ['an option twice', { options: options('41', '42', '43', '43') }],
    ['another right option', { correct: ['C'] }],
    ['another kind', { type: 'essay', options: [], correct: [] }],
  ])('are similar, and no duplicates, with %s', (_, change) => {
    const other = { ...choice, ...change }
    expect(questionKey(other)).not.toBe(questionKey(choice))
    expect(stemKey(other)).toBe(stemKey(choice))
  })

  it('tell apart options by their case, and wordings by their pictures', () => {
    const key = (content: string) => questionKey({ ...choice, options: options('42', content) })
    expect(key('CO')).not.toBe(key('Co'))
    expect(stemKey({ question: '<img src="a">' })).not.toBe(stemKey({ question: '<img src="b">' }))
    expect(key('x2')).not.toBe(key('x<sup>2</sup>'))
  })

  it('compare the texts of a free text, and what each clue belongs to', () => {
    const free = (...correct: string[]) => questionKey({ ...choice, type: 'freetext', options: [], correct })
    expect(free('Rome', 'Roma')).toBe(free('Roma', '<p>Rome</p>'))
    expect(free('Rome')).not.toBe(free('Paris'))
    const matching = (clues: readonly string[], correct: readonly string[]) =>
      questionKey({
        ...choice,
        type: 'matching',
        options: options('dog', 'cat').map((option, at) => ({ ...option, clue: clues[at] })),
        correct,
      })
    expect(matching(['Hund', 'Katze'], ['A', 'B'])).toBe(matching(['Katze', 'Hund'], ['B', 'A']))
    expect(matching(['Hund', 'Katze'], ['A', 'B'])).not.toBe(matching(['Hund', 'Katze'], ['B', 'A']))
  })
})
