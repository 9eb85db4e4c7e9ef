import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import { type Api, answerTo, defaultRequestsPerHour, errorAnswer, type Key, RateLimit } from './api.ts'
import { certificateAnswer, isCertificatePath } from './certificates.ts'
import { Faults, type SaidError, send, sendFaulty } from './delivery.ts'
import { barOfEight, isPicturePath } from './pictures.ts'
import { ApiError, type Credentials, credentialsOf, type SignatureHash } from './protocol.ts'
import { bodyOf, listen, RequestLog, type RequestSeen } from './server.ts'
import { World } from './world.ts'

export interface SimulatorOptions {
  readonly clock: Clock
  /** People, marks and dates follow from it, and so do key and secret if they are not given. 1 if not given. */
  readonly seed?: number
  /** How many results the account holds, half in each feed. 900 if not given. */
  readonly results?: number
  /** How many questions the bank holds; the sample's own if not given. */
  readonly questions?: number | undefined
  /** 0, or not given: any free port. */
  readonly port?: number
  readonly key?: string
  readonly secret?: string
  /** 30 if not given, null for no limit. */
  readonly requestsPerHour?: number | null
  /** Both if not given. */
  readonly acceptedSignatures?: readonly SignatureHash[]
  /**
   * The moment up to which results are made; now if not given. The same seed and moment give the same account on any
   * day.
   */
  readonly madeAt?: UnixSeconds
}

/** A running ClassMarker on 127.0.0.1. */
export interface Simulator extends Credentials {
  /** `http://127.0.0.1:PORT`, in place of `https://api.classmarker.com`. */
  readonly url: string
  readonly world: World
  readonly faults: Faults
  /** All requests so far, oldest first (the last 10,000 of them). */
  readonly requests: readonly RecordedRequest[]
  /** Gives the account one more key, as its owner may at any time. */
  addKey(credentials: Credentials): void
  /** Stops listening and destroys the open connections. */
  close(): Promise<void>
}

/** Starts a ClassMarker server on loopback. Rejects with the system's error if the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, seed = 1, results = 900, port = 0 } = options
  const { key, secret } = { ...credentialsOf(seed), ...given(options) }
  const above = numbersOf(seed)
  const world = new World({
    seed,
    results,
    questions: options.questions,
    clock,
    madeAt: options.madeAt ?? clock(),
    above,
  })
  const requestsPerHour = options.requestsPerHour === undefined ? defaultRequestsPerHour : options.requestsPerHour
  const furtherKeys: Key[] = []
  const api: Api = {
    world,
    credentials: { key, secret },
    rateLimit: new RateLimit(requestsPerHour),
    acceptedSignatures: options.acceptedSignatures ?? ['sha256', 'md5'],
    furtherKeys,
  }
  const faults = new Faults()
  const log = new RequestLog<RecordedRequest>()
  const server = await listen(port, (request, response) => exchange({ api, faults, log }, request, response))
  return {
    url: server.url,
    key,
    secret,
    world,
    faults,
    requests: log.requests,
    addKey: (more) => void furtherKeys.push({ credentials: more, rateLimit: new RateLimit(requestsPerHour) }),
    close: async () => {
      const closed = server.close()
      faults.clear()
      await closed
    },
  }
}

/**
 * ClassMarker gives out each number once, across all accounts, so accounts of different seeds share none. Seed 1 has
 * the catalogue's numbers.
 */
const numbersOf = (seed: number): number => 1_000_000 * ((seed + 9_999) % 10_000)

const given = ({ key, secret }: SimulatorOptions): Partial<Credentials> => ({
  ...(key !== undefined && { key }),
  ...(secret !== undefined && { secret }),
})

async function exchange(
  { api, faults, log }: { api: Api; faults: Faults; log: RequestLog<RecordedRequest> },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const body = await bodyOf(request)
  const now = api.world.now()
  const { signature: _, ...query } = Object.fromEntries(url.searchParams)
  const entry = log.note({ method, path: url.pathname, query, body, time: now, outcome: 'pending' })
  const becameOf = (outcome: string, signedWith?: SignatureHash): void => {
    entry.outcome = outcome
    if (signedWith) entry.signedWith = signedWith
  }
  if (isPicturePath(url.pathname)) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(barOfEight())
    return becameOf('picture')
  }
  const rightAnswer = () =>
    isCertificatePath(url.pathname) ? certificateAnswer(api.world, method, url) : answerTo(api, { method, url, body })
  const struck = faults.strike(url.pathname)
  const saidError = (error: SaidError) => errorAnswer(now, url, new ApiError(error.code, error))
  const outcome = struck ? await sendFaulty({ response, saidError, rightAnswer }, struck) : rightAnswer()
  if (typeof outcome === 'string') return becameOf(outcome)
  becameOf(outcome.outcome, outcome.signedWith)
  if (!struck) send(response, outcome)
}

/** A request, and how it was answered. */
export interface RecordedRequest extends RequestSeen {
  /** Without the signature. */
  readonly query: Readonly<Record<string, string>>
  /** Absent if the signature was not valid. */
  readonly signedWith?: SignatureHash
}
