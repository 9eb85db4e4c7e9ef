import { questionTypes } from './answers.ts'
import {
  type BankCategory,
  type BankOption,
  gradeStyles,
  highestPoints,
  mostOptions,
  type QuestionContent,
  type QuestionDraft,
  type QuestionFlaw,
  type QuestionFlawCode,
  type WritableType,
  writableTypes,
} from './bank.ts'
import { normalisedText } from './question-text.ts'

/** Whether ClassMarker's API creates and changes questions of a type. */
export const isWritable = (type: string): type is WritableType => writableTypes.some((each) => each === type)

/** What the two options of every true or false question are. */
export const trueFalseOptions: readonly BankOption[] = [
  { letter: 'A', content: 'True' },
  { letter: 'B', content: 'False' },
]

/** The letter of the option at a place, from 0. */
export const optionLetter = (place: number): string => String.fromCharCode(65 + place)

type Categories = readonly Pick<BankCategory, 'id' | 'parent'>[]

/**
 * What ClassMarker would refuse in a question, or could not keep, field by field: its own error names no field. Of a type
 * that its API does not write (`numeric` is one of files, and not of ClassMarker), only that and a missing wording are
 * told, because nothing of it is ever sent.
 * @param categories of the question's account
 */
export function flawsOf(draft: QuestionDraft, categories: Categories): readonly QuestionFlaw[] {
  const wording: QuestionFlaw[] = normalisedText(draft.question) === '' ? [{ field: 'question', flaw: 'empty' }] : []
  if (!isWritable(draft.type)) {
    const isKnown = draft.type === 'numeric' || questionTypes.some((type) => type === draft.type)
    return [{ field: 'type', flaw: isKnown ? 'type-read-only' : 'unknown-word' }, ...wording]
  }
  const category = categoryFlaw(draft.category, categories)
  const points = pointsFlaw(draft.points)
  return [
    ...wording,
    ...(category === null ? [] : [{ field: 'category' as const, flaw: category }]),
    ...(points === null ? [] : [{ field: 'points' as const, flaw: points }]),
    ...optionFlaws(draft, draft.type),
    ...correctFlaws(draft, draft.type),
    ...gradeStyleFlaws(draft),
  ]
}

function categoryFlaw(category: number | null, categories: Categories): QuestionFlawCode | null {
  if (category === null) return 'no-category'
  const found = categories.find(({ id }) => id === category)
  return found === undefined || found.parent === null ? 'not-a-category' : null
}

function pointsFlaw(tenths: number | null): QuestionFlawCode | null {
  if (tenths === null || !Number.isFinite(tenths)) return 'not-a-number'
  if (tenths < 0 || tenths > highestPoints) return 'out-of-range'
  return Number.isInteger(tenths) ? null : 'one-decimal'
}

const ofOptions = (flaw: QuestionFlawCode, letter?: string): QuestionFlaw =>
  letter === undefined ? { field: 'options', flaw } : { field: 'options', flaw, letter }

function optionFlaws(content: QuestionContent, type: WritableType): readonly QuestionFlaw[] {
  const { options } = content
  if (type === 'essay') return options.length > 0 ? [ofOptions('not-for-type')] : []
  const kept = options.flatMap((option) => unkept(option, content))
  if (type === 'truefalse') return [...(isTrueFalse(options) ? [] : [ofOptions('true-false')]), ...kept]
  const found: QuestionFlaw[] = []
  if (options.length < 2) found.push(ofOptions('too-few'))
  if (options.length > mostOptions) found.push(ofOptions('too-many'))
  for (const [at, { letter, content, clue }] of options.entries()) {
    const isTaken = options.findIndex((each) => each.letter === letter) < at
    // Of too many options, those beyond J are told as one.
    if (isTaken || !/^[A-T]$/.test(letter)) found.push(ofOptions('unknown-word', letter))
    else if (letter > optionLetter(mostOptions - 1) && options.length <= mostOptions)
      found.push(ofOptions('too-many', letter))
    if (normalisedText(content) === '') found.push(ofOptions('empty', letter))
    if (clue !== undefined) found.push(ofOptions('not-for-type', letter))
  }
  return [...found, ...kept]
}

/** What ClassMarker has no place for in an option. */
function unkept(option: BankOption, content: QuestionContent): readonly QuestionFlaw[] {
  const { letter, weight, feedback } = option
  return [
    ...(weight === undefined || isPlainWeight(weight, content, letter) ? [] : [ofOptions('option-weight', letter)]),
    ...(feedback === undefined || normalisedText(feedback) === '' ? [] : [ofOptions('option-feedback', letter)]),
  ]
}

/** Whether options are True and False, in this order, as A and B. */
export const isTrueFalse = (options: readonly BankOption[]): boolean =>
  options.length === 2 &&
  trueFalseOptions.every(({ letter, content }, at) => {
    const option = options[at]
    return (
      option?.letter === letter &&
      option.clue === undefined &&
      normalisedText(option.content).toLowerCase() === content.toLowerCase()
    )
  })

