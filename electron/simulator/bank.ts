import type { UnixSeconds } from '../../shared/model/time.ts'
import { ApiError, isJsonObject, type Json, type JsonObject } from './protocol.ts'

export interface Parent {
  readonly id: number
  readonly name: string
}

export interface BankCategory {
  readonly id: number
  readonly parentId: number
  readonly name: string
}

/** A question without what the bank says of it by itself. Options by letter, as they are sent. */
export interface NewQuestion {
  readonly id?: number
  readonly type: string
  readonly question: string
  readonly categoryId: number
  /** In tenths. */
  readonly points: number
  readonly randomAnswers?: boolean | undefined
  readonly options?: JsonObject | undefined
  readonly correct?: readonly string[] | undefined
  readonly gradeStyle?: string | undefined
  readonly correctFeedback?: string | undefined
  readonly incorrectFeedback?: string | undefined
  readonly status?: 'active' | 'archived'
  /** The corrected sentence of a grammar question. */
  readonly answer?: string | undefined
}

export interface BankQuestion extends NewQuestion {
  readonly id: number
  readonly status: 'active' | 'archived'
  readonly lastUpdated: UnixSeconds
}

/** Most questions in one answer. */
export const questionsPerPage = 200

/** What of the bank's answers and rules no source is sure of. */
export interface BankManners {
  /** How one question is answered: bare, or under `question`, or that under `data`. */
  one: 'bare' | 'question' | 'data'
  /** Whether a true or false question must have its two options, or may have none, and is answered without them. */
  trueFalse: 'with options' | 'without options'
  /** Whether a page after the last one is empty, or refused. */
  pageBeyond: 'empty' | 'refused'
  /** Whether two categories of one parent may have the same name. */
  sameNames: 'kept' | 'refused'
  /** The path at which a category is changed. */
  categoryPath: 'categories/category' | 'category'
}

/** The question bank of the simulated account. Tests read the truth here, and edit it as on ClassMarker's own pages. */
export class Bank {
  readonly manners: BankManners = {
    one: 'bare',
    trueFalse: 'with options',
    pageBeyond: 'empty',
    sameNames: 'kept',
    categoryPath: 'categories/category',
  }
  readonly #now: () => UnixSeconds
  readonly #parents = new Map<number, Parent>()
  readonly #categories = new Map<number, BankCategory>()
  readonly #questions = new Map<number, BankQuestion>()
  #nextId: number
  #inOrder: readonly BankQuestion[] | null = null

  constructor(now: () => UnixSeconds, firstNewId: number) {
    this.#now = now
    this.#nextId = firstNewId
  }

