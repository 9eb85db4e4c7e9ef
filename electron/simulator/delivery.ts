import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { Ms, UnixSeconds } from '../../shared/model/time.ts'
import type { Answer } from './api.ts'
import { page } from './certificates.ts'
import type { ApiErrorCode, Json, JsonObject } from './protocol.ts'

/** A request and its response, and how to get the correct answer. */
export interface Exchange {
  readonly response: ServerResponse
  readonly rightAnswer: () => Answer
  /** The service's own way to say an error. */
  readonly saidError: (error: SaidError) => Answer
}

export function send(response: ServerResponse, { status = 200, contentType, text, headers }: Answer): void {
  sendBody(response, status, contentType, text, headers)
}

function sendBody(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  const own = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...own }).end(body)
}

/** Answers as the fault demands. Returns the outcome to record, or the correct answer if that was sent after all. */
export async function sendFaulty(exchange: Exchange, struck: StruckFault): Promise<Answer | string> {
  const { fault } = struck
  switch (fault.kind) {
    case 'held':
    case 'delay':
      return sendLate(
        exchange,
        fault.kind === 'held' ? struck.released : setTimeout(fault.ms, undefined, { ref: false }),
      )
    case 'cut-off':
    case 'reset midway':
      return sendHalf(exchange, fault.kind)
    case 'edited':
      return sendEdited(exchange, fault.edit)
    case 'oversize':
      await sendOversize(exchange.response, fault.bytes)
      return 'fault: oversize'
    default:
      return sendInstead(exchange, fault)
  }
}

type ReplacingFault = Exclude<Fault, { kind: 'held' | 'delay' | 'cut-off' | 'reset midway' | 'oversize' | 'edited' }>

function sendInstead({ response, saidError }: Exchange, fault: ReplacingFault): Answer | string {
  switch (fault.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      break
    case 'http':
      sendBody(
        response,
        fault.status,
        fault.contentType ?? 'text/html',
        fault.body ?? page(`Error ${fault.status}`),
        fault.headers,
      )
      return `fault: http ${fault.status}`
    case 'captive portal':
      sendBody(response, 200, 'text/html; charset=utf-8', page('Sign in to this network'))
      break
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: fault.location, 'content-length': 0 }).end()
      break
    case 'body':
      sendBody(response, fault.status ?? 200, fault.contentType ?? 'application/json; charset=utf-8', fault.body)
      break
    case 'maintenance':
      return sendError(response, saidError({ code: 'offlineMaintenance' }))
    case 'error':
      return sendError(response, saidError(fault))
  }
  return `fault: ${fault.kind}`
}

function sendError(response: ServerResponse, answer: Answer): Answer {
  send(response, answer)
  return answer
}

/** Carries out the request at once; only the answer waits. */
async function sendLate({ response, rightAnswer }: Exchange, until: Promise<unknown>): Promise<Answer | string> {
  const answer = rightAnswer()
  await Promise.race([until, once(response, 'close')])
  if (response.destroyed || response.socket?.destroyed !== false) return 'left'
  send(response, answer)
  return answer
}

function sendEdited({ response, rightAnswer }: Exchange, edit: (answer: JsonObject) => Json): string {
  const { text, ...answer } = rightAnswer()
  send(response, { ...answer, text: JSON.stringify(edit(JSON.parse(text))) })
  return 'fault: edited'
}

function sendHalf({ response, rightAnswer }: Exchange, kind: 'cut-off' | 'reset midway'): string {
  const { text, ...answer } = rightAnswer()
  const half = text.slice(0, Math.floor(text.length / 2))
  if (kind === 'cut-off') send(response, { ...answer, text: half })
  else {
    const { status = 200, contentType } = answer
    response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) })
    response.write(half, () => response.socket?.resetAndDestroy())
  }
  return `fault: ${kind}`
}

async function sendOversize(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes })
  try {
    await pipeline(longJson(bytes), response)
  } catch {
    // A client that has seen enough closes the connection; that is what the fault is for.
  }
}

function* longJson(bytes: number): Generator<Buffer> {
  const [start, end] = [Buffer.from('{"status":"ok","filler":"'), Buffer.from('"}')]
  const piece = Buffer.alloc(64 * 1024, 'x')
  yield start
  for (let left = bytes - start.length - end.length; left > 0; left -= piece.length) yield piece.subarray(0, left)
  yield end
}

/** An error that the service says itself. */
export interface SaidError {
  readonly code: ApiErrorCode
  readonly message?: string
  readonly nextRequestAfter?: UnixSeconds
}

