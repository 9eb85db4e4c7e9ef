import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Answer } from '../api.ts'
import { isJsonObject, type Json, type JsonObject } from '../protocol.ts'
import { type Dialect, fieldOf, Refusal, refused, type Said, written } from './dialect.ts'
import type { Counted, Issued, MinuteLimit, Role, Sessions } from './sessions.ts'
import type { AssessmentsWorld, SimulatedAssessment, SimulatedSubmission } from './world.ts'

export interface AssessmentsApi {
  readonly world: AssessmentsWorld
  readonly sessions: Sessions
  readonly limit: MinuteLimit
  readonly dialect: Dialect
  readonly role: Role
}

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly authorization: string
  readonly body: string
}

/** The service's answer to a request, a refusal's included. */
export function answerTo(api: AssessmentsApi, asked: Asked): Answer {
  const now = api.world.now()
  const counted = api.limit.count(now)
  const answer = counted?.isRefused
    ? refused(api.dialect, new Refusal(429, 'RATE_LIMITED', 'Too many requests. Try again in a minute.'))
    : carriedOut(api, asked, now)
  return { ...answer, headers: { ...answer.headers, ...(counted === null ? {} : headersOf(counted, now)) } }
}

const headersOf = ({ limit, remaining, resetAt, isRefused }: Counted, now: UnixSeconds) => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(resetAt),
  ...(isRefused && { 'retry-after': String(resetAt - now) }),
})

function carriedOut(api: AssessmentsApi, asked: Asked, now: UnixSeconds): Answer {
  try {
    return written(api.dialect, route(api, asked, now))
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return refused(api.dialect, thrown)
  }
}

const notFound = (what: string) => new Refusal(404, 'NOT_FOUND', `${what} not found.`)

function route(api: AssessmentsApi, asked: Asked, now: UnixSeconds): Said {
  const { method, url } = asked
  const [root, ...parts] = url.pathname.split('/').slice(2).map(decoded)
  if (!url.pathname.startsWith('/api/v1/') || root !== 'v1') throw notFound('Route')
  const [noun, id, inner, innerId, ...more] = parts
  if (noun === 'auth' && inner === undefined) return signIn(api, id, asked, now)
  if (noun !== 'assessments' || more.length > 0) throw notFound('Route')
  const token = /^Bearer (.+)$/.exec(asked.authorization)?.[1]
  if (token === undefined || !api.sessions.isGood(token, now)) {
    throw new Refusal(401, 'UNAUTHORIZED', 'The access token is missing, invalid or expired.')
  }
  if (id === undefined) return only(method, { GET: () => list(api, url.searchParams), POST: () => create(api, asked) })
  const assessment = api.world.assessment(id)
  if (assessment === undefined) throw notFound('Assessment')
  if (inner === undefined) return only(method, { GET: () => ({ data: withQuestions(assessment) }) })
  if (inner !== 'submissions') throw notFound('Route')
  if (innerId === undefined) return only(method, { POST: () => submit(api, assessment, asked) })
  return only(method, { GET: () => submission(api, assessment, innerId) })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw notFound('Route')
  }
}

function only(method: string, answers: Readonly<Record<string, () => Said>>): Said {
  const answer = answers[method]
  if (answer === undefined) throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'This method is not allowed here.')
  return answer()
}

function signIn({ sessions }: AssessmentsApi, action: string | undefined, asked: Asked, now: UnixSeconds): Said {
  if (action !== 'login' && action !== 'refresh') throw notFound('Route')
  return only(asked.method, {
    POST: () => {
      const body = objectIn(asked.body)
      const issued =
        action === 'login' ? sessions.signIn(body.email, body.password, now) : sessions.renew(body.refresh_token, now)
      if (issued === null) throw new Refusal(401, 'UNAUTHORIZED', 'The credentials are not valid.')
      return { data: tokensOf(issued) }
    },
  })
}

const tokensOf = ({ access, refresh, lifetime }: Issued): JsonObject => ({
  access_token: access,
  refresh_token: refresh,
  expires_in: lifetime,
  token_type: 'Bearer',
})

