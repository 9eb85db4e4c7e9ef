import type { Clock, UnixSeconds } from '../../../shared/model/time.ts'
import type { Fetch, RetryPorts } from '../network.ts'
import type {
  Assessment,
  AssessmentsPage,
  AssessmentWithQuestions,
  Budget,
  NewAssessment,
  Submission,
  Tokens,
} from './model.ts'

/** Base address, fetch and clock. The sample account has a server and a time of its own. */
export interface AssessmentsEndpoint {
  /** As `normalAddress` gives it; a slash or `/api/v1` at its end does no harm. */
  readonly url: string
  readonly fetch: Fetch
  readonly clock: Clock
}

/** Notes how a request ended: `ok` or the code of its error. */
export type RequestEnded = (outcome: string) => Promise<void>
/** Called with the path before each request leaves; nothing is sent where it throws. */
export type OnRequest = (path: string) => Promise<RequestEnded>
/** Called when a try failed but may have been carried out; if it never is, a failure means that nothing changed. */
export type OnDoubt = (thrown: unknown) => void

export interface SignInPorts {
  readonly retry: RetryPorts
  readonly onRequest?: OnRequest
  readonly signal?: AbortSignal
}

/**
 * Signs in by e-mail and password; the password is kept nowhere.
 * @throws AppError `assessments/sign-in-refused` for a wrong e-mail or password, `api/*`, `network/*`, `job/cancelled`
 */
export declare function signIn(
  endpoint: AssessmentsEndpoint,
  email: string,
  password: string,
  ports: SignInPorts,
): Promise<Tokens>

export interface AssessmentsClientOptions {
  readonly endpoint: AssessmentsEndpoint
  readonly tokens: Tokens
  readonly retry: RetryPorts
  /** The moment before which the service wants no request, from an earlier run; nothing is sent before it. */
  readonly nextRequestAfter: UnixSeconds | null
  readonly onRequest?: OnRequest
  /** Called with renewed tokens before the first request that uses them; nothing is sent where it throws. */
  readonly onTokens: (tokens: Tokens) => Promise<void>
  /** Called when the service refuses more requests for now. */
  readonly onForbidden?: (until: UnixSeconds) => Promise<void>
  readonly onBudget?: (budget: Budget) => void
}

export interface ListOptions {
  readonly courseId?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Sends one account's requests during a run. */
export declare class AssessmentsClient {
  constructor(options: AssessmentsClientOptions)
  /** Requests sent so far, signing in again included. */
  get requests(): number
  get nextRequestAfter(): UnixSeconds | null
  /** @param page from 1, of 100 assessments @throws AppError `api/*`, `network/*`, `assessments/*`, `job/cancelled` */
  assessments(page: number, options?: ListOptions): Promise<AssessmentsPage>
  /** @throws AppError as `assessments` */
  assessment(id: string, signal?: AbortSignal): Promise<AssessmentWithQuestions>
  /** Never repeated by itself. @throws AppError as `assessments` */
  create(assessment: NewAssessment, onDoubt: OnDoubt): Promise<Assessment>
  /** Never repeated by itself. @param body sent as it is @throws AppError as `assessments` */
  submit(assessmentId: string, body: unknown, onDoubt: OnDoubt): Promise<Submission>
  /** @throws AppError as `assessments` */
  submission(assessmentId: string, submissionId: string, signal?: AbortSignal): Promise<Submission>
}
