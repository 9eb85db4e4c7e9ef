import { AppError, type ErrorCode } from '../../shared/errors.ts'

/** ClassMarker's documented error codes (API page, "error codes"), by what a person can do about them. */
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

export const isDocumented = (apiCode: string): boolean => known.has(apiCode)

// Words, as ClassMarker's codes are. Whatever holds more digits may be the request said back, with its signature.
const code = /^[A-Za-z][A-Za-z_]{0,49}\d{0,4}$/

/**
 * The error behind ClassMarker's own code; an unknown one is named, never guessed at.
 * @param nextRequestAfter Unix seconds, sent with a rate limit
 * @param serverTime Unix seconds of ClassMarker's clock, sent with every answer
 */
export function apiError(apiCode: string, nextRequestAfter: number | null, serverTime: number | null): AppError {
  return new AppError(known.get(apiCode) ?? 'api/rejected', {
    // The message beside the code is not carried on: it is written for programmers and may repeat the request.
    apiCode: code.test(apiCode) ? apiCode : 'unknown',
    ...(nextRequestAfter === null ? {} : { nextRequestAfter }),
    ...(serverTime === null ? {} : { serverTime }),
  })
}
