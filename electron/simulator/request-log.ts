import type { UnixSeconds } from '../../shared/model/time.ts'
import type { SignatureHash } from './signature.ts'

/** A request as it came in, and what became of it. */
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
   * `ok`, `no_results` or the error code that was answered; `fault: …` where a fault took the answer's place; `pending`
   * until then; `left` where the client went away first.
   */
  readonly outcome: string
  /** Absent if it was not signed rightly. */
  readonly signedWith?: SignatureHash
}

/** How many requests are remembered: a sample account may run for days. */
const remembered = 10_000

export class RequestLog {
  readonly #requests: RecordedRequest[] = []

  get requests(): readonly RecordedRequest[] {
    return this.#requests
  }

  /** Notes a request and gives the way to say what became of it. */
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
