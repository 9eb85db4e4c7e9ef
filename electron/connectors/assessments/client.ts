import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { type RetryPorts, retrying } from '../network.ts'
import {
  pageSize,
  readCreated,
  readOneAssessment,
  readPage,
  readSubmission,
  readTokens,
  renewedBefore,
  submissionNamed,
} from './answers.ts'
import type {
  Assessment,
  AssessmentsPage,
  AssessmentWithQuestions,
  NewAssessment,
  Submission,
  Tokens,
} from './model.ts'
import {
  type AssessmentsEndpoint,
  type AssessmentsRequest,
  type OnDoubt,
  type OnRequest,
  type RequestOptions,
  Requests,
} from './requests.ts'

export interface SignInPorts {
  readonly retry: RetryPorts
  readonly onRequest?: OnRequest
  readonly signal?: AbortSignal
}

/**
 * Signs in by e-mail and password; the password is kept nowhere.
 * @throws AppError `assessments/sign-in-refused` for a wrong e-mail or password, `assessments/no-service` for an
 *   address where no such service is, `api/*`, `network/*`, `job/cancelled`
 */
export async function signIn(
  endpoint: AssessmentsEndpoint,
  email: string,
  password: string,
  { retry, onRequest, signal }: SignInPorts,
): Promise<Tokens> {
  const requests = new Requests({ endpoint, nextRequestAfter: null, onRequest })
  const login: AssessmentsRequest<Tokens> = {
    about: 'sign-in',
    method: 'POST',
    path: 'auth/login',
    body: { email, password },
    signal,
    read: (answer) => readTokens(answer, endpoint.clock(), null),
  }
  return await retrying(() => requests.send(login, null), retry, signal)
}

/**
 * An id as a part of a path.
 * @throws AppError `assessments/not-found` for what would lead elsewhere; no service has such an id
 */
function inPath(id: string): string {
  if (id.trim() === '' || id === '.' || id === '..' || !id.isWellFormed()) throw new AppError('assessments/not-found')
  return encodeURIComponent(id)
}

export interface AssessmentsClientOptions extends RequestOptions {
  readonly tokens: Tokens
  readonly retry: RetryPorts
  /** Called with renewed tokens before the first request that uses them; nothing is sent where it throws. */
  readonly onTokens: (tokens: Tokens) => Promise<void>
}

export interface ListOptions {
  readonly courseId?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends one account's requests during a run: counts them, sends none while the service forbids it, repeats temporary
 * failures of reading, and renews the tokens where they ran out.
 */
export class AssessmentsClient {
  readonly #options: AssessmentsClientOptions
  readonly #requests: Requests
  #tokens: Tokens
  #renewal: Promise<void> | null = null
  /** Renewed tokens that could not be kept yet. The ones before them are worth nothing any more. */
  #unkept: Tokens | null = null

  /** @throws AppError `assessments/no-service` for an address that no token may be sent to */
  constructor(options: AssessmentsClientOptions) {
    this.#options = options
    this.#tokens = options.tokens
    this.#requests = new Requests(options)
  }

  /** Requests sent so far, renewals included. */
  get requests(): number {
    return this.#requests.sent
  }

  get nextRequestAfter(): UnixSeconds | null {
    return this.#requests.nextRequestAfter
  }

  /** What is found wrong in answers that were each read, in the service's name. */
  doubt(code: 'api/not-understood' | 'api/incomplete-answer'): AppError {
    return this.#requests.named(new AppError(code))
  }

