import { AppError } from '../../../shared/errors.ts'
import { day, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import type { JsonAnswer } from '../answer-body.ts'
import { type Fields, flag, integerOrNull, isEmpty, isObject, number, numberOrNull, percentage } from '../values.ts'
import type {
  AnswerMark,
  Assessment,
  AssessmentOption,
  AssessmentQuestion,
  AssessmentsPage,
  AssessmentWithQuestions,
  NewAssessment,
  Submission,
  Tokens,
  UnreadableAssessment,
} from './model.ts'
import { justNow, type Moment, momentIn, serverTime } from './times.ts'

/** The most assessments on one page (API document, "per_page"). */
export const pageSize = 100

const notUnderstood = (): AppError => new AppError('api/not-understood')

/** What an answer is about: within the envelope `{data, meta, error}`, or the answer itself. */
const dataOf = (json: unknown): unknown => (isObject(json) && Object.hasOwn(json, 'data') ? json.data : json)

/** The first of several names under which a value may stand; the document lost some of them. */
function named(sent: Fields, names: readonly string[]): unknown {
  const name = names.find((each) => Object.hasOwn(sent, each) && !isEmpty(sent[each]))
  return name === undefined ? undefined : sent[name]
}

/** An id as text; null for anything that could be none. */
function idOf(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && /^\P{C}{1,200}$/u.test(text.trim()) ? text.trim() : null
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

const rawOf = (sent: unknown): string => JSON.stringify(sent) ?? 'null'

/** A number within bounds; null for anything else. */
function within(value: unknown, least: number, most: number): number | null {
  const read = percentage.safeParse(value).data
  // Plus zero, because "-0" is a number of its own.
  return read !== undefined && read >= least && read <= most ? read + 0 : null
}

const courseNames = ['course_id', 'courseId']
const titleNames = ['title', 'name']
const passingNames = ['passing_score', 'passingScore']
const limitNames = ['time_limit_minutes', 'timeLimitMinutes']

/** Reads an assessment; a field that it can do without costs that field. @returns the assessment or why it is none */
function readAssessment(sent: unknown): { readonly assessment: Assessment } | { readonly problem: string } {
  if (!isObject(sent)) return { problem: 'not an object' }
  const [id, courseId] = [idOf(sent.id), idOf(named(sent, courseNames))]
  if (id === null) return { problem: 'id: missing' }
  if (courseId === null) return { problem: 'course_id: missing' }
  const limit = minutesIn(named(sent, limitNames))
  if (limit === undefined) return { problem: 'time_limit_minutes: not a number of minutes' }
  const count = integerOrNull.parse(named(sent, ['question_count', 'questionCount']))
  return {
    assessment: {
      id,
      courseId,
      title: textOf(named(sent, titleNames)),
      passingScore: within(named(sent, passingNames), 0, 100),
      timeLimitMinutes: limit,
      questionCount: count === null || count < 0 ? null : count,
      raw: rawOf(sent),
    },
  }
}

/** Null, nothing and 0 are no limit; undefined is what cannot be read, and must not pass for none. */
function minutesIn(value: unknown): number | null | undefined {
  if (isEmpty(value)) return null
  const minutes = number.safeParse(value).data
  if (minutes === undefined || minutes < 0) return undefined
  return minutes === 0 ? null : minutes
}

const listNames = ['assessments', 'items']

/**
 * Reads a page of the list: in the envelope with `meta`, or a bare list with its total in `X-Total-Count`.
 * @throws AppError `api/not-understood`; for another page than the one asked for, with the number of that `page`
 */
export function readPage({ json, headers }: JsonAnswer, asked: number): AssessmentsPage {
  const data = dataOf(json)
  const list = Array.isArray(data) ? data : isObject(data) ? named(data, listNames) : undefined
  const isNone = isObject(data) && listNames.some((name) => Array.isArray(data[name]))
  if (!Array.isArray(list) && !isNone) throw notUnderstood()
  const meta = isObject(json) && isObject(json.meta) ? json.meta : isObject(json) ? json : {}
  const page = integerOrNull.parse(meta.page) ?? asked
  if (page !== asked) throw new AppError('api/not-understood', { page })
  const total = integerOrNull.parse(meta.total ?? headers.get('x-total-count'))
  const perPage = integerOrNull.parse(named(meta, ['per_page', 'perPage', 'limit']))
  const assessments: Assessment[] = []
  const unreadable: UnreadableAssessment[] = []
  for (const sent of Array.isArray(list) ? list : []) {
    const read = readAssessment(sent)
    if ('assessment' in read) assessments.push(read.assessment)
    else unreadable.push({ id: isObject(sent) ? idOf(sent.id) : null, raw: rawOf(sent), problem: read.problem })
  }
  return {
    assessments,
    unreadable,
    total: total === null || total < 0 ? null : total,
    page,
    perPage: perPage === null || perPage < 1 ? null : perPage,
  }
}

/** Reads an assessment with its questions. @throws AppError `api/not-understood`, also for another than the asked one */
export function readOneAssessment({ json }: JsonAnswer, asked: string): AssessmentWithQuestions {
  const sent = objectIn(json, 'assessment')
  const read = readAssessment(sent)
  if (!('assessment' in read) || read.assessment.id !== asked) throw notUnderstood()
  const list = named(sent, ['questions']) ?? named(around(json), ['questions'])
  const items = Array.isArray(list) ? list : []
  const questions = new Map<string, AssessmentQuestion>()
  for (const item of items) {
    const question = readQuestion(item)
    if (question !== null) questions.set(question.id, question)
  }
  return {
    ...read.assessment,
    questions: [...questions.values()],
    unreadableQuestions: Math.max(items.length, read.assessment.questionCount ?? 0) - questions.size,
  }
}

/**
 * Reads the answer to a created assessment. Fields that it leaves out are as they were asked for; in others the service
 * has the last word.
 * @throws AppError `api/not-understood`, also for one of another course, or with another title and another pass mark
 */
export function readCreated({ json }: JsonAnswer, asked: NewAssessment): Assessment {
  const sent = objectIn(json, 'assessment')
  const isLimitSaid = limitNames.some((name) => Object.hasOwn(sent, name))
  const read = readAssessment({
    id: named(sent, ['id', 'assessment_id', 'assessmentId']),
    course_id: named(sent, courseNames) ?? asked.course_id,
    title: named(sent, titleNames) ?? asked.title,
    passing_score: named(sent, passingNames) ?? asked.passing_score,
    time_limit_minutes: isLimitSaid ? named(sent, limitNames) : asked.time_limit_minutes,
    question_count: named(sent, ['question_count', 'questionCount']),
  })
  if (!('assessment' in read) || read.assessment.courseId !== asked.course_id) throw notUnderstood()
  const { title, passingScore } = read.assessment
  // A service may tidy one of them up; another assessment differs in both.
  if (title !== asked.title.trim() && passingScore !== asked.passing_score) throw notUnderstood()
  return { ...read.assessment, raw: rawOf(sent) }
}

/** The object an answer is about, bare or under its name. @throws AppError `api/not-understood` where there is none */
function objectIn(json: unknown, name: string): Fields {
  const data = dataOf(json)
  const sent = isObject(data) && isObject(data[name]) ? data[name] : data
  if (!isObject(sent)) throw notUnderstood()
  return sent
}

/** What may stand beside the object an answer is about. */
function around(json: unknown): Fields {
  const data = dataOf(json)
  return isObject(data) ? data : {}
}

function readQuestion(sent: unknown): AssessmentQuestion | null {
  if (!isObject(sent)) return null
  const id = idOf(named(sent, ['id', 'question_id', 'questionId']))
  if (id === null) return null
  const points = numberOrNull.parse(named(sent, ['points', 'marks']))
  return {
    id,
    text: textOf(named(sent, ['text', 'question', 'question_text', 'questionText', 'prompt', 'title'])),
    type: textOf(named(sent, ['type', 'question_type', 'questionType'])) || null,
    options: optionsIn(named(sent, ['options', 'choices'])),
    points: points === null || points < 0 ? null : points,
    raw: rawOf(sent),
  }
}

/** Options as a list of objects or texts, or by letter. */
function optionsIn(value: unknown): AssessmentOption[] {
  if (Array.isArray(value)) return value.flatMap((item) => optionIn(item) ?? [])
  if (!isObject(value)) return []
  return Object.entries(value).map(([letter, item]) => ({
    id: letter,
    text: textOf(isObject(item) ? words(item) : item),
  }))
}

function optionIn(sent: unknown): AssessmentOption | null {
  if (typeof sent === 'boolean') return { id: String(sent), text: String(sent) }
  if (!isObject(sent)) return textOf(sent) === '' ? null : { id: textOf(sent), text: textOf(sent) }
  const text = textOf(words(sent))
  const id = idOf(named(sent, ['id', 'letter', 'key', 'option_id', 'optionId', 'value'])) ?? text
  return id === '' ? null : { id, text }
}

const words = (sent: Fields): unknown =>
  named(sent, ['text', 'label', 'content', 'option_text', 'optionText', 'title', 'value'])

const learnerNames = ['learner_id', 'user_id', 'student_id', 'learnerId', 'userId', 'studentId']
const leftNames = ['attempts_left', 'attempts_remaining', 'remaining_attempts'].flatMap((name) => [name, inCamel(name)])

const submissionNames = ['id', 'submission_id', 'submissionId']

/** The id of a submission in JSON that was cut off, where it is the first thing that the service says of it. */
export function submissionNamed(text: string): { readonly submission?: string } {
  const first = /^\s*\{\s*(?:"(?:data|submission)"\s*:\s*\{\s*)*"(\w+)"\s*:\s*("[^"\\]*"|\d+)\s*,/.exec(text)
  const [, name = '', value = ''] = first ?? []
  const id = submissionNames.includes(name) ? idOf(value.startsWith('"') ? value.slice(1, -1) : value) : null
  return id === null ? {} : { submission: id }
}

export interface AskedSubmission {
  readonly assessmentId: string
  /** Where one was asked for by its id. */
  readonly submissionId?: string
  /** The moment for one that tells none, where the answer's headers do not tell it either. */
  readonly now?: UnixSeconds
  /** Whether the service has only just received it. */
  readonly isNew?: boolean
}

/**
 * Reads the result of a submission. One whose moment alone cannot be read is kept, with the moment of the answer (its
 * Date header, else `now`): a score is worth more than its moment, and nothing lists submissions that were lost. That
 * moment is then noted in `raw` as `received_at`, so that it stays the same when `raw` is read again; so is that of a
 * new one whose zone only the Date header tells.
 * @throws AppError `api/not-understood` for anything without an id and a score from 0 to 100, with the id of a new one as
 *   `submission` where it has one; and for a result of something else
 */
export function readSubmission({ json, headers }: JsonAnswer, asked: AskedSubmission): Submission {
  const sent = objectIn(json, 'submission')
  const id = idOf(named(sent, submissionNames))
  const assessment = named(sent, ['assessment_id', 'assessmentId'])
  const score = within(sent.score, 0, 100)
  const isOther =
    (assessment !== undefined && idOf(assessment) !== asked.assessmentId) ||
    (asked.submissionId !== undefined && id !== asked.submissionId)
  const told = momentTold(sent)
  const submittedAt = momentOf(told, headers, asked)
  if (id === null || score === null || submittedAt === null || isOther)
    throw new AppError('api/not-understood', id !== null && !isOther && asked.isNew ? { submission: id } : {})
  const attemptsLeft = integerOrNull.parse(named(sent, leftNames))
  const isAsTold = submittedAt === told?.at
  return {
    id,
    assessmentId: asked.assessmentId,
    learnerId: idOf(named(sent, learnerNames)),
    score,
    passed: passedIn(named(sent, ['passed', 'is_passed', 'isPassed'])),
    submittedAt,
    answers: marksIn([sent, around(json)]),
    attemptsLeft: attemptsLeft === null || attemptsLeft < 0 ? null : attemptsLeft,
    raw: rawOf(isAsTold ? sent : { ...sent, received_at: new Date(submittedAt * 1000).toISOString() }),
  }
}

/** Reads a submission again from the JSON that was kept of it. @throws as `readSubmission` */
export const readStoredSubmission = (raw: string, assessmentId: string): Submission =>
  readSubmission({ json: JSON.parse(raw), headers: new Headers() }, { assessmentId })

function inCamel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

const momentNames = ['submitted_at', 'completed_at', 'finished_at', 'received_at', 'created_at'].flatMap((name) => [
  name,
  inCamel(name),
])

/** The first moment with a zone, else the first one; null where none can be read. */
function momentTold(sent: Fields): Moment | null {
  const all = momentNames.flatMap((name) => momentIn(sent[name]) ?? [])
  return all.find(({ isZoned }) => isZoned) ?? all[0] ?? null
}

function momentOf(told: Moment | null, headers: Headers, { now, isNew = false }: AskedSubmission): UnixSeconds | null {
  const date = now === undefined ? null : serverTime(headers, now)
  if (told === null) return date
  const isZoneClear = told.isZoned || !isNew || date === null || !headers.has('date')
  return isZoneClear ? told.at : justNow(told.at, date)
}

function passedIn(value: unknown): boolean | null {
  const word = typeof value === 'string' ? value.trim() : ''
  if (/^pass(ed)?$/i.test(word)) return true
  return /^fail(ed)?$/i.test(word) ? false : flag.parse(value)
}

/** The lists that may hold the marks; some services have what was answered beside what was right. */
const markLists = ['answers', 'results', 'feedback', 'breakdown', 'question_results', 'questionResults', 'questions']

/** The marks of the first list that has any, else of the first list. */
function marksIn(places: readonly Fields[]): AnswerMark[] {
  const lists = places.flatMap((place) => markLists.map((name) => marksOf(place[name])))
  const isMarked = (marks: readonly AnswerMark[]) => marks.some(({ correct }) => correct !== null)
  return lists.find(isMarked) ?? lists.find((marks) => marks.length > 0) ?? []
}

/** Each question once; one that is called both right and wrong is neither. */
function marksOf(value: unknown): AnswerMark[] {
  const marks = new Map<string, AnswerMark>()
  for (const sent of Array.isArray(value) ? value : []) {
    const questionId = isObject(sent) ? idOf(named(sent, ['question_id', 'questionId', 'id'])) : null
    if (questionId === null) continue
    const correct = flag.parse(named(sent, ['correct', 'is_correct', 'isCorrect']))
    const earlier = marks.get(questionId)
    marks.set(questionId, {
      questionId,
      correct: earlier === undefined || earlier.correct === correct ? correct : null,
    })
  }
  return [...marks.values()]
}

/** No token lives longer than ten years, so a longer time is broken. */
const longestLife = 3650 * day

/** How many seconds before its time is over a token is renewed; one that lives no longer would be before each request. */
export const renewedBefore = 10

/** A token that fits into a header (RFC 9110, 5.5); anything else would break the request. */
export const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)

/**
 * Reads the tokens of a login or a renewal.
 * @param earlier the refresh token that a renewal leaves in force where it sends no other
 * @throws AppError `api/not-understood`
 */
export function readTokens({ json }: JsonAnswer, now: UnixSeconds, earlier: string | null): Tokens {
  const data = dataOf(json)
  const sent = isObject(data) && isObject(data.tokens) ? data.tokens : data
  if (!isObject(sent)) throw notUnderstood()
  const [access, refresh] = [
    named(sent, ['access_token', 'accessToken', 'token']),
    named(sent, ['refresh_token', 'refreshToken']),
  ]
  if (!isToken(access)) throw notUnderstood()
  const lifetime = numberOrNull.parse(named(sent, ['expires_in', 'expiresIn']))
  return {
    access,
    refresh: typeof refresh === 'string' ? refresh : earlier,
    expiresAt:
      lifetime === null || lifetime <= renewedBefore || lifetime > longestLife
        ? null
        : plusSeconds(now, Math.floor(lifetime)),
  }
}
