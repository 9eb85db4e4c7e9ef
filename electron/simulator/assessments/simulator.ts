import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, UnixSeconds } from '../../../shared/model/time.ts'
import type { Answer } from '../api.ts'
import { Faults, type SaidError, send, sendFaulty } from '../delivery.ts'
import { bodyOf, listen, RequestLog, type RequestSeen } from '../server.ts'
import { type AssessmentsApi, answerTo } from './api.ts'
import { type Dialect, Refusal, refused } from './dialect.ts'
import { type Access, accessOf, MinuteLimit, type Role, Sessions } from './sessions.ts'
import { AssessmentsWorld } from './world.ts'

export interface AssessmentsSimulatorOptions {
  readonly clock: Clock
  /** People, scores and dates follow from it, and so do password and token if they are not given. 1 if not given. */
  readonly seed?: number
  /** A dozen if not given. */
  readonly assessments?: number
  /** As many as the submissions need, but 24 at least, if not given. */
  readonly learners?: number
  /** How many submissions there are at first; 200 if not given, none where nobody or nothing is there to make them. */
  readonly results?: number
  /** 0, or not given: any free port. */
  readonly port?: number
  /** As the document has it if not given. */
  readonly dialect?: Dialect
  /** 100 if not given, null for no limit. */
  readonly requestsPerMinute?: number | null
  /** Of an access token, in seconds; 3600 if not given. */
  readonly tokenLifetime?: number
  readonly email?: string
  readonly password?: string
  /** A token that does not run out. */
  readonly token?: string
  /** Of the user who signs in; `instructor` if not given. */
  readonly role?: Role
  /**
   * The moment up to which submissions are made; now if not given. The same seed and moment give the same platform on
   * any day.
   */
  readonly madeAt?: UnixSeconds
}

/** A running learning platform on 127.0.0.1. */
export interface AssessmentsSimulator extends Access {
  /** `http://127.0.0.1:PORT`; the API is at `/api/v1` below it. */
  readonly url: string
  readonly world: AssessmentsWorld
  /** The tokens in force: they can be revoked, and renewals refused. */
  readonly sessions: Sessions
  readonly faults: Faults
  /** All requests so far, oldest first (the last 10,000 of them). */
  readonly requests: readonly RequestSeen[]
  /** Stops listening and destroys the open connections. */
  close(): Promise<void>
}

/** As the document says. */
const defaultRequestsPerMinute = 100

/** Starts a learning platform on loopback. Rejects with the system's error if the port is taken. */
export async function startAssessmentsSimulator(options: AssessmentsSimulatorOptions): Promise<AssessmentsSimulator> {
  const { clock, seed = 1, assessments = 12, port = 0, requestsPerMinute = defaultRequestsPerMinute } = options
  const results = options.results ?? (assessments === 0 || options.learners === 0 ? 0 : 200)
  const world = new AssessmentsWorld({
    seed,
    clock,
    assessments,
    results,
    learners: options.learners ?? Math.max(24, Math.ceil(results / 10)),
    madeAt: options.madeAt ?? clock(),
  })
  const access = { ...accessOf(seed), ...given(options) }
  const sessions = new Sessions(access, options.tokenLifetime ?? 3600, seed)
  const { dialect = 'documented', role = 'instructor' } = options
  const api: AssessmentsApi = { world, sessions, limit: new MinuteLimit(requestsPerMinute), dialect, role }
  const faults = new Faults()
  const log = new RequestLog<RequestSeen>()
  const server = await listen(port, (request, response) => exchange({ api, faults, log }, request, response))
  return {
    url: server.url,
    ...access,
    world,
    sessions,
    faults,
    requests: log.requests,
    close: async () => {
      const closed = server.close()
      faults.clear()
      await closed
    },
  }
}

const given = ({ email, password, token }: AssessmentsSimulatorOptions): Partial<Access> => ({
  ...(email !== undefined && { email }),
  ...(password !== undefined && { password }),
  ...(token !== undefined && { token }),
})

async function exchange(
  { api, faults, log }: { api: AssessmentsApi; faults: Faults; log: RequestLog<RequestSeen> },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const body = await bodyOf(request)
  const now = api.world.now()
  // In the service's own time, by which it means its dates.
  response.setHeader('date', new Date(now * 1000).toUTCString())
  const query = Object.fromEntries(url.searchParams)
  const entry = log.note({ method, path: url.pathname, query, body, time: now, outcome: 'pending' })
  const rightAnswer = () => answerTo(api, { method, url, authorization: headers.authorization ?? '', body })
  const struck = faults.strike(url.pathname)
  const saidError = (error: SaidError) => errorAnswer(api.dialect, error)
  const outcome = struck ? await sendFaulty({ response, rightAnswer, saidError }, struck) : rightAnswer()
  entry.outcome = typeof outcome === 'string' ? outcome : outcome.outcome
  if (typeof outcome !== 'string' && !struck) send(response, outcome)
}

const errorAnswer = (dialect: Dialect, { code, message }: SaidError): Answer =>
  code === 'offlineMaintenance'
    ? refused(dialect, new Refusal(503, 'SERVICE_UNAVAILABLE', message ?? 'Closed for maintenance.'))
    : refused(dialect, new Refusal(500, 'INTERNAL_ERROR', message ?? 'Something went wrong.'))
