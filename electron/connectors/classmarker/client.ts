import { createHash } from 'node:crypto'
import type { Signature } from '../../../shared/model/account.ts'
import type { Assignment } from '../../../shared/model/result.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import { type Clock, ms, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
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
import { fetchJson } from './transport.ts'

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

  async #get(path: string, parameters: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<unknown> {
    await this.#options.beforeRequest?.(path)
    return fetchJson(this.#options.fetch, {
      method: 'GET',
      url: this.#signed(path, parameters),
      timeout: answerWithin,
      signal,
    })
  }

  #signed(path: string, parameters: Readonly<Record<string, string>>): URL {
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