  /**
   * A page of the list, of 100 assessments.
   * @param page from 1; 0 too, for a service that counts from there
   * @throws AppError `api/*`, `assessments/*`, `network/*`, `job/cancelled`
   */
  assessments(page: number, { courseId, signal }: ListOptions = {}): Promise<AssessmentsPage> {
    return this.#read({
      about: courseId === undefined && page === 1 ? 'list' : 'reading',
      path: 'assessments',
      query: {
        ...(courseId === undefined ? {} : { course_id: courseId }),
        page: String(page),
        per_page: String(pageSize),
      },
      signal,
      read: (answer) => readPage(answer, page),
    })
  }

  /** @throws AppError as `assessments` */
  async assessment(id: string, signal?: AbortSignal): Promise<AssessmentWithQuestions> {
    const path = `assessments/${inPath(id)}`
    return await this.#read({ about: 'reading', path, signal, read: (answer) => readOneAssessment(answer, id) })
  }

  /**
   * Creates an assessment. It is not repeated by itself: a repeated one would be there twice.
   * @param onDoubt called when it failed but may have been created, also where the answer could not be read; if it is
   *   never called, a failure means that nothing changed
   * @throws AppError as `assessments`; `assessments/invalid` names the fields
   */
  create(assessment: NewAssessment, onDoubt: OnDoubt): Promise<Assessment> {
    return this.#ask({
      about: 'creation',
      method: 'POST',
      path: 'assessments',
      body: assessment,
      onDoubt,
      read: (answer) => readCreated(answer, assessment),
    })
  }

  /**
   * Hands answers in. It is not repeated by itself: a repeated one could cost the learner an attempt.
   * @param body sent as it is
   * @param onDoubt as in `create`
   * @throws AppError as `assessments`; `assessments/no-attempts-left`, `assessments/not-enrolled`,
   *   `assessments/time-over`, `assessments/submission-refused` for what the service does not score;
   *   `assessments/already-submitted` is in doubt, because the first of two may have counted. An error in doubt whose
   *   answer names the submission has its id as `submission`
   */
  async submit(assessmentId: string, body: unknown, onDoubt: OnDoubt): Promise<Submission> {
    return await this.#ask({
      about: 'submission',
      method: 'POST',
      path: `assessments/${inPath(assessmentId)}/submissions`,
      body,
      onDoubt,
      factsIn: submissionNamed,
      read: (answer) => readSubmission(answer, { assessmentId, now: this.#options.endpoint.clock(), isNew: true }),
    })
  }

  /** @throws AppError as `assessments` */
  async submission(assessmentId: string, submissionId: string, signal?: AbortSignal): Promise<Submission> {
    const path = `assessments/${inPath(assessmentId)}/submissions/${inPath(submissionId)}`
    const read: AssessmentsRequest<Submission>['read'] = (answer) =>
      readSubmission(answer, { assessmentId, submissionId, now: this.#options.endpoint.clock() })
    return await this.#read({ about: 'reading', path, signal, read })
  }

  #read<Answer>(request: Omit<AssessmentsRequest<Answer>, 'method'>): Promise<Answer> {
    return retrying(() => this.#ask({ ...request, method: 'GET' }), this.#options.retry, request.signal)
  }

  /**
   * Asks with a token that is renewed just before its time is over; if it is refused earlier, renews it and asks once more.
   * A request refused so had no effect. Never renews twice for one request.
   */
  async #ask<Answer>(request: AssessmentsRequest<Answer>): Promise<Answer> {
    const isRenewed = await this.#renewedInTime()
    const used = this.#tokens
    try {
      return await this.#requests.send(request, used)
    } catch (thrown) {
      if (isRenewed || !(thrown instanceof AppError && thrown.code === 'api/sign-in-again')) throw thrown
      await this.#renewed(used, thrown)
      return await this.#requests.send(request, this.#tokens)
    }
  }

  async #renewedInTime(): Promise<boolean> {
    const { refresh, expiresAt } = this.#tokens
    const isOver = expiresAt !== null && this.#options.endpoint.clock() >= expiresAt - renewedBefore
    if (!isOver || refresh === null) return false
    await this.#renewed(this.#tokens, new AppError('api/sign-in-again'))
    return true
  }

  /** Makes sure that the tokens are others than `refused`; requests refused at once share one renewal. */
  #renewed(refused: Tokens, refusal: AppError): Promise<void> {
    if (this.#tokens !== refused) return Promise.resolve()
    this.#renewal ??= this.#renew(refused.refresh, refusal).finally(() => {
      this.#renewal = null
    })
    return this.#renewal
  }

  async #renew(refresh: string | null, refusal: AppError): Promise<void> {
    if (this.#unkept === null) {
      if (refresh === null) throw refusal
      this.#unkept = await this.#requests.send(
        {
          about: 'renewal',
          method: 'POST',
          path: 'auth/refresh',
          body: { refresh_token: refresh },
          read: (answer) => readTokens(answer, this.#options.endpoint.clock(), refresh),
        },
        null,
      )
    }
    await this.#options.onTokens(this.#unkept)
    this.#tokens = this.#unkept
    this.#unkept = null
  }
}
