import { AppError } from '../../../shared/errors.ts'
import type { Signature, SignatureSetting } from '../../../shared/model/account.ts'
import type { Assignment } from '../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { allowedSkew } from '../../../shared/model/sync.ts'
import { type Clock, hour, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { type Fetch, type RetryPorts, retrying } from '../network.ts'
import type { AccessListAnswer, DiscoveryAnswer, ResultsAnswer } from './answers.ts'
import type { CategoriesAnswer, CategoryAnswer, QuestionAnswer, QuestionsAnswer } from './bank-answers.ts'
import {
  type AccessListChange,
  type CategoryPath,
  type CategoryToWrite,
  ClassMarkerClient,
  type ClientOptions,
  type Credentials,
  categoryPaths,
  type QuestionToWrite,
} from './client.ts'
import { isWithoutEffect } from './errors.ts'

/** Base URL, fetch and clock. The sample account has a server and a time of its own. */
export interface Endpoint {
  readonly apiUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
}

/** An endpoint and the credentials to sign with there. */
export interface Connection {
  readonly endpoint: Endpoint
  readonly credentials: Credentials
}

export interface AccountClientOptions extends Connection {
  readonly signature: Signature
  readonly signatureSetting: SignatureSetting
  /** The moment before which ClassMarker wants no request, from an earlier run; nothing is sent before it. */
  readonly nextRequestAfter: UnixSeconds | null
  /** ClassMarker's clock minus this computer's, in seconds, from an earlier run; 0 before the first. */
  readonly clockOffset: number
  readonly retry: RetryPorts
  /**
   * Called before each request leaves, with its path without the query; nothing is sent where it throws.
   * @returns a function to call when it ends
   */
  readonly onRequest?: (path: string) => Promise<RequestEnded>
  /** Called when the server refuses more requests for now. */
  readonly onForbidden?: (until: UnixSeconds) => Promise<void>
}

/** Notes how a request ended: `ok` or the code of its error. */
export type RequestEnded = (outcome: string) => Promise<void>

const otherSignature: Readonly<Record<Signature, Signature>> = { sha256: 'md5', md5: 'sha256' }

interface TimedAnswer {
  readonly serverTime: UnixSeconds | null
}
type Call<Answer> = (client: ClassMarkerClient) => Promise<Answer>

/**
 * Sends one account's requests during a run: counts them, sends none while ClassMarker forbids it, signs in
 * ClassMarker's time, repeats temporary failures, and tries the other signature once if the setting allows it.
 */
export class AccountClient {
  readonly #options: AccountClientOptions
  #signature: Signature
  #mayTryOther: boolean
  #nextRequestAfter: UnixSeconds | null
  #clockOffset: number
  #mayCorrectClock = true
  #answeredAt: UnixSeconds
  #requests = 0

  constructor(options: AccountClientOptions) {
    this.#options = options
    this.#signature = options.signature
    this.#mayTryOther = options.signatureSetting === 'auto'
    this.#nextRequestAfter = options.nextRequestAfter
    this.#clockOffset = options.clockOffset
    this.#answeredAt = this.serverClock()
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.#requests
  }

  /** The signature last accepted. */
  get signature(): Signature {
    return this.#signature
  }

  get nextRequestAfter(): UnixSeconds | null {
    return this.#nextRequestAfter
  }

  /** ClassMarker's clock minus this computer's, in seconds, from the last answer. */
  get clockOffset(): number {
    return this.#clockOffset
  }

  /**
   * ClassMarker's time when it gave the last answer; if the answer did not tell it, the time the request was signed
   * with, which ClassMarker accepted and is therefore right within five minutes. Unlike `serverClock`, it stays right
   * when this computer's clock is set or the computer sleeps during a request.
   */
  get answeredAt(): UnixSeconds {
    return this.#answeredAt
  }

  /** ClassMarker's clock, from the offset its answers told. */
  readonly serverClock: Clock = () => plusSeconds(this.#options.endpoint.clock(), this.#clockOffset)

  /** What the key can see. @throws AppError `api/*`, `network/*`, `job/cancelled` */
  discover(signal?: AbortSignal): Promise<DiscoveryAnswer> {
    return this.#ask((client) => client.discover(signal), signal)
  }

  /** A page of a feed. @throws AppError as `discover` */
  recentResults(feed: ClassMarkerFeed, finishedAfter: UnixSeconds, signal?: AbortSignal): Promise<ResultsAnswer> {
    return this.#ask((client) => client.recentResults(feed, finishedAfter, signal), signal)
  }

  /** A page of one test in one group or link. @throws AppError as `discover` */
  resultsOf(
    feed: ClassMarkerFeed,
    part: Assignment,
    finishedAfter: UnixSeconds,
    signal?: AbortSignal,
  ): Promise<ResultsAnswer> {
    return this.#ask((client) => client.resultsOf(feed, part, finishedAfter, signal), signal)
  }

  /**
   * Changes an access list. The rate limit does not count this.
   * @param onDoubt called when a try failed but may have been carried out; if it is never called, a failure means that
   *   nothing changed
   * @throws AppError as `discover`
   */
  changeAccessList(change: AccessListChange, onDoubt: OnDoubt, signal?: AbortSignal): Promise<AccessListAnswer> {
    // A request in progress is not aborted, so that its outcome is known; no other follows it.
    return this.#ask((client) => withDoubt(client.changeAccessList(change), onDoubt), signal)
  }

  /** All parents and categories of the bank. @throws AppError as `discover` */
  categories(signal?: AbortSignal): Promise<CategoriesAnswer> {
    return this.#ask((client) => client.categories(signal), signal)
  }

  /** A page of the bank, from 1; a full page means that there is another. @throws AppError as `discover` */
  questions(page: number, signal?: AbortSignal): Promise<QuestionsAnswer> {
    return this.#ask((client) => client.questions(page, signal), signal)
  }

  /** @throws AppError as `discover`, `bank/*` */
  question(questionId: string, signal?: AbortSignal): Promise<QuestionAnswer> {
    return this.#ask((client) => client.question(questionId, signal), signal)
  }

  /**
   * Creates a question or replaces the whole of one. It is not repeated by itself: a repeated one might be there twice.
   * @param onDoubt as in `changeAccessList`, also where the answer could not be read
   * @throws AppError as `discover`, `bank/*`
   */
  writeQuestion(question: QuestionToWrite, onDoubt: OnDoubt): Promise<QuestionAnswer> {
    return this.#askWithoutRepeat((client) => withDoubt(client.writeQuestion(question), onDoubt))
  }

  /** Asks whether a question would be taken; changes nothing. @throws AppError as `discover`, `bank/*` */
  async verifyQuestion(question: QuestionToWrite): Promise<void> {
    await this.#askWithoutRepeat((client) => client.verifyQuestion(question))
  }

  /** As `writeQuestion`, a parent or category. Tries the other path where ClassMarker knows none like the first. */
  async writeCategory(category: CategoryToWrite, onDoubt: OnDoubt): Promise<CategoryAnswer> {
    const write = (path: CategoryPath) =>
      this.#askWithoutRepeat((client) => withDoubt(client.writeCategory(category, path), onDoubt))
    const [usual, other] = categoryPaths
    try {
      return await write(usual)
    } catch (thrown) {
      const isChange = category.id !== null && category.parentId !== null
      const isUnknownPath = thrown instanceof AppError && thrown.detail.apiCode === 'incorrectUrl'
      if (!isChange || !isUnknownPath) throw thrown
      return await write(other)
    }
  }

  #ask<Answer extends TimedAnswer>(call: Call<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    return this.#inEitherSignature(call, () => retrying(() => this.#askInTime(call), this.#options.retry, signal))
  }

  #askWithoutRepeat<Answer extends TimedAnswer>(call: Call<Answer>): Promise<Answer> {
    return this.#inEitherSignature(call, () => this.#askInTime(call))
  }

  async #inEitherSignature<Answer extends TimedAnswer>(
    call: Call<Answer>,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await ask()
    } catch (thrown) {
      if (!(this.#mayTryOther && thrown instanceof AppError && thrown.code === 'api/auth-failed')) throw thrown
      this.#mayTryOther = false
      return await this.#askWithOtherSignature(call, thrown)
    }
  }

  async #askWithOtherSignature<Answer extends TimedAnswer>(call: Call<Answer>, refusal: AppError): Promise<Answer> {
    const refused = this.#signature
    this.#signature = otherSignature[refused]
    try {
      return await this.#askInTime(call)
    } catch (thrown) {
      const isAppError = thrown instanceof AppError
      // Any other API error means that ClassMarker accepted this signature.
      if (!(isAppError && thrown.code.startsWith('api/')) || thrown.code === 'api/auth-failed')
        this.#signature = refused
      throw isAppError && thrown.code === 'api/auth-failed' ? refusal : thrown
    }
  }

  /** Asks; if ClassMarker refuses this computer's time, asks once more in ClassMarker's time. */
  async #askInTime<Answer extends TimedAnswer>(call: Call<Answer>): Promise<Answer> {
    try {
      return await this.#askOnce(call)
    } catch (thrown) {
      const serverTime =
        thrown instanceof AppError && thrown.code === 'api/clock' ? Number(thrown.detail.serverTime) : NaN
      if (!this.#mayCorrectClock || !Number.isFinite(serverTime)) throw thrown
      this.#mayCorrectClock = false
      this.#clockOffset = serverTime - this.#options.endpoint.clock()
      return await this.#askOnce(call)
    }
  }

  async #askOnce<Answer extends TimedAnswer>(call: Call<Answer>): Promise<Answer> {
    this.#refuseWhileForbidden()
    let ended: RequestEnded | undefined
    const signedAt = this.serverClock()
    const client = new ClassMarkerClient(
      this.#clientOptions((noted) => {
        ended = noted
      }),
    )
    try {
      const answer = await call(client)
      this.#setClock(answer.serverTime, signedAt)
      this.#mayTryOther = false
      await ended?.('ok')
      return answer
    } catch (caught) {
      const thrown = legible(caught)
      await ended?.(thrown instanceof AppError ? thrown.code : 'internal')
      if (thrown instanceof AppError && thrown.code === 'api/rate-limited')
        throw await this.#forbidden(thrown, signedAt)
      throw thrown
    }
  }

  // An answer proves that the signing time was right within five minutes, so a server time further off is not believed.
  #setClock(serverTime: UnixSeconds | null, signedAt: UnixSeconds): void {
    const isBelieved = serverTime !== null && Math.abs(serverTime - signedAt) <= allowedSkew + minute
    this.#answeredAt = isBelieved ? serverTime : signedAt
    if (isBelieved) this.#clockOffset = serverTime - this.#options.endpoint.clock()
  }

  #refuseWhileForbidden(): void {
    const until = this.#nextRequestAfter
    if (until === null) return
    const wait = until - this.serverClock()
    // ClassMarker asks for an hour at most: a longer wait means that this computer's clock was set back since.
    if (wait > 0 && wait <= hour + allowedSkew) {
      throw new AppError('api/rate-limited', { nextRequestAfter: until })
    }
  }

  async #forbidden(refusal: AppError, signedAt: UnixSeconds): Promise<AppError> {
    const { serverTime } = refusal.detail
    this.#setClock(typeof serverTime === 'number' ? unixSeconds(serverTime) : null, signedAt)
    // "within one hour" (API page): an hour is always enough, whatever the answer says or omits.
    const inAnHour = plusSeconds(this.#answeredAt, hour)
    const { nextRequestAfter, retryAfterSeconds } = refusal.detail
    const stated = Number(nextRequestAfter ?? this.#answeredAt + Math.max(1, Number(retryAfterSeconds)))
    // A past moment cannot be right: asking again at once would be refused again.
    const isValid = Number.isFinite(stated) && stated > this.#answeredAt
    const until = isValid ? unixSeconds(Math.min(stated, inAnHour)) : inAnHour
    this.#nextRequestAfter = until
    await this.#options.onForbidden?.(until)
    return new AppError('api/rate-limited', { ...refusal.detail, nextRequestAfter: until })
  }

  #clientOptions(onSent: (ended: RequestEnded) => void): ClientOptions {
    const { endpoint, credentials, onRequest } = this.#options
    return {
      ...endpoint,
      credentials,
      signature: this.#signature,
      clockOffset: this.#clockOffset,
      beforeRequest: async (path) => {
        const ended = await onRequest?.(path)
        this.#requests++
        if (ended !== undefined) onSent(ended)
      },
    }
  }
}

type OnDoubt = (thrown: unknown) => void

/** Tells of a failure after which the change may have been carried out all the same. */
async function withDoubt<Answer>(change: Promise<Answer>, onDoubt: OnDoubt): Promise<Answer> {
  try {
    return await change
  } catch (thrown) {
    if (!isWithoutEffect(thrown)) onDoubt(thrown)
    throw thrown
  }
}

// JSON nested thousands of levels deep overflows the stack; no result looks like that.
const legible = (thrown: unknown): unknown =>
  thrown instanceof RangeError ? new AppError('api/not-understood', {}, { cause: thrown }) : thrown
