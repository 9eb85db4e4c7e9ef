import { createHash } from 'node:crypto'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { randomText, scramble, seededRandom } from './random.ts'

/** What an answer is made of before it is written as JSON or XML. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [field: string]: Json | undefined
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The documented error codes (API page, "Error codes"), each with what it says here. All travel with HTTP 200. */
const explanations = {
  apiKeyAuthFail: 'The signature does not belong to this API key.',
  apiKeyInactive: 'This API key is switched off or outside its active dates.',
  apiKeyNoGroupPermission: 'This API key may not read this group.',
  incorrectUrl: 'There is nothing at this URL.',
  incorrectUrlVersionNumber: 'The URL lacks the version number or has one that does not exist.',
  incorrectUrlId: 'An ID in the URL is missing or unknown.',
  incorrectRequestMethod: 'This request method is not allowed here.',
  rateLimitExceeded: 'The hourly allowance of requests is used up; see next_request_after.',
  timeStampOutOfRange: 'The timestamp is more than five minutes off, or not in seconds.',
  finishedAfterTimestampTooEarly: 'finishedAfterTimestamp reaches back more than three months.',
  offlineMaintenance: 'Closed for maintenance.',
  noApiKeyExists: 'No such API key.',
  accountNotUpgraded: 'The account does not include API access.',
  internalError100: 'Internal error 100.',
  internalError101: 'Internal database error 101.',
  invalidJson: 'The body is not JSON.',
  NotAllowedActionForQuestionType: 'Questions of this type cannot be changed here.',
  payloadValidationError: 'The body has values that are not allowed.',
  requestParamValidationError: 'A query parameter has a value that is not allowed.',
  custom_error: 'The request could not be carried out.',
} as const

export type ApiErrorCode = keyof typeof explanations

interface ApiErrorDetail {
  readonly message?: string | undefined
  readonly nextRequestAfter?: UnixSeconds | undefined
}

/** A request ClassMarker answers with `status: error`. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly nextRequestAfter: UnixSeconds | undefined

  constructor(code: ApiErrorCode, detail: ApiErrorDetail = {}) {
    super(detail.message ?? explanations[code])
    this.code = code
    this.nextRequestAfter = detail.nextRequestAfter
  }
}

export type SignatureHash = 'sha256' | 'md5'

/**
 * Which of the accepted hashes of key + secret + timestamp `signature` is, in lowercase hex, or nothing if it is none.
 * SHA-256 is what ClassMarker's own client has sent since late 2025; MD5 is what the API page still describes.
 */
export function hashBehind(
  signature: string,
  { key, secret }: Credentials,
  timestamp: string,
  accepted: readonly SignatureHash[],
): SignatureHash | undefined {
  return accepted.find((hash) => createHash(hash).update(`${key}${secret}${timestamp}`).digest('hex') === signature)
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'

export interface Credentials {
  readonly key: string
  readonly secret: string
}

/** A key of 30 and a secret of 32 characters, as long and as mixed as ClassMarker's, always the same for a seed. */
export function credentialsOf(seed: number): Credentials {
  const random = seededRandom(scramble(seed, 0x6b6579))
  return { key: randomText(random, letters, 30), secret: randomText(random, letters, 32) }
}
