import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { RefusedAnswer } from '../answer-body.ts'
import { isEmpty, isObject } from '../values.ts'

/** What a request was about: it decides what a refusal without a code of its own means. */
export type About = 'sign-in' | 'renewal' | 'list' | 'reading' | 'creation' | 'submission'

/** An error as the service says it: `{error: {code, message, details}}`, or `{code, message, status}` by itself. */
interface SaidError {
  /** Upper-case words; empty where there is none. */
  readonly code: string
  readonly message: string
  /** `field: issue`, of each detail. */
  readonly details: readonly string[]
}

/** Null, or a list or an object without anything in it. */
const isBare = (data: unknown): boolean =>
  isEmpty(data) || (typeof data === 'object' && data !== null && Object.keys(data).length === 0)

/**
 * The error in an answer that calls itself a success; null where there is none. What stands beside data is none: the
 * data is there.
 */
export function errorIn(json: unknown): SaidError | null {
  if (!isObject(json) || !isBare(json.data) || Object.hasOwn(json, 'id')) return null
  if (typeof json.error === 'string' && json.error !== '') return said({ code: json.code, message: json.error })
  if (isObject(json.error)) return Object.values(json.error).every(isEmpty) ? null : said(json.error)
  const isFlat = typeof json.code === 'string' && (typeof json.message === 'string' || typeof json.status === 'number')
  return isFlat ? said(json) : null
}

/** What an answer with a status of 400 or more says, in whichever form; null where it is no object. */
function errorOf(json: unknown): SaidError | null {
  if (!isObject(json)) return null
  const { error } = json
  if (isObject(error)) return said({ ...error, message: error.message ?? json.message })
  const isCode = typeof error === 'string' && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(error)
  return said({
    code: typeof json.code === 'string' ? json.code : isCode ? error : '',
    message: json.message ?? json.detail ?? (isCode ? '' : error),
    details: json.details,
  })
}

const said = ({ code, message, details }: Readonly<Record<string, unknown>>): SaidError => ({
  code: typeof code === 'string' ? asCode(code) : '',
  message: wordsIn(message),
  details: Array.isArray(details) ? details.flatMap(detailText) : [],
})

/** The name of a status (RFC 9110, 15.5), which says no more than its number. */
const statusName = /^(forbidden|conflict|bad request|unauthorized|not found|unprocessable (entity|content))[.!]?$/i

function wordsIn(message: unknown): string {
  const lines = (Array.isArray(message) ? message : [message]).filter((line) => typeof line === 'string')
  const text = lines.join('; ').trim()
  return statusName.test(text) ? '' : text
}

const asCode = (text: string): string =>
  text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')

function detailText(detail: unknown): string[] {
  if (typeof detail === 'string') return [detail]
  if (!isObject(detail)) return []
  const parts = [detail.field, detail.issue ?? detail.message].filter((part) => typeof part === 'string')
  return parts.length === 0 ? [] : [parts.join(': ')]
}

type Table = readonly (readonly [RegExp, ErrorCode])[]

/** Codes that say by themselves what they are about. */
const byCode: Table = [
  [/NOT_FOUND$/, 'assessments/not-found'],
  [/RATE_?LIMIT|TOO_MANY_REQUESTS/, 'api/rate-limited'],
  [/^(INVALID|EXPIRED)_(ACCESS_)?TOKEN|TOKEN_(IS_)?(INVALID|EXPIRED)/, 'api/sign-in-again'],
  [/VALIDATION/, 'assessments/invalid'],
  [/NOT_ENROL|ENROL\w*_REQUIRED|ROLE|PERMISSION|FORBIDDEN|ACCESS_DENIED/, 'assessments/forbidden'],
]

const tries = '(attempts?|retakes?|tries|submissions?)'
/** The words that mean the limit of retakes; a mere mention of an attempt does not. */
const limitOfRetakes: readonly string[] = [
  // "maximum number of attempts", "max attempts (2)"
  `max(imum)?( (?!time|duration|size)\\w+){0,3} ${tries}`,
  // "attempt limit reached", "attempts are exhausted"
  `${tries}( (count|number|are|is|were|have been))? (limit|max(imum)?|exceeded|exhausted|used up)`,
  // "the limit of 2 tries"
  `limit (of|on|for) (the |your )?(number of )?(\\d+ )?${tries}`,
  // "no more attempts", "no retakes are left"
  `(no|0|zero) (more|further|remaining) ${tries}`,
  `(no|0|zero) ${tries} (\\w+ )?(left|remain(ing|s)?|available|allowed)`,
  // "used all of your attempts", "all attempts have been used"
  `(used|exhausted)( up)? (all|both)( \\w+){0,3} ${tries}`,
  `all( \\w+){0,3} ${tries} (\\w+ ){0,2}(used|exhausted|taken)`,
  // "only one attempt", "may be submitted only once"
  `only (\\d+|one|two|three|a single) ${tries}`,
  '(submitted|taken) only once|only be (submitted|taken) once',
  // "retake forbidden", "cannot be retaken"
  'retakes?( (is|are))? (not|forbidden|disallowed|denied)',
  '(not|cannot)( be)? retaken?',
]
const anyOf = (wordings: readonly string[]): RegExp => new RegExp(`\\b(${wordings.join('|')})\\b`)

