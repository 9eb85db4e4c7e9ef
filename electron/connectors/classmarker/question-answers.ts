import type {
  Answer,
  AttemptAnswers,
  CategoryResult,
  Marking,
  QuestionOption,
  QuestionVersion,
} from '../../../shared/model/answers.ts'
import { questionTypes } from '../../../shared/model/answers.ts'
import { type Fields, isObject, readNumberOrNull } from '../values.ts'
import { readIdOrNull, readTextOrNull } from './values.ts'

/**
 * Answers that cannot be read as a whole. Some of them would pass for all of them, so there are none then.
 */
export class UnreadableAnswers extends Error {
  /** The place of the question in the test, from 1; 0 for the list itself. */
  readonly question: number
  constructor(question: number) {
    super('Answers that cannot be read')
    this.question = question
  }
}

/**
 * Reads `questions` and `category_results` of a webhook (ClassMarker's webhook page). A payload has 40 questions and
 * an archive 10,000 payloads, so what is certain is read without a schema.
 * @param read as `readAnswer`, which knows nothing of other payloads
 * @returns null where there are no questions: the answers may be known from elsewhere
 * @throws UnreadableAnswers
 */
export function readAnswers(
  questions: unknown,
  categoryResults: unknown,
  read: (question: Fields, number: number) => Answer = readAnswer,
): AttemptAnswers | null {
  const sent = listIn(questions, 'question')
  if (sent === null) throw new UnreadableAnswers(0)
  if (sent.length === 0) return null
  const categories = listIn(categoryResults, 'category_result')
  if (categories === null) throw new UnreadableAnswers(0)
  return {
    answers: sent.map((question, at) => read(question, at + 1)),
    categories: categories.map(readCategory),
  }
}

/**
 * The objects of a list: an array, an object with indexes for keys, or nothing at all; each bare or under its name.
 * Null for anything else. Unlike `wrapped`, which would take the `question` of a question, its text, for the question.
 */
function listIn(value: unknown, name: string): readonly Fields[] | null {
  if (value === undefined || value === null || value === false || value === '') return []
  if (typeof value !== 'object') return null
  if (!Array.isArray(value) && !Object.keys(value).every((key) => /^\d+$/.test(key))) return null
  const found: Fields[] = []
  for (const item of Object.values(value)) {
    if (!isObject(item)) return null
    const inner = Object.hasOwn(item, name) ? item[name] : undefined
    found.push(isObject(inner) ? inner : item)
  }
  return found
}

/** Text as it was sent: of questions, options and answers it is HTML. A lone half of a character cannot be stored. */
export function html(value: unknown): string {
  if (typeof value === 'string') return value.toWellFormed()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export const htmlOrNull = (value: unknown): string | null => {
  const sent = html(value)
  return sent.trim() === '' ? null : sent
}

export const points = (value: unknown): number | null =>
  typeof value === 'number' ? (Number.isFinite(value) ? value : null) : readNumberOrNull(value)

export function idText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  const id = readIdOrNull(value)
  return id === null || id === '' ? null : String(id).toWellFormed()
}

/** @param number the question's place, from 1 @throws UnreadableAnswers */
export function readAnswer(sent: Fields, number: number): Answer {
  const questionId = idText(sent.question_id)
  if (questionId === null) throw new UnreadableAnswers(number)
  const type = typeOf(sent.question_type)
  const { options, correct, response } = readResponse(type, sent)
  const version: QuestionVersion = {
    questionId,
    type,
    categoryId: idText(sent.category_id),
    question: html(sent.question),
    pointsAvailable: points(sent.points_available),
    options,
    correct,
  }
  return {
    version,
    pointsScored: points(sent.points_scored),
    marking: markingOf(sent.result),
    response,
    feedback: htmlOrNull(sent.custom_feedback) ?? htmlOrNull(sent.feedback),
  }
}

const knownTypes = new Map<string, string>(questionTypes.map((type) => [type, type]))

/** The type in ClassMarker's spelling; another word as it was sent. */
export function typeOf(value: unknown): string {
  if (typeof value !== 'string') return ''
  const known = knownTypes.get(value) ?? knownTypes.get(value.toLowerCase().replace(/[^a-z]/g, ''))
  return known ?? value.trim().toWellFormed()
}

// "answered" says nothing of right or wrong, and neither does an unknown word.
const markingWords = new Map<string, Marking>([
  ['correct', 'correct'],
  ['incorrect', 'incorrect'],
  ['partial_correct', 'partial'],
  ['partially_correct', 'partial'],
  ['partial', 'partial'],
  ['requires_grading', 'to-grade'],
  ['unanswered', 'unanswered'],
])

