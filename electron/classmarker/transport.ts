import { AppError, type ErrorDetail } from '../../shared/errors.ts'
import type { Ms } from '../../shared/model/time.ts'
import { bodyText } from './body-text.ts'
import { errorIn, timesIn } from './envelope.ts'

/** 200 results with every field come to about 200 kB; a hundred times that is not an answer of ClassMarker's. */
const largestBody = 20 * 1024 * 1024

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: URL
  readonly body?: string
  readonly timeout: Ms
  readonly signal?: AbortSignal | undefined
}

/** `fetch`, or the desktop's own that knows the system's proxies. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * Sends a request and reads the JSON that came back.
 * @throws AppError `network/*` for everything between here and ClassMarker, `job/cancelled` when the signal says so.
 *   No error carries the URL: its query holds key and signature.
 */
export async function fetchJson(fetch: Fetch, request: Request): Promise<unknown> {
  const timeout = AbortSignal.timeout(request.timeout)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  try {
    const response = await fetch(request.url.href, {
      method: request.method,
      ...(request.body === undefined ? {} : { body: request.body }),
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      // A redirect would carry key and signature to wherever it points.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    })
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      throw new AppError('network/redirected')
    }
    const body = await bodyOf(response)
    if (response.status >= 400) throw refusal(body, response)
    return parseBody(body, response)
  } catch (thrown) {
    throw networkError(thrown, request.signal, timeout, request.method !== 'GET')
  }
}

async function bodyOf(response: Response): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > largestBody) throw new AppError('network/too-large')
    chunks.push(chunk)
  }
  return bodyText(Buffer.concat(chunks), response.headers.get('content-type') ?? '')
}

/**
 * A status of 400 or more is a failure whatever the body says; ClassMarker's own error in it says which. 429 is the limit,
 * and the body beside it can only tell when it ends.
 */
function refusal(body: string, response: Response): AppError {
  const answer = parsedOrNull(body)
  if (response.status === 429) return new AppError('api/rate-limited', { ...retryAfter(response), ...timesIn(answer) })
  return errorIn(answer) ?? new AppError('network/server-error', { status: response.status })
}

/** When a limit ends, as HTTP says it: in so many seconds, or at a date (RFC 9110, 10.2.3). */
function retryAfter({ headers }: Response): ErrorDetail {
  const sent = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(sent)) return { retryAfterSeconds: Number(sent) }
  const until = Date.parse(sent)
  return Number.isNaN(until) ? {} : { nextRequestAfter: Math.ceil(until / 1000) }
}

function parsedOrNull(body: string): unknown {
  try {
    return parseJson(body)
  } catch {
    // Null is no envelope either, and is reported by the status that came with it.
    return null
  }
}

/** As `JSON.parse`, but a number with more digits than a number keeps stays the text of its digits. */
export const parseJson = (body: string): unknown =>
  JSON.parse(body, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !keepsDigits(value) ? (context?.source ?? value) : value,
  )

const keepsDigits = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER

function parseBody(body: string, response: Response): unknown {
  const type = response.headers.get('content-type') ?? ''
  const isHtml = /html/i.test(type) || /^\s*<(!doctype html|html|head|body)/i.test(body)
  try {
    return parseJson(body)
  } catch (cause) {
    // JSON nested thousands of levels deep is too much for any reader's stack; no result looks like that.
    if (cause instanceof RangeError) throw new AppError('api/not-understood', {}, { cause })
    if (isHtml) throw new AppError('network/captive-portal')
    if (/^\s*[{[]/.test(body)) throw new AppError('network/cut-off')
    throw new AppError('network/not-json')
  }
}

// How undici and Chromium name a host that cannot be reached at all, as opposed to one that hung up.
const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_CHANGED|UND_ERR_CONNECT_TIMEOUT/

// Those of them that leave no doubt: there was no connection that a request could have gone out on.
const neverConnected =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_CONNECTION_REFUSED|UND_ERR_CONNECT_TIMEOUT/

// How OpenSSL, BoringSSL, Node and Chromium name a certificate that is not to be trusted, whatever is wrong with it. The
// request itself is sent only behind a connection that is.
const untrusted =
  /\bERR_(TLS_)?CERT_|\bCERT_[A-Z]|SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|GET_CRL|VERIFY_LEAF|DECODE_ISSUER|DECRYPT_CERT)|\b(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)\b|CERTIFICATE_VERIFY_FAILED|ERR_PROXY_CERTIFICATE/

// undici's words for a tunnel that was refused, and Chromium's. Nothing went through it.
const proxyRefused = /Proxy response \(\d{3}\)|ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY_AUTH/
const proxyUnreachable = /ERR_PROXY_CONNECTION_FAILED/

function betweenHereAndThere(causes: string): AppError | null {
  if (untrusted.test(causes)) return new AppError('network/untrusted-certificate', { unsent: 1 })
  if (proxyRefused.test(causes)) return new AppError('network/proxy-refused', { unsent: 1 })
  return proxyUnreachable.test(causes) ? new AppError('network/proxy-unreachable', { unsent: 1 }) : null
}

/**
 * What a failed request says, without its text: that may hold the address. An AppError passes unchanged.
 * @param isChange whether the request would have changed something; the error then tells by `unsent` that it never left
 */
export function networkError(
  thrown: unknown,
  cancelled: AbortSignal | undefined,
  timeout: AbortSignal,
  isChange = false,
): AppError {
  if (thrown instanceof AppError) return thrown
  if (cancelled?.aborted) return new AppError('job/cancelled')
  if (timeout.aborted) return new AppError('network/timeout')
  const causes = causesOf(thrown)
  // Electron's fetch rejects where Node's answers with the redirect.
  if (/redirect was cancelled/i.test(causes)) return new AppError('network/redirected')
  const between = betweenHereAndThere(causes)
  if (between !== null) return between
  if (!unreachable.test(causes)) return new AppError('network/interrupted')
  return new AppError('network/offline', isChange && neverConnected.test(causes) ? { unsent: 1 } : {})
}

// The text is read for its error name only and then dropped, because it may hold the URL.
function causesOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  const code = 'code' in thrown ? String(thrown.code) : ''
  const inner = thrown instanceof AggregateError ? thrown.errors.map(causesOf).join(' ') : ''
  return `${code} ${thrown.message} ${inner} ${causesOf(thrown.cause)}`
}