/**
 * What an option counts, in percent, where a question says no more than which options are right and how it is graded. A
 * file's weight that says the same needs no keeping. At most five decimals, as Moodle writes it: "33.33333".
 */
export function plainWeight({ type, correct, gradeStyle }: QuestionContent, letter: string): string {
  const isRight = correct.includes(letter)
  if (type !== 'multipleresponse') return isRight ? '100' : '0'
  const share = String(Number((100 / Math.max(1, new Set(correct).size)).toFixed(5)))
  if (isRight) return share
  return gradeStyle === 'partial_with_deduction' ? `-${share}` : '0'
}

/** Moodle writes a third as 33.33333; people write 33.33. */
const weightTolerance = 0.01

/** Whether a weight says no more than which options are right. */
export const isPlainWeight = (weight: string, content: QuestionContent, letter: string): boolean =>
  Math.abs(Number(weight) - Number(plainWeight(content, letter))) <= weightTolerance

function correctFlaws({ options, correct }: QuestionContent, type: WritableType): readonly QuestionFlaw[] {
  if (type === 'essay') return correct.length > 0 ? [{ field: 'correct', flaw: 'not-for-type' }] : []
  const letters = [...new Set(correct)]
  const found: QuestionFlaw[] = []
  if (type === 'multipleresponse') {
    if (letters.length === 0) found.push({ field: 'correct', flaw: 'some-correct' })
  } else if (letters.length !== 1) found.push({ field: 'correct', flaw: 'one-correct' })
  for (const letter of letters) {
    if (!options.some((option) => option.letter === letter))
      found.push({ field: 'correct', flaw: 'no-such-option', letter })
  }
  return found
}

function gradeStyleFlaws({ type, gradeStyle }: QuestionContent): readonly QuestionFlaw[] {
  const told = (flaw: QuestionFlawCode): readonly QuestionFlaw[] => [{ field: 'gradeStyle', flaw }]
  if (type !== 'multipleresponse') return gradeStyle === null ? [] : told('not-for-type')
  if (gradeStyle === null) return told('empty')
  return gradeStyles.some((style) => style === gradeStyle) ? [] : told('unknown-word')
}

/**
 * The same for questions with the same wording: they are similar, whatever their options are. Case makes no difference,
 * because a sentence that was only retyped is the same question.
 */
export const stemKey = ({ question }: Pick<QuestionContent, 'question'>): string =>
  normalisedText(question).toLowerCase()

/**
 * The same for duplicates: the same wording and the same options, in any order and by any letter. Case counts in options,
 * where it can be what is asked ("CO" or "Co"), and so does which of them are right: a file that corrects the right
 * option brings no duplicate. Points, feedback, category and way of grading do not count.
 */
export function questionKey(content: QuestionContent): string {
  const { options, correct } = content
  const isRight = new Set(correct)
  const clues = options.filter(({ clue }) => clue !== undefined)
  const matches = new Map(options.map(({ letter, content }) => [letter, content]))
  const parts =
    clues.length > 0
      ? [
          ...clues.map(({ clue = '', content }, at) => [clue, matches.get(correct[at] ?? '') ?? content]),
          ...options.filter(({ clue }) => clue === undefined).map(({ content }) => ['', content]),
        ]
      : options.length > 0
        ? options.map(({ letter, content }) => [isRight.has(letter) ? 'right' : '', content])
        : correct.map((text) => ['right', text])
  // JSON keeps the parts apart, whatever stands in them.
  return JSON.stringify([stemKey(content), ...parts.map((part) => part.map(normalisedText).join('\n')).toSorted()])
}

/**
 * The same for questions that ask the same of takers: type, wording, options, which of them are right, and points.
 * ClassMarker may add what was not sent.
 */
export const askedKey = ({ type, question, points, options, correct }: QuestionContent): string =>
  JSON.stringify([
    ...[type, question.trim(), points],
    options.map(({ letter, content }) => [letter, content.trim()]),
    correct.toSorted(),
  ])

/**
 * The same for questions that say the same to ClassMarker and to takers: what neither of them says, or what is the same
 * without being said, makes no difference.
 */
export function saidKey(content: QuestionContent): string {
  const { type, randomAnswers, gradeStyle, correctFeedback, incorrectFeedback } = content
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse'
  return JSON.stringify([
    askedKey(content),
    isChoice && (randomAnswers ?? false),
    type === 'multipleresponse' ? (gradeStyle ?? 'off') : '',
    (correctFeedback ?? '').trim(),
    (incorrectFeedback ?? '').trim(),
  ])
}

/** A question as a file tells it, over the one that is here: what the file does not say stays as it is. */
export function laidOver(content: QuestionContent, here: QuestionContent): QuestionContent {
  const isSameType = content.type === here.type
  return {
    ...content,
    points: content.points ?? here.points,
    randomAnswers: content.randomAnswers ?? (isSameType ? here.randomAnswers : null),
    gradeStyle: content.gradeStyle ?? (isSameType ? here.gradeStyle : null),
    correctFeedback: content.correctFeedback ?? here.correctFeedback,
    incorrectFeedback: content.incorrectFeedback ?? here.incorrectFeedback,
  }
}
