import { hour, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'

/** ClassMarker's allowance per key (API page, "Rate limits"). */
export const defaultRequestsPerHour = 30

/** Counts the requests of the last hour. `allowance` null means no limit. */
export class RateLimit {
  readonly #allowance: number | null
  #counted: UnixSeconds[] = []

  constructor(allowance: number | null) {
    this.#allowance = allowance
  }

  /**
   * Counts a request made `now` and answers nothing, or, when the hour's allowance is used up, leaves it uncounted and
   * answers the moment the oldest counted request is an hour old.
   */
  admit(now: UnixSeconds): { nextRequestAfter: UnixSeconds } | undefined {
    if (this.#allowance === null) return undefined
    this.#counted = this.#counted.filter((moment) => moment > now - hour)
    if (this.#counted.length < this.#allowance) {
      this.#counted.push(now)
      return undefined
    }
    return { nextRequestAfter: plusSeconds(this.#counted[0] ?? now, hour) }
  }
}