/** What a refused submission can be about: in lower-case words, of its code or its message. The first that fits. */
const bySubmission: Table = [
  [anyOf(limitOfRetakes), 'assessments/no-attempts-left'],
  // Met by a repeat too, when the answer to the first one was lost.
  [
    /\balready\b|\bin progress\b|\bduplicate (attempt|submission)|\b(attempt|session)( (is|was|has been))? (closed|submitted|completed|finished)\b/,
    'assessments/already-submitted',
  ],
  [
    /\b(not|isn't|aren't|must|only|needs?|requires?|no|without)\b[^.]*\benrol|\benrol\w* (is )?(required|missing|inactive|expired)/,
    'assessments/not-enrolled',
  ],
  [
    /\btime( limit)? (\w+ ){0,4}(over|up|out|expired|elapsed|exceeded|passed)\b|\b(deadline|due date|expired|too late|closed|unpublished)\b|\bnot (yet |currently )?(open|published|available)\b/,
    'assessments/time-over',
  ],
]

/** What forbids a submission to this person, rather than to everybody. */
const byPerson: Table = [
  [/\b(roles?|permissions?|privileges?|access|denied|cannot|members?|staff|only|belongs)\b/, 'assessments/forbidden'],
]

const inWords = (text: string): string => text.toLowerCase().replace(/[_\s’]+/g, (gap) => (gap === '’' ? "'" : ' '))

const matching = (table: Table, text: string): ErrorCode | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1]

const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'assessments/invalid',
  401: 'api/sign-in-again',
  403: 'assessments/forbidden',
  404: 'assessments/not-found',
  422: 'assessments/invalid',
}

/**
 * The AppError of an answer with a status of 400 or more, recognised by the service's code, then by its status. Its
 * message stays out, since it may repeat the request; what it says of the fields of values it refused is kept, without
 * `secrets`.
 */
export function refusalOf(
  { status, headers, json, text }: RefusedAnswer,
  about: About,
  secrets: readonly string[],
): AppError {
  const isRead = about === 'list' || about === 'reading'
  if (status === 429 || (status === 503 && isRead && headers.has('retry-after')))
    return new AppError('api/rate-limited')
  if (status >= 500 || status === 408) return new AppError('network/server-error', { status })
  // What somebody else put in the way refuses nothing in the service's name; only of a token are bare words enough.
  const isSaid = isObject(json) || text.trim() === '' || (status === 401 && !/^\s*</.test(text))
  if (!isSaid) return new AppError('network/not-json')
  return errorFor(errorOf(json), about, secrets, status)
}

/**
 * The AppError of an error inside an answer that calls itself a success. Of a change it proves neither that it was
 * carried out nor that it was not.
 */
export function errorWithin(error: SaidError, about: About, secrets: readonly string[]): AppError {
  if (about !== 'creation' && about !== 'submission') return errorFor(error, about, secrets, null)
  return new AppError('api/not-understood', { apiCode: apiCodeOf(error, secrets) ?? 'HTTP' })
}

function errorFor(error: SaidError | null, about: About, secrets: readonly string[], status: number | null): AppError {
  const code = codeOf(error, about, status)
  // What is said about a sign-in may be the password or the token itself.
  if (about === 'sign-in' || about === 'renewal') return new AppError(code, { apiCode: `HTTP${status ?? ''}` })
  const detail = { apiCode: apiCodeOf(error, secrets) ?? `HTTP${status ?? ''}` }
  if (code !== 'assessments/invalid') return new AppError(code, detail)
  const said = error?.details.length ? error.details : [error?.message ?? '']
  return new AppError(code, { ...detail, fields: presentable(said.join('; '), secrets) })
}

function codeOf(error: SaidError | null, about: About, status: number | null): ErrorCode {
  if (about === 'submission') return submissionCode(error, status)
  const code = codeSaid(error, status) ?? (status === null ? undefined : byStatus[status])
  if (about === 'sign-in') return signInCode(code, error, status)
  if (about === 'renewal') return code === 'api/rate-limited' ? code : 'api/sign-in-again'
  if (about === 'list' && code === 'assessments/not-found' && status === 404) return 'assessments/no-service'
  return code ?? 'api/rejected'
}

function codeSaid(error: SaidError | null, status: number | null): ErrorCode | undefined {
  const code = error?.code ?? ''
  // With 403 it means that the person is known and may not do it.
  if (/^UNAUTH/.test(code) && status !== 403) return 'api/sign-in-again'
  return matching(byCode, code)
}

