import { createHash } from 'node:crypto'
import { AppError, type ErrorDetail } from '../../../shared/errors.ts'
import type { Signature } from '../../../shared/model/account.ts'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { SentCategory } from '../../../shared/model/bank-sent.ts'
import type { Assignment } from '../../../shared/model/result.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import { type Clock, type Ms, ms, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import { type Fetch, networkError, refusedByProxy } from '../network.ts'
import {
  type AccessListAnswer,
  type DiscoveryAnswer,
  pageSize,
  type ResultsAnswer,
  readAccessList,
  readDiscovery,
  readResults,
} from './answers.ts'
import {
  type CategoriesAnswer,
  type CategoryAnswer,
  type QuestionAnswer,
  type QuestionsAnswer,
  readCategories,
  readOneCategory,
  readOneQuestion,
  readQuestions,
  readVerified,
} from './bank-answers.ts'
import { type Body, categoryBody, parentBody, type QuestionForm, questionBody } from './bank-bodies.ts'
import { bankErrorOf, errorIn, timesIn } from './errors.ts'
import { parseJson } from './values.ts'

const answerWithin = ms(60_000)

export interface ClientOptions {
  readonly apiUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly credentials: Credentials
  readonly signature: Signature
  /** ClassMarker's clock minus this computer's, in seconds. */
  readonly clockOffset?: number
  /** Called with the path, without its query, before each request leaves. */
  readonly beforeRequest?: (path: string) => Promise<void>
}

/** Up to 100 codes to add to a list or remove from it. */
export interface AccessListChange {
  readonly listId: number
  readonly operation: 'add' | 'remove'
  readonly codes: readonly string[]
}

/** A question to create, or to change where it has a number. */
export interface QuestionToWrite extends QuestionForm {
  /** ClassMarker's number as text; null for a new one. */
  readonly questionId: string | null
  readonly content: QuestionContent
  readonly categoryId: number
}

/** A parent or category to create, or to change where it has a number. */
export interface CategoryToWrite extends Omit<SentCategory, 'id'> {
  readonly id: number | null
}

