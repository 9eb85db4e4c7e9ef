import { type Arbitrary, array, boolean, constantFrom, integer, option, record, tuple } from 'fast-check'
import { htmlOfPlain } from '../../../../electron/questions/formats/markup.ts'
import type { WrittenQuestion } from '../../../../electron/questions/formats/write.ts'
import type { BankOption, QuestionContent } from '../../../../shared/model/bank.ts'
import { optionLetter, trueFalseOptions } from '../../../../shared/model/question-rules.ts'

/** Parts of texts that some format takes for something else than text. */
const oddParts = [
  ...[
    '{',
    '}',
    '=',
    '~',
    '#',
    '####',
    ':',
    '::',
    '\\',
    '\\n',
    '\\=',
    '%50%',
    '%',
    '->',
    '//',
    '$CATEGORY: x',
    '[html]',
  ],
  ...['ANSWER: A', 'A. ', 'B) ', 'a) ', '*b) ', '1. ', '2) ', 'T', 'TRUE', 'False', '[sup]2[/sup]', '[sqr]x[/sqr]'],
  ...['<b>', '</p>', '<', '>', '&', '&lt;', '&amp;', '"', "'", ']]>', '<![CDATA[', '<!--', '<?xml', '_x0041_', '_'],
  ...['=1+1', '-5', '+1', '@x', '12', '1/2', '00:30', '1e5', '007', ',', ';', '|', '\t', 'Question Type: essay', '=?'],
  ...['é', 'ß', '日本', '😀', '\u00a0', '\u200b', '–', 'x', 'word', 'two words', 'sep=;', 'True', '# note', '- item'],
  ...['... ', '-  ', '+ ', '____', 'Points: 2', 'Title: x'],
]

const plainText = array(tuple(constantFrom(...oddParts), constantFrom('', ' ')), { minLength: 1, maxLength: 5 }).map(
  (parts) => parts.flat().join('').trim() || 'x',
)

const html: Arbitrary<string> = tuple(plainText, plainText, integer({ min: 0, max: 9 })).map(([one, other, shape]) => {
  const [first, second] = [htmlOfPlain(one), htmlOfPlain(other)]
  if (shape === 0) return `<p>${first}</p>`
  if (shape === 1) return `<b>${first}</b> ${second}`
  if (shape === 2) return `${first}<br>${second}`
  if (shape === 3) return `${first}<sup>2</sup>`
  return first
})

const categoryNames = ['Biology', 'Cells & more', 'a/b', '1.', 'Ärzte', '=x', 'top', 'x "y"']

const shared = record({
  question: html,
  points: option(integer({ min: 0, max: 10_000 }), { freq: 5, nil: 10 }),
  randomAnswers: constantFrom(null, true, false),
  correctFeedback: option(html, { freq: 3, nil: null }),
  incorrectFeedback: option(html, { freq: 3, nil: null }),
})

const shares = ['50', '33.33333', '33.333', '16.66667', '0.5', '83.3333', '90']

const choice: Arbitrary<QuestionContent> = tuple(
  shared,
  array(tuple(html, boolean(), option(constantFrom(...shares), { freq: 12 }), option(html, { freq: 10 })), {
    minLength: 2,
    maxLength: 12,
  }),
  constantFrom('partial_with_deduction', 'partial_without_deduction', 'off'),
  boolean(),
).map(([frame, answers, gradeStyle, isSingle]) => {
  const letters = answers.map((_, at) => optionLetter(at))
  const marked = letters.filter((_, at) => answers[at]?.[1])
  const correct = isSingle ? [marked[0] ?? 'A'] : marked.length === 0 ? ['B'] : marked
  const options = answers.map(([content, , share, feedback], at): BankOption => {
    const letter = letters[at] ?? ''
    const isRight = correct.includes(letter)
    // A weight says the same as what is right and how it is graded, and more.
    const weight =
      share === null || (!isSingle && gradeStyle === 'off') ? null : isRight || isSingle ? share : `-${share}`
    const isUsed = weight !== null && (isSingle ? !isRight : isRight || gradeStyle === 'partial_with_deduction')
    return { letter, content, ...(isUsed && { weight }), ...(feedback !== null && { feedback }) }
  })
  const type = isSingle ? 'multiplechoice' : 'multipleresponse'
  return { ...frame, type, options, correct, gradeStyle: isSingle ? null : gradeStyle }
})

const trueFalse: Arbitrary<QuestionContent> = tuple(shared, boolean()).map(([frame, isTrue]) => ({
  ...{ ...frame, type: 'truefalse', options: trueFalseOptions, correct: [isTrue ? 'A' : 'B'], gradeStyle: null },
}))
const essay: Arbitrary<QuestionContent> = shared.map((frame) => ({
  ...{ ...frame, type: 'essay', options: [], correct: [], gradeStyle: null },
}))
const freeText: Arbitrary<QuestionContent> = tuple(shared, array(plainText, { minLength: 1, maxLength: 4 })).map(
  ([frame, correct]) => ({ ...frame, type: 'freetext', options: [], correct, gradeStyle: null }),
)
const numeric: Arbitrary<QuestionContent> = tuple(shared, constantFrom('3.14', '-2', '5:0.1')).map(
  ([frame, number]) => ({
    ...{ ...frame, type: 'numeric', options: [], correct: [number], gradeStyle: null },
  }),
)
const matching: Arbitrary<QuestionContent> = tuple(
  shared,
  array(tuple(html, html), { minLength: 2, maxLength: 5 }),
  integer({ min: 0, max: 2 }),
).map(([frame, pairs, extra]) => {
  const options = pairs.map(([clue, match], at) => ({
    letter: optionLetter(at),
    content: match,
    ...(at < pairs.length - extra && { clue }),
  }))
  const correct = options.filter((each) => 'clue' in each).map(({ letter }) => letter)
  return { ...frame, type: 'matching', options, correct, gradeStyle: null }
})

const contents = [choice, choice, choice, trueFalse, essay, freeText, numeric, matching]

/** Banks of questions of every kind, each with its number at the end of its wording. */
export const banks: Arbitrary<readonly WrittenQuestion[]> = array(
  tuple(
    integer({ min: 0, max: contents.length - 1 }).chain((at) => contents[at] ?? choice),
    array(constantFrom(...categoryNames), { maxLength: 2 }),
    option(integer({ min: 1, max: 9_999_999 }).map(String), { nil: null }),
  ),
  { minLength: 1, maxLength: 8 },
).map((questions) =>
  questions.map(([content, categoryPath, questionId], at) => ({
    content: { ...content, question: `${content.question} no${at}` },
    ...{ categoryPath, questionId },
  })),
)
