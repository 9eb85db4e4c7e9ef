import type { UnixSeconds } from '../../shared/model/time.ts'

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
