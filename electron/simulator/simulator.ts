import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import { type Api, answerTo, defaultRequestsPerHour, type Key, RateLimit } from './api.ts'
import { certificateAnswer, isCertificatePath } from './certificates.ts'
import { Faults, send, sendFaulty } from './delivery.ts'
import { barOfEight, isPicturePath } from './pictures.ts'
import { type Credentials, credentialsOf, type SignatureHash } from './protocol.ts'
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

/** The longest body that is read; a hundred codes of 255 characters need far less. */
const longestBody = 1024 * 1024

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
  const log = new RequestLog()
  const server = createServer((request, response) => {
    exchange({ api, faults, log }, request, response).catch((error: Error) => response.destroy(error))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    key,
    secret,
    world,
    faults,
    requests: log.requests,
    addKey: (more) => void furtherKeys.push({ credentials: more, rateLimit: new RateLimit(requestsPerHour) }),
    close: () => close(server, faults),
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

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port')
  return `http://127.0.0.1:${address.port}`
}

async function exchange(
  { api, faults, log }: { api: Api; faults: Faults; log: RequestLog },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const body = await bodyOf(request)
  const now = api.world.now()
  const becameOf = log.note(method, url, body, now)
  if (isPicturePath(url.pathname)) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(barOfEight())
    return becameOf('picture')
  }
  const rightAnswer = () =>
    isCertificatePath(url.pathname) ? certificateAnswer(api.world, method, url) : answerTo(api, { method, url, body })
  const struck = faults.strike(url.pathname)
  const outcome = struck ? await sendFaulty({ response, url, now, rightAnswer }, struck) : rightAnswer()
  if (typeof outcome === 'string') return becameOf(outcome)
  becameOf(outcome.outcome, outcome.signedWith)
  if (!struck) send(response, outcome)
}

/** The body as text; a longer one than any payload ends the connection. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length > longestBody) throw new RangeError('The body is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

async function close(server: Server, faults: Faults): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  faults.clear()
  await closed
}

/** A request, and how it was answered. */
export interface RecordedRequest {
  readonly method: string
  /** `/v1/groups/recent_results.json`, without the query. */
  readonly path: string
  /** Without the signature. */
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  /** The server's time when it came in. */
  readonly time: UnixSeconds
  /**
   * `ok`, `no_results` or the error code of the answer; `fault: …` if a fault replaced it; `pending` before that;
   * `left` if the client disconnected first.
   */
  readonly outcome: string
  /** Absent if the signature was not valid. */
  readonly signedWith?: SignatureHash
}

/** How many requests are remembered: a sample account may run for days. */
const remembered = 10_000

class RequestLog {
  readonly #requests: RecordedRequest[] = []

  get requests(): readonly RecordedRequest[] {
    return this.#requests
  }

  /** Records a request. Returns the function that sets its outcome. */
  note(method: string, url: URL, body: string, time: UnixSeconds) {
    const { signature, ...query } = Object.fromEntries(url.searchParams)
    const entry: { -readonly [Field in keyof RecordedRequest]: RecordedRequest[Field] } = {
      method,
      path: url.pathname,
      query,
      body,
      time,
      outcome: 'pending',
    }
    this.#requests.push(entry)
    if (this.#requests.length > remembered) this.#requests.shift()
    return (outcome: string, signedWith?: SignatureHash): void => {
      entry.outcome = outcome
      if (signedWith) entry.signedWith = signedWith
    }
  }
}
