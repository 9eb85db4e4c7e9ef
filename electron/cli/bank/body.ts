import type { BankOption, QuestionContent, QuestionFlaw, QuestionFlawCode } from '../../../shared/model/bank.ts'
import { trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { textOf } from '../../import/encodings.ts'
import { boundedBytes, fileBytes } from '../../import/table-content.ts'
import { usage } from '../command.ts'
import { plainText, type Terminal } from '../terminal.ts'

type Fields = Readonly<Record<string, unknown>>

/** A question as ClassMarker's JSON tells it, over another one where fields are left out. */
export interface QuestionBody {
  readonly content: QuestionContent
  /** As it was given; undefined where it was left out, null for none. */
  readonly category: string | null | undefined
  /** What of it could not be read: field and reason. */
  readonly problems: readonly string[]
}

// What `questions list` writes besides: ClassMarker decides it, or this computer does.
const told = ['question_id', 'last_updated_timestamp', 'status', 'state', 'id']

/**
 * The questions in a file, or on standard input for `-`: one body of ClassMarker's API or many, as a list, in
 * `questions`, or each in `question`.
 * @throws AppError `usage/invalid` where it is not that
 */
export async function questionBodies(file: string, { in: input }: Pick<Terminal, 'in'>): Promise<readonly Fields[]> {
  const name = file === '-' ? 'Standard input' : `“${plainText(file)}”`
  const text = await textIn(file, input, name)
  const bodies = bodiesIn(jsonIn(text, name))
  if (bodies === null) throw usage(`${name} holds no question: a question is an object with “question_type”.`)
  return bodies
}

async function textIn(file: string, input: Terminal['in'], name: string): Promise<string> {
  const read = file === '-' ? boundedBytes(input as AsyncIterable<Buffer | string>) : fileBytes(file)
  const bytes = await read.catch(() => {
    throw usage(`${name} cannot be read.`)
  })
  const decoded = await textOf(bytes)
  // JSON is Unicode: a guess would send wrong letters.
  if (decoded === null || decoded.encoding.isGuess) throw usage(`${name} is not JSON in UTF-8 or UTF-16.`)
  return decoded.text
}

function jsonIn(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw usage(`${name} is not JSON.`)
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function bodiesIn(value: unknown): readonly Fields[] | null {
  const list = Array.isArray(value)
    ? value
    : isFields(value) && Array.isArray(value.questions)
      ? value.questions
      : [value]
  const bodies = list.map((each: unknown) => (isFields(each) && isFields(each.question) ? each.question : each))
  return bodies.length > 0 && bodies.every(isFields) ? bodies : null
}

/** Reads a body, and names what is in it that a question has not: nothing is dropped in silence. */
export function readBody(body: Fields, before: QuestionContent | null): QuestionBody {
  const problems: string[] = []
  const rest: Record<string, unknown> = { ...body }
  for (const field of told) delete rest[field]
  const take = <Value>(field: string, read: (value: unknown) => Value | undefined, otherwise: Value): Value => {
    const value = rest[field]
    delete rest[field]
    // Null is said, too: that there is none.
    if (value === undefined) return otherwise
    const found = read(value)
    if (found === undefined) problems.push(`${field}: not understood`)
    return found === undefined ? otherwise : found
  }
  const type = take('question_type', text, before?.type ?? '')
  const options = take('options', optionsIn(problems), before?.options ?? null)
  const content: QuestionContent = {
    type,
    question: take('question', text, before?.question ?? ''),
    points: take<number | null>('points', tenths, before?.points ?? null),
    randomAnswers: take<boolean | null>(
      'random_answers',
      flag,
      before?.randomAnswers ?? (type === 'essay' ? null : false),
    ),
    options: options ?? (type === 'truefalse' ? trueFalseOptions : []),
    correct: take('correct_options', letters, before?.correct ?? []),
    gradeStyle: take<string | null>('grade_style', textOrNone, before?.gradeStyle ?? null),
    correctFeedback: take<string | null>('correct_feedback', textOrNone, before?.correctFeedback ?? null),
    incorrectFeedback: take<string | null>('incorrect_feedback', textOrNone, before?.incorrectFeedback ?? null),
  }
  const category = take<string | null | undefined>('category', text, undefined)
  const categoryId = take<string | null | undefined>('category_id', categoryName, undefined)
  const strange = Object.keys(rest).map((field) => `${plainText(field)}: not a field of a question`)
  return { content, category: category === undefined ? categoryId : category, problems: [...problems, ...strange] }
}

// Whoever writes null means that there is none, so nothing is undefined: that means not understood.
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const textOrNone = (value: unknown): string | null | undefined => (value === null || value === '' ? null : text(value))
const categoryName = (value: unknown): string | null | undefined => {
  if (value === null) return null
  return typeof value === 'number' || typeof value === 'string' ? String(value).trim() : undefined
}

/** Points in tenths, without what a fraction of two leaves of a decimal one. */
function tenths(value: unknown): number | undefined {
  const given = typeof value === 'string' ? value.trim().replace(',', '.') : value
  const isNumber = typeof given === 'number' || (typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given))
  return isNumber ? Number((Number(given) * 10).toFixed(6)) : undefined
}

const flags = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 'yes'].map((each) => [each, true] as const),
  ...[false, 0, '0', 'false', 'no', ''].map((each) => [each, false] as const),
])
const flag = (value: unknown): boolean | null | undefined =>
  value === null ? null : flags.get(typeof value === 'string' ? value.trim().toLowerCase() : value)

