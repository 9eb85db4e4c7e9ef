import type { Ms, UnixSeconds } from '../../shared/model/time.ts'
import type { ApiErrorCode } from './api-error.ts'
import type { Json, JsonObject } from './json.ts'

/** What can go wrong between a client and ClassMarker. */
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
  | {
      readonly kind: 'error'
      readonly code: ApiErrorCode
      readonly message?: string
      readonly nextRequestAfter?: UnixSeconds
    }
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

/** A fault that has struck a request; `released` resolves when a held answer may go. */
export interface StruckFault {
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

  /** The fault a request to `path` meets; takes it off the queue's count. */
  strike(path: string): StruckFault | undefined {
    return this.#queue.find((queued) => queued.strikes(path))
  }
}

function matches(match: PathMatch | undefined, path: string): boolean {
  if (match === undefined) return true
  if (typeof match === 'string') return match === path
  return match instanceof RegExp ? match.test(path) : match(path)
}
