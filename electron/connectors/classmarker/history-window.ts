import { day, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { threeMonthsBefore } from '../../../shared/model/zone.ts'

// The window moves on while the request travels.
const margin = 10 * minute
const shorterDays = [90, 89, 84, 60, 28, 14]

/**
 * How far back a fetch may begin. The API page says "3 months" without saying how long that is: the first try is the
 * calendar's three months, and each refusal (`finishedAfterTimestampTooEarly`) leads to a shorter one, for both feeds
 * of a run. The last is ClassMarker's own default of two weeks, which it cannot refuse.
 */
export class HistoryWindow {
  #refusals: number
  #accepted: number

  /** @param refusals how often ClassMarker refused in earlier runs */
  constructor(refusals: number) {
    this.#refusals = refusals
    this.#accepted = refusals
  }

  /** How many refusals preceded an accepted request; a run without one says nothing. */
  get refusals(): number {
    return this.#accepted
  }

  /** The furthest moment not refused so far; null when all were. */
  furthest(serverNow: UnixSeconds): UnixSeconds | null {
    if (this.#refusals === 0) return plusSeconds(threeMonthsBefore(serverNow), margin)
    const days = shorterDays[this.#refusals - 1]
    return days === undefined ? null : unixSeconds(serverNow + margin - days * day)
  }

  /** Notes that ClassMarker refused to begin at `after`: rules out every window that includes it. */
  refused(after: UnixSeconds, serverNow: UnixSeconds): void {
    for (;;) {
      this.#refusals++
      const furthest = this.furthest(serverNow)
      if (furthest === null || furthest > after) return
    }
  }

  accepted(): void {
    this.#accepted = this.#refusals
  }
}