function letters(value: unknown): readonly string[] | undefined {
  const list = typeof value === 'string' ? value.split(',') : value === null ? [] : value
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) return undefined
  return list.map((each: string) => each.trim()).filter((each) => each !== '')
}

const optionsIn =
  (problems: string[]) =>
  (value: unknown): readonly BankOption[] | undefined => {
    if (value === null) return []
    if (!isFields(value)) return undefined
    return Object.entries(value).map(([letter, option]) => {
      if (typeof option === 'string') return { letter, content: option }
      const { content, ...others } = isFields(option) ? option : { content: undefined }
      if (typeof content !== 'string') problems.push(`options.${plainText(letter)}.content: not understood`)
      for (const field of Object.keys(others))
        problems.push(`options.${plainText(letter)}.${plainText(field)}: not a field of an option`)
      return { letter, content: typeof content === 'string' ? content : '' }
    })
  }

const fieldNames: Readonly<Record<QuestionFlaw['field'], string>> = {
  type: 'question_type',
  question: 'question',
  category: 'category_id',
  points: 'points',
  options: 'options',
  correct: 'correct_options',
  gradeStyle: 'grade_style',
  correctFeedback: 'correct_feedback',
  incorrectFeedback: 'incorrect_feedback',
}

const flawWords: Readonly<Record<QuestionFlawCode, string>> = {
  'type-read-only': 'ClassMarker’s API does not write this type, and changes no question’s type',
  empty: 'it is empty',
  'too-few': 'there have to be two at least',
  'too-many': 'there are ten at most, by the letters A to J',
  'not-a-number': 'a number is needed, such as 2 or "2.5"',
  'out-of-range': 'it has to be 0 to 1000',
  'one-decimal': 'it has one decimal at most',
  'one-correct': 'exactly one right option is needed',
  'some-correct': 'at least one right option is needed',
  'no-such-option': 'no option has this letter',
  'true-false': 'they are A for True and B for False',
  'not-for-type': 'questions of this type have none',
  'unknown-word': 'ClassMarker knows no such word',
  'no-category': 'a category is needed',
  'not-a-category': 'there is no such category, or it is a parent',
  'option-weight': 'ClassMarker keeps no weight of an option',
  'option-feedback': 'ClassMarker keeps no feedback for one option',
}

/** What is wrong with a question, by ClassMarker's names of fields. */
export const flawReason = ({ field, flaw, letter }: QuestionFlaw): string =>
  `${fieldNames[field]}${letter === undefined ? '' : `.${plainText(letter)}`}: ${flawWords[flaw]}`
