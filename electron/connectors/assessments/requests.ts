import { AppError, type ErrorDetail } from '../../../shared/errors.ts'
import { type Clock, hour, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { answerWithin, fetchJson, type JsonAnswer } from '../answer-body.ts'
import type { Fetch } from '../network.ts'
import { normalAddress } from './address.ts'
import { isToken } from './answers.ts'
import { type About, errorIn, errorWithin, isWithoutEffect, refusalOf, withoutSecretId } from './errors.ts'
import type { Budget, Tokens } from './model.ts'
import { budgetIn, nextRequestAfter } from './times.ts'

/** Base address, fetch and clock. The sample account has a server and a time of its own. */
export interface AssessmentsEndpoint {
  /** As `normalAddress` gives it; a slash or `/api/v1` at its end does no harm. */
  readonly url: string
  readonly fetch: Fetch
  readonly clock: Clock
}

/** Notes how a request ended: `ok` or the code of its error. */
export type RequestEnded = (outcome: string) => Promise<void>
/**
 * Called with the path before each request leaves; nothing is sent where it throws. A submission's id is left out: what
 * is noted of requests outlives a learner who is erased.
 */
export type OnRequest = (path: string) => Promise<RequestEnded>
/** Called when a try failed but may have been carried out; if it never is, a failure means that nothing changed. */
export type OnDoubt = (thrown: unknown) => void

export interface RequestOptions {
  readonly endpoint: AssessmentsEndpoint
  /** The moment before which the service wants no request, from an earlier run; nothing is sent before it. */
  readonly nextRequestAfter: UnixSeconds | null
  readonly onRequest?: OnRequest | undefined
  /** Called when the service refuses more requests for now. */
  readonly onForbidden?: ((until: UnixSeconds) => Promise<void>) | undefined
  /** Called with what each answer says of the requests that are left. */
  readonly onBudget?: ((budget: Budget) => void) | undefined
}

export interface AssessmentsRequest<Answer> {
  readonly about: About
  readonly method: 'GET' | 'POST'
  /** Below `/api/v1`, without a slash at its beginning. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  readonly onDoubt?: OnDoubt
  /** As in `AnswerRules`. */
  factsIn?(text: string): ErrorDetail
  /** @throws AppError `api/not-understood` */
  read(answer: JsonAnswer): Answer
}

/** Sends requests to the service, and none while it forbids them. */
export class Requests {
  readonly #options: RequestOptions
  readonly #base: string
  #nextRequestAfter: UnixSeconds | null
  #sent = 0

  /** @throws AppError `assessments/no-service` for an address that secrets must not be sent to */
  constructor(options: RequestOptions) {
    const base = normalAddress(options.endpoint.url)
    if (base === null) throw new AppError('assessments/no-service')
    this.#options = options
    this.#base = `${base}/`
    this.#nextRequestAfter = options.nextRequestAfter
  }

  get sent(): number {
    return this.#sent
  }

  get nextRequestAfter(): UnixSeconds | null {
    return this.#nextRequestAfter
  }

  /**
   * Sends one request, and does not repeat it.
   * @param tokens to send with it and to keep out of errors; null where the request is what asks for them
   * @throws AppError `api/*`, `assessments/*`, `network/*`, `job/cancelled`
   */
  async send<Answer>(request: AssessmentsRequest<Answer>, tokens: Tokens | null): Promise<Answer> {
    if (tokens !== null && !isToken(tokens.access)) throw this.#named(new AppError('api/sign-in-again'))
    this.#refuseWhileForbidden()
    const path = `api/v1/${request.path}`
    const ended = await this.#options.onRequest?.(path.replace(/(?<=\/submissions\/).+/, '…'))
    this.#sent++
    try {
      const answer = await this.#exchange(request, path, tokens)
      await ended?.('ok')
      return answer
    } catch (caught) {
      const thrown = this.#told(this.#named(legible(caught)), request)
      await ended?.(thrown instanceof AppError ? thrown.code : 'internal')
      throw thrown
    }
  }

  /** Tells the caller of a change that may have been carried out, and marks the error of a submission as such. */
  #told(thrown: unknown, { about, onDoubt }: { readonly about: About; readonly onDoubt?: OnDoubt }): unknown {
    if (onDoubt === undefined || isWithoutEffect(thrown)) return thrown
    const marked =
      about === 'submission' && thrown instanceof AppError
        ? new AppError(thrown.code, { ...thrown.detail, about }, { cause: thrown.cause })
        : thrown
    onDoubt(marked)
    return marked
  }

  async #exchange<Answer>(request: AssessmentsRequest<Answer>, path: string, tokens: Tokens | null): Promise<Answer> {
    const { endpoint, onBudget } = this.#options
    const { about, method, query, body, signal, factsIn } = request
    const url = new URL(path, this.#base)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const secrets = tokens === null ? [] : [tokens.access, tokens.refresh ?? ''].filter((token) => token !== '')
    let until: UnixSeconds | null = null
    try {
      const answer = await fetchJson(
        endpoint.fetch,
        {
          method,
          url,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(tokens === null ? {} : { headers: { authorization: `Bearer ${tokens.access}` } }),
          timeout: answerWithin,
          signal,
        },
        {
          refusal: (answer) => refusalOf(answer, about, secrets),
          ...(factsIn && { factsIn }),
          onHeaders: (headers) => {
            until = nextRequestAfter(headers, endpoint.clock())
            const budget = budgetIn(headers, endpoint.clock())
            if (budget !== null) onBudget?.(budget)
          },
        },
      )
      const error = errorIn(answer.json)
      if (error !== null) throw errorWithin(error, about, secrets)
      return request.read(answer)
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'api/rate-limited') || until === null)
        throw withoutSecretId(thrown, secrets)
      throw await this.#forbidden(until)
    }
  }

  /** An error with the service's host in it, where its sentence would speak of another service. */
  #named(thrown: unknown): unknown {
    return thrown instanceof AppError && /^(api|network)\//.test(thrown.code) ? this.named(thrown) : thrown
  }

  named({ code, detail, cause }: AppError): AppError {
    return new AppError(code, { ...detail, service: new URL(this.#base).hostname }, { cause })
  }

  async #forbidden(until: UnixSeconds): Promise<AppError> {
    // Of requests under way at once, a later refusal must not shorten an earlier one's wait.
    const latest = this.#isForbidden() ? unixSeconds(Math.max(until, this.#nextRequestAfter ?? 0)) : until
    this.#nextRequestAfter = latest
    await this.#options.onForbidden?.(latest)
    return new AppError('api/rate-limited', { nextRequestAfter: latest })
  }

  #refuseWhileForbidden(): void {
    const until = this.#nextRequestAfter
    if (until !== null && this.#isForbidden())
      throw this.#named(new AppError('api/rate-limited', { nextRequestAfter: until }))
  }

  #isForbidden(): boolean {
    const wait = (this.#nextRequestAfter ?? 0) - this.#options.endpoint.clock()
    // No wait is longer than an hour: a longer one means that this computer's clock was set back since.
    return wait > 0 && wait <= hour
  }
}

// JSON nested thousands of levels deep overflows the stack; no answer looks like that.
const legible = (thrown: unknown): unknown =>
  thrown instanceof RangeError ? new AppError('api/not-understood', {}, { cause: thrown }) : thrown
