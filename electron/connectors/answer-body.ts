import { AppError, type ErrorDetail } from '../../shared/errors.ts'
import { type Ms, ms } from '../../shared/model/time.ts'
import { type Fetch, networkError, refusedOnTheWay } from './network.ts'
import { parseJson } from './values.ts'

/** How long a service has for its whole answer. */
export const answerWithin = ms(60_000)

/** The longest answers, of 200 results with every field, have about 200 kB; one a hundred times as long is none. */
const largestBody = 20 * 1024 * 1024

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  /** JSON text. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeout: Ms
  readonly signal?: AbortSignal | undefined
}

/** How one service answers. */
export interface AnswerRules {
  /** The AppError of an answer with a status of 400 or more. */
  refusal(answer: RefusedAnswer): AppError
  /** Called with the headers of each answer, a refusal's included, but for answers of a proxy or from elsewhere. */
  onHeaders?(headers: Headers): void
  /** Facts for the error of an answer that calls itself a success and is no whole JSON. */
  factsIn?(text: string): ErrorDetail
}

export interface RefusedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The text's JSON; undefined where it is none. */
  readonly json: unknown
}

/**
 * Sends a request and reads the JSON of the answer.
 * @throws AppError what `rules` make of a refusal, `network/*` for failures between here and the service, and
 *   `job/cancelled` when the signal aborts. No error carries the URL or a header, which may hold a secret.
 */
export async function fetchJson(fetch: Fetch, request: JsonRequest, rules: AnswerRules): Promise<JsonAnswer> {
  const timeout = AbortSignal.timeout(request.timeout)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  try {
    const response = await fetch(request.url.href, {
      method: request.method,
      ...(request.body === undefined ? {} : { body: request.body }),
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...request.headers,
      },
      // Following a redirect would send the secrets of a request to another address.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    })
    const { status, headers } = response
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) throw new AppError('network/redirected')
    const text = await bodyOf(response)
    const refused = refusedOnTheWay(status)
    if (refused !== null) throw refused
    rules.onHeaders?.(headers)
    if (status >= 400) throw rules.refusal({ status, headers, text, json: parsedOrUndefined(text) })
    return { json: parseBody(text, headers, rules), headers }
  } catch (thrown) {
    throw networkError(thrown, request.signal, timeout, request.method !== 'GET')
  }
}

export interface JsonAnswer {
  readonly json: unknown
  readonly headers: Headers
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

/** When a limit ends, from the Retry-After header: in seconds, or at a date (RFC 9110, 10.2.3). */
export function retryAfter(headers: Headers): RetryAfter {
  const sent = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(sent)) return { retryAfterSeconds: Math.ceil(Number(sent)) }
  // Anything else without a word in it, such as "-1", would be read as some year.
  const until = /[a-z]/i.test(sent) ? Date.parse(sent) : NaN
  return Number.isNaN(until) ? {} : { nextRequestAfter: Math.ceil(until / 1000) }
}

export type RetryAfter = { readonly retryAfterSeconds?: number; readonly nextRequestAfter?: number }

function parsedOrUndefined(body: string): unknown {
  try {
    return parseJson(body)
  } catch {
    return undefined
  }
}

function parseBody(body: string, headers: Headers, rules: AnswerRules): unknown {
  try {
    return parseJson(body)
  } catch (cause) {
    // JSON nested thousands of levels deep overflows the stack; no answer looks like that.
    if (cause instanceof RangeError) throw new AppError('api/not-understood', {}, { cause })
    if (isHtml(body, headers)) throw new AppError('network/captive-portal')
    if (/^\s*[{[]/.test(body)) throw new AppError('network/cut-off', rules.factsIn?.(body))
    throw new AppError('network/not-json')
  }
}

const isHtml = (body: string, headers: Headers): boolean =>
  /html/i.test(headers.get('content-type') ?? '') || /^\s*<(!doctype html|html|head|body)/i.test(body)

/**
 * Decodes an answer: by its byte order mark, else by the zero bytes that UTF-16 has in JSON (RFC 4627, 3), else by
 * `charset`, else as UTF-8, the encoding of JSON.
 */
export function bodyText(body: Uint8Array, contentType: string): string {
  return decoderFor(markedAs(body) ?? zerosOf(body) ?? charsetIn(contentType) ?? 'utf-8').decode(body)
}

function markedAs([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

function zerosOf([first, second]: Uint8Array): string | null {
  if (first === undefined || second === undefined || (first === 0) === (second === 0)) return null
  return second === 0 ? 'utf-16le' : 'utf-16be'
}

const charsetIn = (contentType: string): string | null =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? null

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    // Unknown charset: read as UTF-8, and reported if the result is not JSON.
    return new TextDecoder()
  }
}