function signInCode(code: ErrorCode | undefined, error: SaidError | null, status: number | null): ErrorCode {
  const [apiCode, message] = [error?.code ?? '', error?.message ?? '']
  if (code === 'assessments/not-found' || status === 405) {
    return /USER|ACCOUNT/.test(apiCode) || /\b(user|account|e-?mail)\b/i.test(message) ? refusedSignIn : noService
  }
  if (code === 'api/rate-limited') return code
  const isWrong = /CREDENTIAL|PASSWORD/.test(apiCode) || /\b(credentials?|password)\b/i.test(message)
  if ((status === 403 || status === 423) && !isWrong) return 'assessments/sign-in-forbidden'
  return code === undefined && !isWrong ? 'api/rejected' : refusedSignIn
}
const refusedSignIn = 'assessments/sign-in-refused'
const noService = 'assessments/no-service'

/**
 * Why a submission was refused. The document answers the limit of retakes with 403 (API document, "Retake policy"), and
 * so does a service that means the enrolment, the role or a course that is closed. So the limit is told only where the
 * code or the words mean it.
 */
function submissionCode(error: SaidError | null, status: number | null): ErrorCode {
  const { code, message, details } = error ?? { code: '', message: '', details: [] }
  const said = codeSaid(error, status)
  if (status === 401) return 'api/sign-in-again'
  if (said === 'api/sign-in-again' || said === 'api/rate-limited' || said === 'assessments/not-found') return said
  if (said === 'assessments/invalid' && details.length > 0) return said
  const meant = matching(bySubmission, inWords(code)) ?? matching(bySubmission, inWords(message))
  if (meant !== undefined) return meant
  if (status !== 403) return said ?? (status === null ? undefined : byStatus[status]) ?? 'api/rejected'
  const isPlain = code === 'FORBIDDEN' || said !== 'assessments/forbidden'
  return matching(byPerson, inWords(message)) ?? (isPlain ? 'assessments/submission-refused' : 'assessments/forbidden')
}

// The service's codes are words. Anything with more digits may be the request echoed back.
const safeCode = /^[A-Z][A-Z_]{0,49}\d{0,4}$/

function apiCodeOf(error: SaidError | null, secrets: readonly string[]): string | null {
  if (error === null || !safeCode.test(error.code)) return null
  const isSecret = secrets.map(asCode).some((secret) => secret.includes(error.code) || error.code.includes(secret))
  return isSecret || withoutSecrets(error.code, secrets.map(asCode)) !== error.code ? null : error.code
}

const longestSaid = 500

/** What the service says of the fields, in one line, without a secret and not endless. */
function presentable(text: string, secrets: readonly string[]): string {
  const line = withoutSecrets(text.replace(/[\p{C}\s]+/gu, ' ').trim(), secrets)
  return line.length > longestSaid ? `${line.slice(0, longestSaid)}…` : line || 'the values'
}

/** As many characters of a secret in a row are no accident. */
const tellingRun = 12

/** The error without the id of a submission in which the service repeats a secret. */
export function withoutSecretId(thrown: unknown, secrets: readonly string[]): unknown {
  if (!(thrown instanceof AppError) || thrown.detail.submission === undefined) return thrown
  const { submission, ...detail } = thrown.detail
  const id = String(submission)
  return withoutSecrets(id, secrets) === id ? thrown : new AppError(thrown.code, detail, { cause: thrown.cause })
}

/** The text without secrets and longer parts of them, in small letters or large, as they are or encoded for a URL. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  const bare = forms.reduce((said, secret) => said.replaceAll(secret, '…'), text.slice(0, 8 * longestSaid))
  const [low, lowForms] = [inSmall(bare), forms.map(inSmall)]
  let [shown, at] = ['', 0]
  while (at < bare.length) {
    const length = Math.max(0, ...lowForms.map((form) => runAt(low, at, form)))
    shown += length === 0 ? bare[at] : '…'
    at += Math.max(1, length)
  }
  return shown
}

/** How many characters from `at` on stand in the secret too; 0 where they are few. */
function runAt(text: string, at: number, secret: string): number {
  let length = tellingRun
  if (at + length > text.length || !secret.includes(text.slice(at, at + length))) return 0
  while (at + length < text.length && secret.includes(text.slice(at, at + length + 1))) length++
  return length
}

// Of ASCII alone, so that every character keeps its place.
const inSmall = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Whether a failed request certainly changed nothing: it never left, or the service refused it in its own words. */
export const isWithoutEffect = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  (thrown.code === 'api/sign-in-again' ||
    thrown.code === 'api/rate-limited' ||
    (thrown.code.startsWith('assessments/') && thrown.code !== 'assessments/already-submitted') ||
    (thrown.code.startsWith('network/') && thrown.detail.unsent === 1))
