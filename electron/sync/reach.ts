import { day, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { threeMonthsBefore } from '../../shared/model/zone.ts'

// The request travels for a while and the window moves on meanwhile.
const margin = 10 * minute
const shorterDays = [90, 89, 84, 60, 28, 14]

/**
 * How far back a fetch may begin. The API page says "3 months" without saying how long that is: the first try is the
 * calendar's three months, and each refusal (`finishedAfterTimestampTooEarly`) leads to a shorter one, for both feeds
 * of a run. The last is ClassMarker's own default of two weeks, which it cannot refuse.
 */
export class Reach {
  #refusals = 0

  /** The furthest moment not refused so far; null when all were. */
  furthest(serverNow: UnixSeconds): UnixSeconds | null {
    if (this.#refusals === 0) return plusSeconds(threeMonthsBefore(serverNow), margin)
    const days = shorterDays[this.#refusals - 1]
    return days === undefined ? null : unixSeconds(serverNow + margin - days * day)
  }

  refused(): void {
    this.#refusals++
  }
}