/** What can go wrong between a client and a service. */
export type Fault =
  /** A status such as 500 or 503, with an HTML page unless a body is given. */
  | {
      readonly kind: 'http'
      readonly status: number
      readonly body?: string
      readonly contentType?: string
      /** Such as `retry-after`. */
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The right answer with something changed: counts that do not fit, odd fields. */
  | { readonly kind: 'edited'; readonly edit: (answer: JsonObject) => Json }
  /** The right answer, well-formed HTTP, but only the first half of its text. */
  | { readonly kind: 'cut-off' }
  /** A sign-in page of the network in between: 200, text/html. */
  | { readonly kind: 'captive portal' }
  /** The connection is reset instead of answered. The request is not carried out. */
  | { readonly kind: 'reset' }
  /** The request is carried out, but the connection is reset half-way through the answer. */
  | { readonly kind: 'reset midway' }
  /** The right answer, but only after `release()`. */
  | { readonly kind: 'held' }
  /** The right answer after a while; for use by hand and for measurements. */
  | { readonly kind: 'delay'; readonly ms: Ms }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** JSON of `bytes` bytes, sent in pieces. */
  | { readonly kind: 'oversize'; readonly bytes: number }
  | { readonly kind: 'maintenance' }
  | ({ readonly kind: 'error' } & SaidError)
  | {
      readonly kind: 'body'
      readonly body: string | Uint8Array
      readonly contentType?: string
      readonly status?: number
    }

/** An exact path (`/v1.json`), a pattern, or a question about the path. */
export type PathMatch = string | RegExp | ((path: string) => boolean)

export interface When {
  /** Every path, if not given. */
  readonly path?: PathMatch
  /** How many requests it strikes; 1 if not given, Infinity for all to come. */
  readonly times?: number
}

export interface QueuedFault {
  readonly fault: Fault
  /** How many requests it has struck so far. */
  readonly struck: number
  /** Resolves once it has struck `requests` of them (1 if not given). */
  reached(requests?: number): Promise<void>
  /** Lets go of all requests it holds (`held` only), and holds none from now on. */
  release(): void
  /** Strikes no more requests; lets go of those it holds. */
  cancel(): void
}

class Queued implements QueuedFault {
  readonly fault: Fault
  readonly #path: PathMatch | undefined
  readonly released: Promise<void>
  #letGo: () => void = () => {}
  #left: number
  #struck = 0
  #watchers: { readonly requests: number; readonly resolve: () => void }[] = []

  constructor(fault: Fault, { path, times = 1 }: When) {
    this.fault = fault
    this.#path = path
    this.#left = times
    this.released = new Promise((resolve) => {
      this.#letGo = resolve
    })
  }

  get struck(): number {
    return this.#struck
  }

  strikes(path: string): boolean {
    if (this.#left <= 0 || !matches(this.#path, path)) return false
    this.#left--
    this.#struck++
    for (const { requests, resolve } of this.#watchers) if (requests <= this.#struck) resolve()
    this.#watchers = this.#watchers.filter(({ requests }) => requests > this.#struck)
    return true
  }

  reached(requests = 1): Promise<void> {
    if (this.#struck >= requests) return Promise.resolve()
    return new Promise((resolve) => this.#watchers.push({ requests, resolve }))
  }

  release(): void {
    this.#letGo()
  }

  cancel(): void {
    this.#left = 0
    this.#letGo()
  }
}

/** A fault that a request has met; `released` resolves when a held answer may be sent. */
interface StruckFault {
  readonly fault: Fault
  readonly released: Promise<void>
}

/** The faults waiting for requests. A request meets the first queued one that matches it. */
export class Faults {
  #queue: Queued[] = []

  /** Queues a fault for the next request, or the next `times` requests, whose path matches. */
  next(fault: Fault, when: When = {}): QueuedFault {
    const queued = new Queued(fault, when)
    this.#queue.push(queued)
    return queued
  }

  /** Forgets all faults and lets go of every held request. */
  clear(): void {
    for (const queued of this.#queue) queued.cancel()
    this.#queue = []
  }

  /** The fault that a request to `path` meets; counts it. */
  strike(path: string): StruckFault | undefined {
    return this.#queue.find((queued) => queued.strikes(path))
  }
}

function matches(match: PathMatch | undefined, path: string): boolean {
  if (match === undefined) return true
  if (typeof match === 'string') return match === path
  return match instanceof RegExp ? match.test(path) : match(path)
}
