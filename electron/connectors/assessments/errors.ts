import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { RefusedAnswer } from '../answer-body.ts'
import { isObject } from '../values.ts'

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

/** Reads an error in either form; null for anything else. */
export function errorIn(json: unknown): SaidError | null {
  if (!isObject(json)) return null
  if (typeof json.error === 'string' && json.error !== '') return said({ code: json.code, message: json.error })
  if (isObject(json.error) && Object.keys(json.error).length > 0) return said(json.error)
  const isFlat = typeof json.code === 'string' && (typeof json.message === 'string' || typeof json.status === 'number')
  return isFlat && !Object.hasOwn(json, 'id') ? said(json) : null
}

const said = ({ code, message, details }: Readonly<Record<string, unknown>>): SaidError => ({
  code: typeof code === 'string' ? asCode(code) : '',
  message: typeof message === 'string' ? message : '',
  details: Array.isArray(details) ? details.flatMap(detailText) : [],
})

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
  [/ENROL/, 'assessments/not-enrolled'],
  [/NOT_FOUND$/, 'assessments/not-found'],
  [/RATE_?LIMIT|TOO_MANY_REQUESTS/, 'api/rate-limited'],
  [/^UNAUTH|^(INVALID|EXPIRED)_(ACCESS_)?TOKEN|TOKEN_(IS_)?(INVALID|EXPIRED)/, 'api/sign-in-again'],
  [/VALIDATION/, 'assessments/invalid'],
  [/ROLE|PERMISSION|FORBIDDEN|ACCESS_DENIED/, 'assessments/forbidden'],
]

/** Codes that say so of a submission alone: elsewhere they would name a field. */
const submissionCodes: Table = [
  [/ATTEMPT|RETAKE/, 'assessments/no-attempts-left'],
  [/^(TIME|DEADLINE)_|_TIME_(OVER|UP)/, 'assessments/time-over'],
]

/** What the words of a refused submission can be about, where its code is only "forbidden". */
const byMessage: Table = [
  [/enrol/i, 'assessments/not-enrolled'],
  [/\btime (limit|is (over|up)|ran out|has (expired|run out))/i, 'assessments/time-over'],
  [/attempt|retake|\bagain\b/i, 'assessments/no-attempts-left'],
  [/\b(roles?|permissions?)\b|\b(only|requires?)\b.*\b(instructors?|admin)/i, 'assessments/forbidden'],
]

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
export function refusalOf({ status, json, text }: RefusedAnswer, about: About, secrets: readonly string[]): AppError {
  if (status === 429) return new AppError('api/rate-limited')
  if (status >= 500 || status === 408) return new AppError('network/server-error', { status })
  // What somebody else put in the way refuses nothing in the service's name; only of a token are bare words enough.
  const isSaid = isObject(json) || text.trim() === '' || (status === 401 && !/^\s*</.test(text))
  if (!isSaid) return new AppError('network/not-json')
  return errorFor(errorIn(json), about, secrets, status)
}

/** The AppError of an error inside an answer that calls itself a success. */
export const errorWithin = (error: SaidError, about: About, secrets: readonly string[]): AppError =>
  errorFor(error, about, secrets, null)

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
  const codes = about === 'submission' ? [...byCode, ...submissionCodes] : byCode
  const code = matching(codes, error?.code ?? '') ?? (status === null ? undefined : byStatus[status])
  if (about === 'sign-in') return signInCode(code, error?.code ?? '', status)
  if (about === 'renewal') return code === 'api/rate-limited' ? code : 'api/sign-in-again'
  if (about === 'list' && code === 'assessments/not-found' && status === 404) return 'assessments/no-service'
  if (about !== 'submission') return code ?? 'api/rejected'
  if (code === 'assessments/forbidden') return forbiddenSubmission(error)
  return code ?? matching(byMessage, error?.message ?? '') ?? 'api/rejected'
}

function signInCode(code: ErrorCode | undefined, apiCode: string, status: number | null): ErrorCode {
  if (code === 'assessments/not-found' || status === 405)
    return /USER|ACCOUNT/.test(apiCode) ? refusedSignIn : noService
  if (code === 'api/rate-limited') return code
  return code === undefined && !/CREDENTIAL|PASSWORD/.test(apiCode) ? 'api/rejected' : refusedSignIn
}
const refusedSignIn = 'assessments/sign-in-refused'
const noService = 'assessments/no-service'

/**
 * Which prohibition a refused submission met. The document answers the limit of retakes with 403 (API document,
 * "Retake policy"); so does a service that means the enrolment or the role, which say so in their words.
 */
function forbiddenSubmission(error: SaidError | null): ErrorCode {
  if (error === null) return 'assessments/forbidden'
  const isPlain = error.code === '' || error.code === 'FORBIDDEN'
  return matching(byMessage, error.message) ?? (isPlain ? 'assessments/no-attempts-left' : 'assessments/forbidden')
}

// The service's codes are words. Anything with more digits may be the request echoed back.
const safeCode = /^[A-Z][A-Z_]{0,49}\d{0,4}$/

function apiCodeOf(error: SaidError | null, secrets: readonly string[]): string | null {
  if (error === null || !safeCode.test(error.code)) return null
  const isSecret = secrets.map(asCode).some((secret) => secret.includes(error.code) || error.code.includes(secret))
  return isSecret ? null : error.code
}

const longestSaid = 500

/** What the service says of the fields, in one line, without a secret and not endless. */
function presentable(text: string, secrets: readonly string[]): string {
  const bare = secrets.reduce((said, secret) => said.replaceAll(secret, '…'), text)
  const line = bare.replace(/[\p{C}\s]+/gu, ' ').trim()
  return line.length > longestSaid ? `${line.slice(0, longestSaid)}…` : line || 'the values'
}

/** Whether a failed request certainly changed nothing: it never left, or the service refused it in its own words. */
export const isWithoutEffect = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  (thrown.code === 'api/sign-in-again' ||
    thrown.code === 'api/rate-limited' ||
    thrown.code.startsWith('assessments/') ||
    (thrown.code.startsWith('network/') && thrown.detail.unsent === 1))
