import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { apiError, isDocumented } from './api-errors.ts'
import { integerOrNull, textOrNull } from './values.ts'

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

/** ClassMarker's time and the moment from which it may be asked again, where an answer of any kind tells them. */
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

const isSuccess = ({ status }: Envelope): boolean => status === 'ok' || status === 'no_results'

// The 2012 sample knows a status of its own for the rate limit, without an error object.
const apiCodeOf = ({ error, status }: Envelope): string => error?.error_code ?? error?.code ?? status

function errorOf(answer: Envelope): AppError {
  return apiError(apiCodeOf(answer), nextRequestIn(answer), answer.server_timestamp)
}
