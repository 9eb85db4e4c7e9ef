import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import { trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { type Fields, flag, integerOrNull, isObject, parseJson } from '../values.ts'
import { openEnvelope } from './errors.ts'
import { html, htmlOrNull, idText, points, readResponse, typeOf } from './question-answers.ts'
import { isList, textOrNull, wrapped } from './values.ts'

interface Answered {
  readonly serverTime: UnixSeconds | null
}

/** A page of the bank. */
export interface QuestionsAnswer extends Answered {
  readonly questions: readonly SentQuestion[]
  /** Questions without a number of their own, so that nothing can be kept of them. */
  readonly unreadable: number
  /** Questions sent on this page, readable or not. */
  readonly returned: number
}

export interface QuestionAnswer extends Answered {
  readonly question: SentQuestion
}

export interface CategoriesAnswer extends Answered {
  /** Parents and categories, each parent before its own. */
  readonly categories: readonly SentCategory[]
}

export interface CategoryAnswer extends Answered {
  readonly category: SentCategory
}

/** Most questions on one page; a full page means that there is another. */
export const bankPageSize = 200

const moment = (value: number | null): UnixSeconds | null => (value === null ? null : unixSeconds(value))

// A question's text has the name of the object around it, so a question is known by its number.
const hasQuestion = (value: unknown): value is Fields => isObject(value) && idText(value.question_id) !== null
const part = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

/**
 * Reads a page of the bank: questions in a list or by index, bare or each under `question`, also within `data`.
 * @throws AppError `api/*`
 */
export function readQuestions(body: unknown): QuestionsAnswer {
  const { server_timestamp, status } = openEnvelope(body)
  const list = part(body, 'questions') ?? part(part(body, 'data'), 'questions')
  if (!isList(list) && status !== 'no_results') throw new AppError('api/not-understood')
  const items = isList(list) && list !== '' ? Object.values(list as object) : []
  const questions = items.flatMap((item) => {
    const sent = hasQuestion(item) ? item : part(item, 'question')
    return hasQuestion(sent) ? [readQuestion(sent)] : []
  })
  return {
    serverTime: moment(server_timestamp),
    questions,
    unreadable: items.length - questions.length,
    returned: items.length,
  }
}

/**
 * Reads one question, however it is wrapped. Where it is the answer itself, `status` is its own and not the answer's.
 * @throws AppError `api/*`; `api/not-understood` also for another question than the one asked for
 */
export function readOneQuestion(body: unknown, askedFor: string | null): QuestionAnswer {
  const sent = questionIn(body)
  if (sent === null || isObject(part(body, 'error'))) {
    openEnvelope(body)
    throw new AppError('api/not-understood')
  }
  const { request_path: _path, server_timestamp, ...own } = sent
  const isAnswer = sent === body
  const question = readQuestion(isAnswer ? own : sent)
  if (askedFor !== null && question.questionId !== askedFor) throw new AppError('api/not-understood')
  const serverTime = integerOrNull.parse(isAnswer ? server_timestamp : part(body, 'server_timestamp'))
  return { serverTime: moment(serverTime), question }
}

function questionIn(body: unknown): Fields | null {
  const data = part(body, 'data')
  const places = [part(data, 'question'), part(body, 'question'), data, body]
  const list = part(body, 'questions') ?? part(data, 'questions')
  const only = isObject(list) || Array.isArray(list) ? Object.values(list) : []
  return [...places, ...(only.length === 1 ? only : [])].find(hasQuestion) ?? null
}

/** Reads a question of the bank; an odd field costs a field. What was sent is kept beside it. */
function readQuestion(sent: Fields): SentQuestion {
  const categoryId = integerOrNull.parse(sent.category_id)
  const lastUpdated = integerOrNull.parse(sent.last_updated_timestamp)
  const status = textOrNull.parse(sent.status)?.toLowerCase() ?? null
  return {
    questionId: idText(sent.question_id) ?? '',
    content: readContent(sent),
    categoryId,
    lastUpdated: moment(lastUpdated),
    // "ok" is what an answer says of itself.
    status: status === 'ok' ? null : status,
    raw: JSON.stringify(sent),
  }
}

/** Reads a question again from the JSON that was kept; null if it cannot be read. */
export function readStoredQuestion(raw: string): SentQuestion | null {
  const sent = parseJson(raw)
  return hasQuestion(sent) ? readQuestion(sent) : null
}

function readContent(sent: Fields): QuestionContent {
  const type = typeOf(sent.question_type)
  const { options, correct } = readResponse(type, type === 'truefalse' ? withTrueFalse(sent) : sent)
  const value = points(sent.points)
  return {
    type,
    question: html(sent.question),
    // A second decimal is kept, though it cannot be sent: rounded, the next edit of anything else would change it.
    points: value === null ? null : Number((value * 10).toFixed(6)),
    randomAnswers:
      sent.random_answers === undefined || sent.random_answers === '' ? null : flag.parse(sent.random_answers),
    options,
    correct,
    gradeStyle: type === 'multipleresponse' ? textOrNull.parse(sent.grade_style) : null,
    correctFeedback: htmlOrNull(sent.correct_feedback),
    incorrectFeedback: htmlOrNull(sent.incorrect_feedback),
  }
}

/** A true or false question with its two options, which may not be said. */
function withTrueFalse(sent: Fields): Fields {
  const isSaid = isObject(sent.options) ? Object.keys(sent.options).length > 0 : Array.isArray(sent.options)
  return isSaid ? sent : { ...sent, options: trueFalse }
}

const trueFalse = Object.fromEntries(trueFalseOptions.map(({ letter, content }) => [letter, { content }]))

const sentParent = z.looseObject({
  parent_category_id: integerOrNull,
  parent_category_name: textOrNull,
  categories: wrapped('category'),
})
const sentCategory = z.looseObject({
  category_id: integerOrNull,
  category_name: textOrNull,
  parent_category_id: integerOrNull,
})

/**
 * Reads the tree of categories: `parent_categories` with their `categories`, or `categories` by themselves, each with
 * and without `data` around it.
 * @throws AppError `api/*`
 */
export function readCategories(body: unknown): CategoriesAnswer {
  const { server_timestamp, status } = openEnvelope(body)
  const data = part(body, 'data')
  const parents = part(data, 'parent_categories') ?? part(body, 'parent_categories')
  const loose = part(data, 'categories') ?? part(body, 'categories')
  if (!isList(parents) && !isList(loose) && status !== 'no_results') throw new AppError('api/not-understood')
  const categories = new Map<string, SentCategory>()
  const add = (category: SentCategory | null) => {
    if (category !== null) categories.set(`${category.parentId === null ? 'parent ' : ''}${category.id}`, category)
  }
  const inside: (readonly [unknown, number | null])[] = wrapped('category')
    .parse(loose)
    .map((each) => [each, null])
  for (const sent of wrapped('parent_category').parse(parents)) {
    const parent = readParent(sent)
    add(parent)
    if (parent !== null) inside.push(...sentParent.parse(sent).categories.map((each) => [each, parent.id] as const))
  }
  for (const [sent, parentId] of inside) add(readParent(sent) ?? readCategory(sent, parentId))
  return { serverTime: moment(server_timestamp), categories: [...categories.values()] }
}

/** A parent, which has a name as one. A category also names its parent, by number alone. */
function readParent(sent: unknown): SentCategory | null {
  const { parent_category_id: id, parent_category_name: name } = sentParent.safeParse(sent).data ?? {}
  const isCategory = isObject(sent) && Object.hasOwn(sent, 'category_id')
  return id == null || name == null || isCategory ? null : { parentId: null, id, name }
}

/** @param parentId of the parent that it was sent in */
function readCategory(sent: unknown, parentId: number | null): SentCategory | null {
  const { category_id: id, category_name: name, parent_category_id: own } = sentCategory.safeParse(sent).data ?? {}
  const parent = own ?? parentId
  return id == null || parent === null ? null : { parentId: parent, id, name: name ?? '' }
}

/**
 * Reads the answer to a created or changed parent or category.
 * @param asked what it was to become: an answer that names only its number says the same
 * @throws AppError `api/*`
 */
export function readOneCategory(body: unknown, asked: Omit<SentCategory, 'id'>): CategoryAnswer {
  const { server_timestamp } = openEnvelope(body)
  const name = asked.parentId === null ? 'parent_category' : 'category'
  const data = part(body, 'data')
  const [sent] = [part(data, name), part(body, name), data, body].filter(
    (each) => integerOrNull.parse(part(each, `${name}_id`)) !== null,
  )
  const read = asked.parentId === null ? readParent(withName(sent, asked.name)) : readCategory(sent, asked.parentId)
  if (read === null) throw new AppError('api/not-understood')
  return { serverTime: moment(server_timestamp), category: read.name === '' ? { ...read, name: asked.name } : read }
}

const withName = (sent: unknown, name: string): unknown =>
  isObject(sent) ? { ...sent, parent_category_name: textOrNull.parse(sent.parent_category_name) ?? name } : sent

/** Reads the answer to a change that was only to be verified. @throws AppError `api/*` where it was refused */
export function readVerified(body: unknown): Answered {
  return { serverTime: questionIn(body) === null ? moment(openEnvelope(body).server_timestamp) : null }
}
