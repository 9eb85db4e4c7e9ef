import { z } from 'zod'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import { integerOrNull } from '../values.ts'
import { textOrNull } from './values.ts'

const envelope = z.looseObject({
  status: z.string(),
  server_timestamp: integerOrNull,
  next_request_after: integerOrNull,
  error: z
    .looseObject({ error_code: textOrNull, code: textOrNull, next_request_after: integerOrNull })
    .optional()
    .catch(undefined),
})

type Envelope = z.infer<typeof envelope>

/**
 * Checks the `status` that every answer begins with.
 * @throws AppError `api/*` for a documented or unknown error, `api/not-understood` for anything without a known status
 */
export function openEnvelope(body: unknown): Envelope {
  const answer = envelope.safeParse(body).data
  if (answer === undefined) throw new AppError('api/not-understood')
  if (isSuccess(answer)) return answer
  throw errorOf(answer)
}

/** ClassMarker's own error in an answer, where it has one of the documented codes. */
export function errorIn(body: unknown): AppError | null {
  const answer = envelope.safeParse(body).data
  if (answer === undefined || isSuccess(answer)) return null
  return isDocumented(apiCodeOf(answer)) ? errorOf(answer) : null
}

/** ClassMarker's time and the moment from which requests are allowed again, if an answer of any kind tells them. */
export function timesIn(body: unknown): { readonly serverTime?: number; readonly nextRequestAfter?: number } {
  const answer = envelope.safeParse({ status: '', ...(typeof body === 'object' ? body : {}) }).data
  const serverTime = answer?.server_timestamp ?? null
  const nextRequestAfter = answer === undefined ? null : nextRequestIn(answer)
  return {
    ...(serverTime === null ? {} : { serverTime }),
    ...(nextRequestAfter === null ? {} : { nextRequestAfter }),
  }
}

const nextRequestIn = ({ error, next_request_after }: Envelope): number | null =>
  error?.next_request_after ?? next_request_after

// `verified` answers a change that was asked for with `verify_only`.
const isSuccess = ({ status }: Envelope): boolean => status === 'ok' || status === 'no_results' || status === 'verified'

// The 2012 sample answers the rate limit with a status of its own and no error object.
const apiCodeOf = ({ error, status }: Envelope): string => error?.error_code ?? error?.code ?? status

function errorOf(answer: Envelope): AppError {
  return apiError(apiCodeOf(answer), nextRequestIn(answer), answer.server_timestamp)
}

/** ClassMarker's documented error codes (API page, "error codes"), grouped by what a person can do about them. */
const codes: Readonly<Record<string, ErrorCode>> = {
  apiKeyAuthFail: 'api/auth-failed',
  noApiKeyExists: 'api/no-such-key',
  apiKeyInactive: 'api/key-inactive',
  apiKeyNoGroupPermission: 'api/no-permission',
  accountNotUpgraded: 'api/not-upgraded',
  timeStampOutOfRange: 'api/clock',
  rateLimitExceeded: 'api/rate-limited',
  request_limit_reached: 'api/rate-limited',
  finishedAfterTimestampTooEarly: 'api/too-early',
  offlineMaintenance: 'api/maintenance',
  internalError100: 'api/internal',
  internalError101: 'api/internal',
  incorrectUrl: 'api/bad-request',
  incorrectUrlVersionNumber: 'api/bad-request',
  incorrectUrlId: 'api/bad-request',
  incorrectRequestMethod: 'api/bad-request',
  invalidJson: 'api/bad-request',
  NotAllowedActionForQuestionType: 'api/bad-request',
  payloadValidationError: 'api/bad-request',
  requestParamValidationError: 'api/bad-request',
  custom_error: 'api/rejected',
}

const known = new Map(Object.entries(codes))

const isDocumented = (apiCode: string): boolean => known.has(apiCode)

// ClassMarker's codes are words. Anything with more digits may be the request echoed back, with its signature.
const code = /^[A-Za-z][A-Za-z_]{0,49}\d{0,4}$/

/**
 * The AppError for ClassMarker's own code; an unknown code is kept by name.
 * @param nextRequestAfter Unix seconds, sent with a rate limit
 * @param serverTime Unix seconds of ClassMarker's clock, sent with every answer
 */
function apiError(apiCode: string, nextRequestAfter: number | null, serverTime: number | null): AppError {
  return new AppError(known.get(apiCode) ?? 'api/rejected', {
    // Leaves ClassMarker's message out: it is written for programmers and may repeat the request.
    apiCode: code.test(apiCode) ? apiCode : 'unknown',
    ...(nextRequestAfter === null ? {} : { nextRequestAfter }),
    ...(serverTime === null ? {} : { serverTime }),
  })
}

// Codes that concern the list or the codes sent to it.
const aboutTheList: readonly unknown[] = ['incorrectUrlId', 'incorrectUrl']
const aboutCodes: readonly unknown[] = ['payloadValidationError', 'invalidJson']

/** Which part of an access list's change ClassMarker refused; null if the failure concerns neither. */
export function refusedOf(thrown: unknown): 'list' | 'codes' | null {
  if (!(thrown instanceof AppError)) return null
  const { code, detail } = thrown
  if (code === 'api/rejected') return 'codes'
  if (code !== 'api/bad-request') return null
  if (aboutTheList.includes(detail.apiCode)) return 'list'
  return aboutCodes.includes(detail.apiCode) ? 'codes' : null
}

/** What ClassMarker's refusals mean for a question or a category (API page, "error codes"); its answer names no field. */
const bankRefusals: Readonly<Record<string, ErrorCode>> = {
  NotAllowedActionForQuestionType: 'bank/type-read-only',
  payloadValidationError: 'bank/values-refused',
  invalidJson: 'bank/values-refused',
  incorrectUrlId: 'bank/not-there',
  incorrectUrl: 'bank/not-there',
  custom_error: 'bank/refused',
}

/** The refusal of a question or category as the AppError that says so; another failure as it is. */
export function bankErrorOf(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { code, detail } = thrown
  // A plain 404 instead of the documented error.
  if (code === 'network/server-error' && detail.status === 404) return new AppError('bank/not-there', {})
  if (code !== 'api/bad-request' && code !== 'api/rejected') return thrown
  const refusal = bankRefusals[detail.apiCode ?? '']
  return refusal === undefined ? thrown : new AppError(refusal, { apiCode: String(detail.apiCode) })
}

/** Whether ClassMarker refused this question or category, and not the account or the moment. */
export const isBankRefusal = ({ code }: AppError): boolean =>
  code === 'bank/type-read-only' ||
  code === 'bank/values-refused' ||
  code === 'bank/not-there' ||
  code === 'bank/name-taken' ||
  code === 'bank/refused'

// Errors given before ClassMarker looked at the request's content, or before anything was sent.
const turnedAway: readonly ErrorCode[] = [
  'bank/no-room',
  'api/auth-failed',
  'api/no-such-key',
  'api/key-inactive',
  'api/no-permission',
  'api/not-upgraded',
  'api/clock',
  'api/rate-limited',
  'api/maintenance',
]

/** Whether a failed request certainly changed nothing. */
export const isWithoutEffect = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  (turnedAway.includes(thrown.code) || (thrown.code.startsWith('network/') && thrown.detail.unsent === 1))
