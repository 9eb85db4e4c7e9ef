import { AppError } from '../../shared/errors.ts'
import type { Signature, SignatureSetting } from '../../shared/model/account.ts'
import type { Feed } from '../../shared/model/feed.ts'
import { type Clock, hour, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import type { DiscoveryAnswer, ResultsAnswer } from '../classmarker/answers.ts'
import { ClassMarkerClient, type ClientOptions } from '../classmarker/client.ts'
import type { Credentials } from '../classmarker/signature.ts'
import type { Fetch } from '../classmarker/transport.ts'

/** Where an account's ClassMarker is, and in whose time. The sample account has a server and a time of its own. */
export interface Endpoint {
  readonly apiUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
}

export interface RemoteOptions {
  readonly endpoint: Endpoint
  readonly credentials: Credentials
  readonly signature: Signature
  readonly signatureSetting: SignatureSetting
  /** The server's own word from an earlier run; nothing is sent before it. */
  readonly nextRequestAfter: UnixSeconds | null
  /** Called before each request leaves, with its path without the query. */
  readonly onRequest?: (path: string) => Promise<void>
  /** Called when the server refuses more requests for now. */
  readonly onForbidden?: (until: UnixSeconds) => Promise<void>
}

const otherSignature: Readonly<Record<Signature, Signature>> = { sha256: 'md5', md5: 'sha256' }

/**
 * One account's line to ClassMarker during a run: counts requests, keeps silent while the server says so, tells the
 * server's time, and tries the other signature once when the setting leaves that open.
 */
export class Remote {
  readonly #options: RemoteOptions
  #signature: Signature
  #mayTryOther: boolean
  #nextRequestAfter: UnixSeconds | null
  #clockOffset = 0
  #requests = 0

  constructor(options: RemoteOptions) {
    this.#options = options
    this.#signature = options.signature
    this.#mayTryOther = options.signatureSetting === 'auto'
    this.#nextRequestAfter = options.nextRequestAfter
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.#requests
  }

  /** The signature that worked last. */
  get signature(): Signature {
    return this.#signature
  }

  get nextRequestAfter(): UnixSeconds | null {
    return this.#nextRequestAfter
  }

  /** ClassMarker's clock, as far as its answers told it. */
  readonly serverClock: Clock = () => plusSeconds(this.#options.endpoint.clock(), this.#clockOffset)

  /** What the key can see. @throws AppError `api/*`, `network/*`, `job/cancelled` */
  discover(signal?: AbortSignal): Promise<DiscoveryAnswer> {
    return this.#ask((client) => client.discover(signal))
  }

  /** A page of a feed. @throws AppError as `discover` */
  recentResults(feed: Feed, finishedAfter: UnixSeconds, signal?: AbortSignal): Promise<ResultsAnswer> {
    return this.#ask((client) => client.recentResults(feed, finishedAfter, signal))
  }

  async #ask<Answer extends { serverTime: UnixSeconds | null }>(
    call: (client: ClassMarkerClient) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await this.#askOnce(call)
    } catch (thrown) {
      if (!(this.#mayTryOther && thrown instanceof AppError && thrown.code === 'api/auth-failed')) throw thrown
      this.#mayTryOther = false
      return await this.#askWithOtherSignature(call, thrown)
    }
  }

  async #askWithOtherSignature<Answer extends { serverTime: UnixSeconds | null }>(
    call: (client: ClassMarkerClient) => Promise<Answer>,
    refusal: AppError,
  ): Promise<Answer> {
    const refused = this.#signature
    this.#signature = otherSignature[refused]
    try {
      return await this.#askOnce(call)
    } catch (thrown) {
      const isAppError = thrown instanceof AppError
      // Any other word of ClassMarker's means that it took this signature.
      if (!(isAppError && thrown.code.startsWith('api/')) || thrown.code === 'api/auth-failed')
        this.#signature = refused
      throw isAppError && thrown.code === 'api/auth-failed' ? refusal : thrown
    }
  }

  async #askOnce<Answer extends { serverTime: UnixSeconds | null }>(
    call: (client: ClassMarkerClient) => Promise<Answer>,
  ): Promise<Answer> {
    this.#refuseWhileForbidden()
    try {
      const answer = await call(new ClassMarkerClient(this.#clientOptions()))
      if (answer.serverTime !== null) this.#clockOffset = answer.serverTime - this.#options.endpoint.clock()
      this.#mayTryOther = false
      return answer
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'api/rate-limited') throw await this.#forbidden(thrown)
      throw thrown
    }
  }

  #refuseWhileForbidden(): void {
    const until = this.#nextRequestAfter
    if (until !== null && this.serverClock() < until) {
      throw new AppError('api/rate-limited', { nextRequestAfter: until })
    }
  }

  async #forbidden(refusal: AppError): Promise<AppError> {
    // "within one hour" (API page): an hour is always enough, whatever the answer says or leaves out.
    const inAnHour = plusSeconds(this.serverClock(), hour)
    const told = Number(refusal.detail.nextRequestAfter)
    const until = Number.isFinite(told) ? unixSeconds(Math.min(told, inAnHour)) : inAnHour
    this.#nextRequestAfter = until
    await this.#options.onForbidden?.(until)
    return new AppError('api/rate-limited', { ...refusal.detail, nextRequestAfter: until })
  }

  #clientOptions(): ClientOptions {
    const { endpoint, credentials, onRequest } = this.#options
    return {
      ...endpoint,
      credentials,
      signature: this.#signature,
      clockOffset: this.#clockOffset,
      beforeRequest: async (path) => {
        this.#requests++
        await onRequest?.(path)
      },
    }
  }
}