  get parents(): readonly Parent[] {
    return [...this.#parents.values()]
  }

  get categories(): readonly BankCategory[] {
    return [...this.#categories.values()]
  }

  /** The oldest first, as they are sent. */
  get questions(): readonly BankQuestion[] {
    this.#inOrder ??= [...this.#questions.values()].sort((one, other) => one.id - other.id)
    return this.#inOrder
  }

  question(id: number): BankQuestion | undefined {
    return this.#questions.get(id)
  }

  addParent(name: string, id = this.#newId()): Parent {
    const parent = { id, name }
    this.#parents.set(id, parent)
    return parent
  }

  addCategory(parentId: number, name: string, id = this.#newId()): BankCategory {
    const category = { id, parentId, name }
    this.#categories.set(id, category)
    return category
  }

  renameParent(id: number, name: string): Parent {
    return this.addParent(name, this.#parents.get(id)?.id)
  }

  changeCategory(id: number, change: Partial<Omit<BankCategory, 'id'>>): BankCategory {
    const category = { ...known(this.#categories, id), ...change }
    this.#categories.set(id, category)
    return category
  }

  addQuestion(question: NewQuestion, lastUpdated: UnixSeconds = this.#now()): BankQuestion {
    return this.#keep({ status: 'active', ...question, id: question.id ?? this.#newId(), lastUpdated })
  }

  /** Edits a question; one that was given for a field replaces it. */
  changeQuestion(id: number, change: Partial<Omit<NewQuestion, 'id'>>): BankQuestion {
    return this.#keep({ ...known(this.#questions, id), ...change, id, lastUpdated: this.#now() })
  }

  /** Replaces the whole of a question but its status. */
  replaceQuestion(id: number, question: NewQuestion): BankQuestion {
    const { status } = known(this.#questions, id)
    return this.#keep({ ...question, id, status, lastUpdated: this.#now() })
  }

  /** Only ClassMarker's own pages can delete. */
  removeQuestion(id: number): void {
    this.#questions.delete(id)
    this.#inOrder = null
  }

  #newId(): number {
    return this.#nextId++
  }

  #keep(question: BankQuestion): BankQuestion {
    this.#questions.set(question.id, question)
    this.#inOrder = null
    return question
  }
}

function known<Item>(items: ReadonlyMap<number, Item>, id: number): Item {
  const item = items.get(id)
  if (item === undefined) throw new RangeError(`Nothing in the bank has the number ${id}`)
  return item
}

/** Where a request about the bank goes, and what it asks for. */
export type BankRoute =
  | { readonly to: 'questions' }
  | { readonly to: 'question'; readonly id: number }
  | { readonly to: 'categories' }
  | { readonly to: 'parents' | 'bank categories' }
  | { readonly to: 'parent' | 'bank category'; readonly id: number; readonly path: string }

/** The methods of each path (ClassMarker's own client). */
export const bankMethods: Readonly<Record<BankRoute['to'], readonly string[]>> = {
  questions: ['GET', 'POST'],
  question: ['GET', 'PUT'],
  categories: ['GET'],
  parents: ['POST'],
  parent: ['PUT'],
  'bank categories': ['POST'],
  'bank category': ['PUT'],
}

/** @param idFrom reads a number of a path */
export function bankRouteTo(parts: readonly string[], idFrom: (text: string | undefined) => number) {
  const path = parts.join('/')
  if (path === 'questions') return { to: 'questions' } as const
  if (path === 'categories') return { to: 'categories' } as const
  if (path === 'categories/parent_category') return { to: 'parents' } as const
  if (path === 'categories/category') return { to: 'bank categories' } as const
  const before = parts.slice(0, -1).join('/')
  const id = () => idFrom(parts.at(-1))
  if (before === 'questions') return { to: 'question', id: id() } as const
  if (before === 'categories/parent_category') return { to: 'parent', id: id(), path: before } as const
  if (before === 'categories/category' || before === 'category')
    return { to: 'bank category', id: id(), path: before } as const
  return undefined
}

interface BankAsked {
  readonly method: string
  readonly parameters: URLSearchParams
  readonly body: string
}

/**
 * Answers a request about the bank. Throws an ApiError and leaves the bank unchanged: incorrectUrl, incorrectUrlId,
 * invalidJson, payloadValidationError, NotAllowedActionForQuestionType, requestParamValidationError.
 */
export function bankAnswer(bank: Bank, route: BankRoute, { method, parameters, body }: BankAsked): JsonObject {
  const verifyOnly = switchFrom(parameters, 'verify_only')
  const change = (check: () => () => JsonObject): JsonObject => {
    const carryOut = check()
    return verifyOnly ? { status: 'verified' } : carryOut()
  }
  switch (route.to) {
    case 'categories':
      return { status: 'ok', data: { parent_categories: bank.parents.map((parent) => parentAnswer(bank, parent)) } }
    case 'questions':
      return method === 'GET'
        ? { status: 'ok', questions: pageOf(bank, parameters).map((question) => questionAnswer(bank, question)) }
        : change(() => {
            const question = questionFrom(bank, body)
            return () => oneAnswer(bank, bank.addQuestion(question))
          })
    case 'question': {
      const before = bank.question(route.id)
      if (before === undefined) throw new ApiError('incorrectUrlId')
      if (method === 'GET') return oneAnswer(bank, before)
      return change(() => {
        const question = questionFrom(bank, body, before)
        return () => oneAnswer(bank, bank.replaceQuestion(route.id, question))
      })
    }
    case 'parents':
      return change(() => {
        const name = nameFrom(bank, bank.parents, payloadFrom(body), 'parent_category_name')
        return () => parentData(bank, bank.addParent(name))
      })
    case 'parent':
      if (!bank.parents.some(({ id }) => id === route.id)) throw new ApiError('incorrectUrlId')
      return change(() => {
        const others = bank.parents.filter(({ id }) => id !== route.id)
        const name = nameFrom(bank, others, payloadFrom(body), 'parent_category_name')
        return () => parentData(bank, bank.renameParent(route.id, name))
      })
    case 'bank categories':
      return change(() => {
        const { parentId, name } = categoryFrom(bank, body)
        return () => categoryData(bank.addCategory(parentId, name))
      })
    case 'bank category':
      if (route.path !== bank.manners.categoryPath) throw new ApiError('incorrectUrl')
      if (!bank.categories.some(({ id }) => id === route.id)) throw new ApiError('incorrectUrlId')
      return change(() => {
        const category = categoryFrom(bank, body, route.id)
        return () => categoryData(bank.changeCategory(route.id, category))
      })
  }
}

function switchFrom(parameters: URLSearchParams, name: string): boolean {
  const sent = parameters.get(name) ?? 'false'
  if (sent !== 'true' && sent !== 'false') throw new ApiError('requestParamValidationError')
  return sent === 'true'
}

function pageOf(bank: Bank, parameters: URLSearchParams): readonly BankQuestion[] {
  const page = parameters.get('page') ?? '1'
  if (!/^[1-9]\d{0,8}$/.test(page)) throw new ApiError('requestParamValidationError')
  const questions = bank.questions.slice((Number(page) - 1) * questionsPerPage, Number(page) * questionsPerPage)
  const isBeyond = questions.length === 0 && page !== '1'
  if (isBeyond && bank.manners.pageBeyond === 'refused') throw new ApiError('requestParamValidationError')
  return questions
}

const parentAnswer = (bank: Bank, { id, name }: Parent): JsonObject => ({
  parent_category_id: id,
  parent_category_name: name,
  categories: bank.categories.filter(({ parentId }) => parentId === id).map(categoryAnswer),
})
const categoryAnswer = ({ id, name, parentId }: BankCategory): JsonObject => ({
  category_id: id,
  category_name: name,
  parent_category_id: parentId,
})
const parentData = (bank: Bank, parent: Parent): JsonObject => ({
  data: { parent_category: parentAnswer(bank, parent) },
})
const categoryData = (category: BankCategory): JsonObject => ({ data: { category: categoryAnswer(category) } })

/** A question as it is sent; one alone has its own `status` where an answer has "ok". */
function questionAnswer({ manners }: Bank, question: BankQuestion): JsonObject {
  const { type, correct, gradeStyle, answer, randomAnswers } = question
  const isShort = type === 'truefalse' && manners.trueFalse === 'without options'
  const options = isShort ? undefined : question.options
  return {
    question_id: question.id,
    question: question.question,
    question_type: type,
    category_id: question.categoryId,
    ...(randomAnswers !== undefined && { random_answers: randomAnswers }),
    points: (question.points / 10).toFixed(1),
    correct_feedback: question.correctFeedback ?? '',
    incorrect_feedback: question.incorrectFeedback ?? '',
    ...(options !== undefined && { options }),
    ...(correct !== undefined && { correct_options: correct }),
    ...(gradeStyle !== undefined && { grade_style: gradeStyle }),
    ...(answer !== undefined && { answer }),
    last_updated_timestamp: question.lastUpdated,
    status: question.status,
  }
}

function oneAnswer(bank: Bank, question: BankQuestion): JsonObject {
  const { manners } = bank
  const answer = questionAnswer(bank, question)
  if (manners.one === 'bare') return answer
  return manners.one === 'question' ? { question: answer } : { data: { question: answer } }
}

function payloadFrom(body: string): JsonObject {
  let payload: Json
  try {
    payload = JSON.parse(body)
  } catch {
    throw new ApiError('invalidJson')
  }
  if (!isJsonObject(payload)) throw wrong('Send an object.')
  return payload
}

const wrong = (message: string): ApiError => new ApiError('payloadValidationError', { message })

function textFrom(payload: JsonObject, field: string): string {
  const value = payload[field]
  if (typeof value !== 'string' || value.trim() === '') throw wrong(`${field} must be a text.`)
  return value
}

function categoryFrom(bank: Bank, body: string, own: number | null = null): Omit<BankCategory, 'id'> {
  const payload = payloadFrom(body)
  const parentId = payload.parent_category_id
  if (!bank.parents.some(({ id }) => id === parentId)) throw wrong('There is no such parent category.')
  const others = bank.categories.filter((each) => each.parentId === parentId && each.id !== own)
  return { parentId: Number(parentId), name: nameFrom(bank, others, payload, 'category_name') }
}

/** @param others those beside it, whose names it may not have where the bank keeps to that */
function nameFrom({ manners }: Bank, others: readonly Parent[], payload: JsonObject, field: string): string {
  const name = textFrom(payload, field)
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase())
  if (isTaken && manners.sameNames === 'refused') throw wrong('There is a category of this name.')
  return name
}

const writable = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay']
const readOnly = ['freetext', 'grammar', 'matching']
const gradeStyles = ['partial_with_deduction', 'partial_without_deduction', 'off']
const letters = [...'ABCDEFGHIJ']

/** The question of a payload, by the rules of its type. @param before the one that it changes */
function questionFrom(bank: Bank, body: string, before?: BankQuestion): NewQuestion {
  const payload = payloadFrom(body)
  const type = textFrom(payload, 'question_type')
  if (readOnly.includes(type) || (before !== undefined && readOnly.includes(before.type)))
    throw new ApiError('NotAllowedActionForQuestionType')
  if (!writable.includes(type)) throw wrong('There is no such question_type.')
  if (before !== undefined && before.type !== type) throw wrong('question_type cannot change.')
  const { category_id: categoryId } = payload
  if (!bank.categories.some(({ id }) => id === categoryId)) throw wrong('There is no such category.')
  return {
    type,
    question: textFrom(payload, 'question'),
    categoryId: Number(categoryId),
    points: pointsFrom(payload.points),
    correctFeedback: feedbackFrom(payload.correct_feedback),
    incorrectFeedback: feedbackFrom(payload.incorrect_feedback),
    ...(type === 'essay' ? essayFrom(payload) : choicesFrom(bank, payload, type)),
  }
}

function pointsFrom(value: Json | undefined): number {
  const points = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  if (!/^\d{1,4}(\.\d)?$/.test(points) || Number(points) > 1000) throw wrong('points go from 0 to 1000.0.')
  return Math.round(Number(points) * 10)
}

function feedbackFrom(value: Json | undefined): string {
  if (value !== undefined && value !== null && typeof value !== 'string') throw wrong('Feedback is a text.')
  return value ?? ''
}

function essayFrom(payload: JsonObject): Partial<NewQuestion> {
  for (const field of ['options', 'correct_options', 'grade_style'])
    if (payload[field] !== undefined) throw wrong(`An essay has no ${field}.`)
  return {}
}

function choicesFrom({ manners }: Bank, payload: JsonObject, type: string): Partial<NewQuestion> {
  const { random_answers: random, grade_style: style } = payload
  if (random !== undefined && typeof random !== 'boolean') throw wrong('random_answers is true or false.')
  const withoutOptions = type === 'truefalse' && manners.trueFalse === 'without options'
  if (withoutOptions && payload.options !== undefined) throw wrong('A true or false question has no options.')
  const options = withoutOptions ? trueFalse : optionsFrom(payload.options, type)
  const correct = payload.correct_options
  if (!Array.isArray(correct) || !correct.every((each) => typeof each === 'string' && Object.hasOwn(options, each)))
    throw wrong('correct_options are letters of options.')
  if (type === 'multipleresponse' ? correct.length === 0 : correct.length !== 1)
    throw wrong('There are too few or too many correct_options.')
  if (style !== undefined && (type !== 'multipleresponse' || !gradeStyles.includes(String(style))))
    throw wrong('There is no such grade_style.')
  return {
    options,
    correct,
    randomAnswers: random ?? false,
    ...(type === 'multipleresponse' && { gradeStyle: String(style ?? 'off') }),
  }
}

const trueFalse: JsonObject = { A: { content: 'True' }, B: { content: 'False' } }

function optionsFrom(value: Json | undefined, type: string): JsonObject {
  if (!isJsonObject(value)) throw wrong('options are an object.')
  const entries = Object.entries(value)
  if (entries.length < 2 || entries.length > letters.length) throw wrong('There are 2 to 10 options.')
  for (const [letter, option] of entries) {
    const content = isJsonObject(option) ? option.content : undefined
    if (!letters.includes(letter) || typeof content !== 'string' || content.trim() === '')
      throw wrong('An option has a letter from A to J and content.')
    if (type === 'truefalse' && content !== (letter === 'A' ? 'True' : 'False'))
      throw wrong('A is True and B is False.')
  }
  return value
}
