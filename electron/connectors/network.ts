import { AppError, errorKinds } from '../../shared/errors.ts'
import { type Ms, ms } from '../../shared/model/time.ts'

/** `fetch`, or the desktop's own, which uses the system's proxies. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

// How undici and Chromium name a host that could not be reached at all, as opposed to a connection that broke.
const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_CHANGED|UND_ERR_CONNECT_TIMEOUT/

// The errors among them that prove no connection existed, so no request left.
const neverConnected =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_CONNECTION_REFUSED|UND_ERR_CONNECT_TIMEOUT/

// How OpenSSL, BoringSSL, Node and Chromium name an untrusted certificate, whatever is wrong with it. A request is only
// sent after the certificate was accepted.
const untrusted =
  /\bERR_(TLS_)?CERT_|\bCERT_[A-Z]|SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|GET_CRL|VERIFY_LEAF|DECODE_ISSUER|DECRYPT_CERT)|\b(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)\b|CERTIFICATE_VERIFY_FAILED|ERR_PROXY_CERTIFICATE/

// How undici and Chromium name a tunnel that the proxy refused. No request passed through it.
const proxyRefused = /Proxy response \(\d{3}\)|ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY_AUTH/
const proxyUnreachable = /ERR_PROXY_CONNECTION_FAILED/

/** The status with which a proxy asks for a name and a password, which Electron gives for nobody (RFC 9110, 15.5.8). */
const proxyAsks = 407

/** The status with which a network asks to be signed in to; no service has it of its own (RFC 6585, 6). */
const networkAsks = 511

/** The AppError of an answer whose status says that it comes from a proxy or a network; null for any other. */
export function refusedOnTheWay(status: number): AppError | null {
  if (status === proxyAsks) return new AppError('network/proxy-refused', { unsent: 1 })
  return status === networkAsks ? new AppError('network/captive-portal') : null
}

function betweenHereAndThere(causes: string): AppError | null {
  if (untrusted.test(causes)) return new AppError('network/untrusted-certificate', { unsent: 1 })
  if (proxyRefused.test(causes)) return new AppError('network/proxy-refused', { unsent: 1 })
  return proxyUnreachable.test(causes) ? new AppError('network/proxy-unreachable', { unsent: 1 }) : null
}

/**
 * The AppError of a failed request, without the failure's text, which may hold the address. Passes an AppError
 * unchanged.
 * @param isChange whether the request would have changed something; `unsent` in the error then says that it never left
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
  // Electron's fetch rejects where Node's returns the redirect.
  if (/redirect was cancelled/i.test(causes)) return new AppError('network/redirected')
  const between = betweenHereAndThere(causes)
  if (between !== null) return between
  if (!unreachable.test(causes)) return new AppError('network/interrupted')
  return new AppError('network/offline', isChange && neverConnected.test(causes) ? { unsent: 1 } : {})
}

// Searches the text for known error names only. The URL in it is left out: an id there may look like such a name.
function causesOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  const code = 'code' in thrown ? String(thrown.code) : ''
  const inner = thrown instanceof AggregateError ? thrown.errors.map(causesOf).join(' ') : ''
  return `${code} ${thrown.message.replace(/\bhttps?:\/\/\S+/gi, '')} ${inner} ${causesOf(thrown.cause)}`
}

/** Waits until `length` has passed. @throws AppError `job/cancelled` when the signal aborts first */
export type Pause = (length: Ms, signal: AbortSignal | undefined) => Promise<void>

const firstPause = 1_000
const attempts = 3

export interface RetryPorts {
  readonly pause: Pause
  /** A number from 0 up to 1, so that laptops that lost the same server do not return all at once. */
  readonly random: () => number
}

/**
 * Runs `work`, and again after 1 s and 4 s (each ±50 %) if the failure is temporary: three tries at most, each one
 * request.
 * @throws AppError the last failure
 */
export async function retrying<T>(work: () => Promise<T>, ports: RetryPorts, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      const passes = thrown instanceof AppError && errorKinds[thrown.code] === 'retry'
      if (!passes || attempt === attempts) throw thrown
      await ports.pause(ms(firstPause * 4 ** (attempt - 1) * (0.5 + ports.random())), signal)
    }
  }
}