/** ClassMarker's API for one key. Every call is one request; nothing is retried here. */
export class ClassMarkerClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** What the key can see. @throws AppError `api/*`, `network/*`, `job/cancelled` */
  async discover(signal?: AbortSignal): Promise<DiscoveryAnswer> {
    return readDiscovery(await this.#get('v1.json', {}, signal))
  }

  /** Up to 200 results of a feed that finished after `finishedAfter`, oldest first. @throws AppError as `discover` */
  async recentResults(feed: Feed, finishedAfter: UnixSeconds, signal?: AbortSignal): Promise<ResultsAnswer> {
    const parameters = { finishedAfterTimestamp: String(finishedAfter), limit: String(pageSize) }
    return readResults(feed, await this.#get(`v1/${feed}/recent_results.json`, parameters, signal))
  }

  /** As `recentResults`, of one test in one group or link. @throws AppError as `discover` */
  async resultsOf(
    feed: Feed,
    { sourceId, testId }: Assignment,
    finishedAfter: UnixSeconds,
    signal?: AbortSignal,
  ): Promise<ResultsAnswer> {
    const parameters = { finishedAfterTimestamp: String(finishedAfter), limit: String(pageSize) }
    const path = `v1/${feed}/${sourceId}/tests/${testId}/recent_results.json`
    return readResults(feed, await this.#get(path, parameters, signal))
  }

  /**
   * Adds up to 100 codes to an access list or removes them (API page, "Add Access codes", "Remove Access codes"). The
   * rate limit does not count this. ClassMarker ignores codes already there, or not there.
   * @throws AppError as `discover`
   */
  async changeAccessList(
    { listId, operation, codes }: AccessListChange,
    signal?: AbortSignal,
  ): Promise<AccessListAnswer> {
    const path = `v1/accesslists/${listId}.json`
    await this.#options.beforeRequest?.(path)
    const body = await fetchJson(this.#options.fetch, {
      method: operation === 'add' ? 'POST' : 'DELETE',
      url: this.#signed(path, {}),
      body: JSON.stringify(codes),
      timeout: answerWithin,
      signal,
    })
    return readAccessList(listId, body)
  }

  /** All parents and categories. @throws AppError as `discover`, `bank/*` */
  async categories(signal?: AbortSignal): Promise<CategoriesAnswer> {
    return readCategories(await this.#get('v1/categories.json', {}, signal))
  }

  /** A page of the bank, from 1, of up to 200 questions; a full page means that there is another. @throws as `discover` */
  async questions(page: number, signal?: AbortSignal): Promise<QuestionsAnswer> {
    return readQuestions(await this.#get('v1/questions.json', { page: String(page) }, signal))
  }

  /** @throws AppError as `discover`, `bank/*` */
  question(questionId: string, signal?: AbortSignal): Promise<QuestionAnswer> {
    return ofTheBank(async () =>
      readOneQuestion(await this.#get(`v1/questions/${encodeURIComponent(questionId)}.json`, {}, signal), questionId),
    )
  }

  /** Creates a question or replaces the whole of one. @throws AppError as `discover`, `bank/*` */
  writeQuestion(question: QuestionToWrite): Promise<QuestionAnswer> {
    return ofTheBank(async () => readOneQuestion(await this.#sendQuestion(question, {}), question.questionId))
  }

  /** Asks whether a question would be taken; changes nothing. @throws AppError as `discover`, `bank/*` */
  verifyQuestion(question: QuestionToWrite): Promise<{ readonly serverTime: UnixSeconds | null }> {
    return ofTheBank(async () => readVerified(await this.#sendQuestion(question, { verify_only: 'true' })))
  }

  #sendQuestion({ questionId, content, categoryId, withTrueFalse }: QuestionToWrite, parameters: Parameters) {
    const path = questionId === null ? 'v1/questions.json' : `v1/questions/${encodeURIComponent(questionId)}.json`
    const body = questionBody(content, categoryId, { withTrueFalse })
    return this.#write(questionId === null ? 'POST' : 'PUT', path, body, parameters)
  }

  /**
   * Creates a parent or category, or renames or moves one.
   * @param categoryPath where ClassMarker changes a category: its own client has one path, its page is read to have
   *   another
   * @throws AppError as `discover`, `bank/*`
   */
  writeCategory(category: CategoryToWrite, categoryPath: CategoryPath): Promise<CategoryAnswer> {
    const { id, parentId, name } = category
    const [path, body] =
      parentId === null
        ? ['v1/categories/parent_category', parentBody(name)]
        : [id === null ? 'v1/categories/category' : categoryPath, categoryBody(name, parentId)]
    return ofTheBank(async () => {
      const sent =
        id === null
          ? await this.#write('POST', `${path}.json`, body, {})
          : await this.#write('PUT', `${path}/${id}.json`, body, {})
      return readOneCategory(sent, category)
    })
  }

  async #write(method: 'POST' | 'PUT', path: string, body: Body, parameters: Parameters): Promise<unknown> {
    await this.#options.beforeRequest?.(path)
    return fetchJson(this.#options.fetch, {
      method,
      url: this.#signed(path, parameters),
      body: JSON.stringify(body),
      timeout: answerWithin,
    })
  }

  async #get(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown> {
    await this.#options.beforeRequest?.(path)
    return fetchJson(this.#options.fetch, {
      method: 'GET',
      url: this.#signed(path, parameters),
      timeout: answerWithin,
      signal,
    })
  }

  #signed(path: string, parameters: Parameters): URL {
    const { apiUrl, credentials, clock, clockOffset = 0, signature } = this.#options
    const timestamp = plusSeconds(clock(), clockOffset)
    const url = new URL(path, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`)
    url.searchParams.set('api_key', credentials.key)
    url.searchParams.set('signature', sign(credentials, timestamp, signature))
    url.searchParams.set('timestamp', String(timestamp))
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return url
  }
}

type Parameters = Readonly<Record<string, string>>

/** The paths at which ClassMarker may change a category, the likelier one first. */
export const categoryPaths = ['v1/categories/category', 'v1/category'] as const
export type CategoryPath = (typeof categoryPaths)[number]

async function ofTheBank<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (thrown) {
    throw bankErrorOf(thrown)
  }
}

/** An API key with its secret. Kept in memory only. */
export interface Credentials {
  readonly key: string
  readonly secret: string
}

/**
 * The signature of one request in lower-case hex: the hash of key, secret and time joined together. SHA-256 since
 * ClassMarker's client of November 2025, MD5 on its older API page ("How to create a signature").
 */
export function sign({ key, secret }: Credentials, timestamp: UnixSeconds, signature: Signature): string {
  return createHash(signature).update(`${key}${secret}${timestamp}`).digest('hex')
}

/** 200 results with every field are about 200 kB; an answer a hundred times as long is not ClassMarker's. */
const largestBody = 20 * 1024 * 1024

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  readonly body?: string
  readonly timeout: Ms
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a request and reads the JSON of the answer.
 * @throws AppError `network/*` for failures between here and ClassMarker, `job/cancelled` when the signal aborts. No
 *   error carries the URL: its query holds key and signature.
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
      // Following a redirect would send key and signature to another address.
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
 * The AppError of an answer with a status of 400 or more: ClassMarker's own error if the body has one. 429 is the rate
 * limit, and the body can only tell when it ends.
 */
function refusal(body: string, response: Response): AppError {
  const answer = parsedOrNull(body)
  const refused = refusedByProxy(response.status)
  if (refused !== null) return refused
  if (response.status === 429) return new AppError('api/rate-limited', { ...retryAfter(response), ...timesIn(answer) })
  return errorIn(answer) ?? new AppError('network/server-error', { status: response.status })
}

/** When a limit ends, from the Retry-After header: in seconds, or at a date (RFC 9110, 10.2.3). */
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
    // Null is not an envelope either, and is reported by its HTTP status.
    return null
  }
}

function parseBody(body: string, response: Response): unknown {
  const type = response.headers.get('content-type') ?? ''
  const isHtml = /html/i.test(type) || /^\s*<(!doctype html|html|head|body)/i.test(body)
  try {
    return parseJson(body)
  } catch (cause) {
    // JSON nested thousands of levels deep overflows the stack; no result looks like that.
    if (cause instanceof RangeError) throw new AppError('api/not-understood', {}, { cause })
    if (isHtml) throw new AppError('network/captive-portal')
    if (/^\s*[{[]/.test(body)) throw new AppError('network/cut-off')
    throw new AppError('network/not-json')
  }
}

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