function markingOf(value: unknown): Marking | null {
  if (typeof value !== 'string') return null
  const word = markingWords.get(value)
  return (
    word ??
    markingWords.get(
      value
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ??
    null
  )
}

type Response = Pick<QuestionVersion, 'options' | 'correct'> & Pick<Answer, 'response'>

const oneText = (value: unknown): readonly string[] => {
  const text = htmlOrNull(value)
  return text === null ? [] : [text]
}

/** What a question of this type offers, what is right, and what was chosen. Options have letters; a text has none. */
export function readResponse(type: string, sent: Fields): Response {
  if (type === 'matching') return readMatching(sent)
  if (type === 'grammar') return { options: [], correct: oneText(sent.answer), response: oneText(sent.user_response) }
  if (type === 'essay') return { options: [], correct: [], response: oneText(sent.user_response) }
  if (type === 'freetext') return { options: [], correct: acceptedTexts(sent), response: oneText(sent.user_response) }
  const options = optionsIn(sent.options)
  const letters = (value: unknown) => lettersIn(value, options)
  const correct = letters(sent.correct_options)
  return {
    options,
    correct: correct.length > 0 ? correct : letters(sent.correct_option),
    response: letters(sent.user_response),
  }
}

/** The accepted texts of a free text: `{"exact_match": [{"content": "example"}]}`, under any name of how it matches. */
function acceptedTexts({ options, correct_option: one, correct_options: several }: Fields): readonly string[] {
  const texts: string[] = []
  const collect = (value: unknown, levels: number) => {
    if (typeof value === 'string' || typeof value === 'number') texts.push(...oneText(value))
    else if (isObject(value) && Object.hasOwn(value, 'content')) texts.push(...oneText(value.content))
    else if (typeof value === 'object' && value !== null && levels > 0)
      for (const inner of Object.values(value)) collect(inner, levels - 1)
  }
  for (const value of [options, several, one]) {
    if (texts.length === 0) collect(value, 2)
  }
  return texts
}

const letterAt = (at: number): string => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1))

/** Options by letter: a text each, or its `content` as in the bank of questions; an array has its letters by place. */
function optionsIn(value: unknown): readonly QuestionOption[] {
  if (typeof value !== 'object' || value === null) return []
  const isList = Array.isArray(value)
  return Object.entries(value).map(([key, sent]) => ({
    letter: isList ? letterAt(Number(key)) : key.trim().toWellFormed(),
    content: html(isObject(sent) ? sent.content : sent),
  }))
}

/**
 * The letters that were chosen or are right: `C`, `B,D`, an array, or the texts of the options themselves. What is none
 * of these is kept as it is.
 */
function lettersIn(value: unknown, options: readonly QuestionOption[]): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'object') return Object.values(value).flatMap((each) => lettersOf(html(each), options))
  return lettersOf(html(value), options)
}

function lettersOf(sent: string, options: readonly QuestionOption[]): readonly string[] {
  if (options.some(({ letter }) => letter === sent)) return [sent]
  const letters = new Set(options.map(({ letter }) => letter))
  const text = sent.trim()
  if (text === '') return []
  const parts = text.split(/\s*[,;|]\s*/).filter((part) => part !== '')
  const known = parts.map((part) => (letters.has(part) ? part : part.toUpperCase()))
  if (known.length > 0 && known.every((part) => letters.has(part))) return known
  const byContent = options.find(({ content }) => isSameText(content, text))
  if (byContent !== undefined) return [byContent.letter]
  return known.length > 0 && known.every((part) => /^[A-T]$/.test(part)) ? known : [sent]
}

const isSameText = (one: string, other: string): boolean => one.trim().toLowerCase() === other.toLowerCase()

/**
 * A matching question has a clue, its match, the right letter and the chosen one in each option; extra matches have no
 * clue.
 */
function readMatching({ options: sent }: Fields): Response {
  if (typeof sent !== 'object' || sent === null) return { options: [], correct: [], response: [] }
  const options: QuestionOption[] = []
  const clues: Fields[] = []
  for (const [key, value] of Object.entries(sent)) {
    const letter = Array.isArray(sent) ? letterAt(Number(key)) : key.trim().toWellFormed()
    const option: Fields = isObject(value) ? value : { match: value }
    const content = html(option.match ?? option.content)
    const clue = htmlOrNull(option.clue)
    options.push(clue === null ? { letter, content } : { letter, content, clue })
    if (clue !== null) clues.push(option)
  }
  const letters = (field: string): readonly string[] => {
    const found = clues.map((clue) => lettersIn(clue[field], options)[0] ?? '')
    return found.some((letter) => letter !== '') ? found : []
  }
  return { options, correct: letters('correct_option'), response: letters('user_response') }
}

function readCategory(sent: Fields): CategoryResult {
  return {
    categoryId: idText(sent.category_id),
    name: readTextOrNull(sent.name ?? sent.category_name) ?? '',
    pointsScored: points(sent.points_scored),
    pointsAvailable: points(sent.points_available),
  }
}