function objectIn(body: string): JsonObject {
  try {
    const value: Json = JSON.parse(body)
    if (isJsonObject(value)) return value
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new Refusal(400, 'VALIDATION_ERROR', 'The body is not a JSON object.')
}

type Detail = readonly [field: string, issue: string]

/** Refuses values; the other dialect says it in its message alone. */
const invalid = (details: readonly Detail[]): Refusal =>
  new Refusal(422, 'VALIDATION_ERROR', details.map(([field, issue]) => `${field} ${issue}`).join('; '), details)

function list({ world }: AssessmentsApi, sent: URLSearchParams): Said {
  const page = wholeIn(sent, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = wholeIn(sent, 'per_page', 20, 100)
  const courseId = sent.get('course_id')
  const all = world.assessments.filter((each) => courseId === null || each.courseId === courseId)
  const data = all.slice((page - 1) * perPage, page * perPage).map(listed)
  return { data, meta: { total: all.length, page, per_page: perPage } }
}

function wholeIn(sent: URLSearchParams, name: string, usual: number, most: number): number {
  const text = sent.get(name)
  if (text === null) return usual
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > most) throw invalid([[name, 'is out of range']])
  return value
}

const listed = (assessment: SimulatedAssessment): JsonObject => ({
  id: assessment.id,
  course_id: assessment.courseId,
  title: assessment.title,
  passing_score: assessment.passingScore,
  time_limit_minutes: assessment.timeLimitMinutes,
  question_count: assessment.questions.length,
})

/** The right answers stay here. */
const withQuestions = (assessment: SimulatedAssessment): JsonObject => ({
  ...listed(assessment),
  questions: assessment.questions.map(({ id, type, text, options, points }) => ({
    id,
    type,
    text,
    points,
    options: options.map((option, at) => ({ id: String.fromCharCode(65 + at), text: option })),
  })),
})

function create({ dialect, world, role }: AssessmentsApi, { body }: Asked): Said {
  if (role === 'learner') {
    throw new Refusal(403, 'FORBIDDEN', 'This action requires the admin or instructor role.')
  }
  const sent = objectIn(body)
  const { title } = sent
  const [course_id, passing_score, time_limit_minutes = null] = [
    fieldOf(dialect, sent, 'course_id'),
    fieldOf(dialect, sent, 'passing_score'),
    fieldOf(dialect, sent, 'time_limit_minutes'),
  ]
  const details: Detail[] = []
  if (typeof course_id !== 'string' || world.course(course_id) === undefined) details.push(['course_id', 'is unknown'])
  if (typeof title !== 'string' || title.length < 3 || title.length > 200) {
    details.push(['title', 'must be between 3 and 200 characters'])
  }
  if (!isWhole(passing_score) || passing_score > 100) {
    details.push(['passing_score', 'must be an integer from 1 to 100'])
  }
  if (time_limit_minutes !== null && !isWhole(time_limit_minutes)) {
    details.push(['time_limit_minutes', 'must be null or a whole number of minutes'])
  }
  if (details.length > 0) throw invalid(details)
  const added = world.addAssessment({
    courseId: String(course_id),
    title: String(title),
    passingScore: Number(passing_score),
    timeLimitMinutes: time_limit_minutes === null ? null : Number(time_limit_minutes),
  })
  return { status: 201, data: listed(added) }
}

const isWhole = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1

function submit(api: AssessmentsApi, assessment: SimulatedAssessment, { body }: Asked): Said {
  const { dialect, world } = api
  refuseSubmission(world, assessment)
  const sent = objectIn(body)
  const answers = answersIn(dialect, sent.answers, assessment)
  const { sessionId } = sent
  if (sessionId !== undefined && !world.closeSession(String(sessionId))) {
    throw new Refusal(403, 'SESSION_CLOSED', 'This attempt was already submitted.')
  }
  if (world.attemptsLeft(world.userId, assessment) === 0) {
    throw new Refusal(403, 'ATTEMPT_LIMIT_REACHED', 'You have reached the maximum number of attempts.')
  }
  const submission = world.submit(assessment, world.userId, answers)
  return { status: 201, data: result(api, assessment, submission) }
}

/** Refuses whoever may not submit, and what nobody may submit now. */
function refuseSubmission(world: AssessmentsWorld, { courseId, access }: SimulatedAssessment): void {
  if (access === 'hidden') throw new Refusal(403, 'FORBIDDEN', 'You cannot see this course.')
  if (!world.isEnrolled(world.userId, courseId)) {
    throw new Refusal(403, 'NOT_ENROLLED', 'You are not enrolled in this course.')
  }
  if (access === 'closed') throw new Refusal(403, 'PERIOD_CLOSED', 'The academic period of this course is closed.')
}

function answersIn(dialect: Dialect, sent: Json | undefined, { questions }: SimulatedAssessment): Map<string, unknown> {
  if (!Array.isArray(sent)) throw invalid([['answers', 'must be an array']])
  const answers = new Map<string, unknown>()
  for (const [at, each] of (sent as readonly Json[]).entries()) {
    const id = isJsonObject(each) ? fieldOf(dialect, each, 'question_id') : undefined
    if (typeof id !== 'string' || !questions.some((question) => question.id === id)) {
      throw invalid([[`answers.${at}.question_id`, 'is unknown']])
    }
    answers.set(id, isJsonObject(each) ? each.answer : undefined)
  }
  return answers
}

function submission(api: AssessmentsApi, assessment: SimulatedAssessment, id: string): Said {
  const found = api.world.submission(id)
  if (found === undefined || found.assessmentId !== assessment.id) throw notFound('Submission')
  if (api.role === 'learner' && found.learnerId !== api.world.userId) {
    throw new Refusal(403, 'FORBIDDEN', 'This submission belongs to somebody else.')
  }
  return { data: result(api, assessment, found) }
}

/**
 * The result as the document has it; or as the server's own code has it, with what was answered beside what was right,
 * its moment under another name and without a zone, and the attempts that are left.
 */
function result(
  { dialect, world }: AssessmentsApi,
  assessment: SimulatedAssessment,
  { id, learnerId, score, passed, submittedAt, answers }: SimulatedSubmission,
): JsonObject {
  const common = { id, assessment_id: assessment.id, score, passed }
  const marks = answers.map(({ questionId, correct }) => ({ question_id: questionId, correct }))
  const at = new Date(submittedAt * 1000).toISOString()
  if (dialect === 'documented') return { ...common, answers: marks, learner_id: learnerId, submitted_at: at }
  return {
    ...common,
    student_id: learnerId,
    answers: answers.map(({ questionId, given }) => ({ question_id: questionId, answer: given })),
    feedback: marks,
    completed_at: at.replace('.000Z', '.123456'),
    attempts_remaining: world.attemptsLeft(learnerId, assessment),
  }
}
