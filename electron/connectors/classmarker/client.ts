import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Signature } from '../../../shared/model/account.ts'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { SentCategory } from '../../../shared/model/bank-sent.ts'
import type { Assignment } from '../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { type Clock, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import { answerWithin, fetchJson, type JsonRequest, type RefusedAnswer, retryAfter } from '../answer-body.ts'
import type { Fetch } from '../network.ts'
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
  async recentResults(feed: ClassMarkerFeed, finishedAfter: UnixSeconds, signal?: AbortSignal): Promise<ResultsAnswer> {
    const parameters = { finishedAfterTimestamp: String(finishedAfter), limit: String(pageSize) }
    return readResults(feed, await this.#get(`v1/${feed}/recent_results.json`, parameters, signal))
  }

  /** As `recentResults`, of one test in one group or link. @throws AppError as `discover` */
  async resultsOf(
    feed: ClassMarkerFeed,
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
    const body = await askJson(this.#options.fetch, {
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
    return askJson(this.#options.fetch, {
      method,
      url: this.#signed(path, parameters),
      body: JSON.stringify(body),
      timeout: answerWithin,
    })
  }

  async #get(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown> {
    await this.#options.beforeRequest?.(path)
    return askJson(this.#options.fetch, {
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

/**
 * Sends a request and reads the JSON of the answer.
 * @throws AppError `network/*` for failures between here and ClassMarker, `job/cancelled` when the signal aborts. No
 *   error carries the URL: its query holds key and signature.
 */
const askJson = async (fetch: Fetch, request: JsonRequest): Promise<unknown> =>
  (await fetchJson(fetch, request, { refusal })).json

/**
 * The AppError of an answer with a status of 400 or more: ClassMarker's own error if the body has one. 429 is the rate
 * limit, and the body can only tell when it ends.
 */
function refusal({ status, headers, json, text }: RefusedAnswer): AppError {
  if (status === 429) return new AppError('api/rate-limited', { ...retryAfter(headers), ...timesIn(json) })
  // ClassMarker says in JSON why it refuses a key; a page that forbids is a filter's. JSON that is cut off is no page.
  if (forbidding.has(status) && json === undefined && /^\s*[^\s{[]/.test(text)) return new AppError('network/not-json')
  return errorIn(json) ?? new AppError('network/server-error', { status })
}

/** Unauthorized, Payment Required, Forbidden, Unavailable For Legal Reasons. */
const forbidding: ReadonlySet<number> = new Set([401, 402, 403, 451])
