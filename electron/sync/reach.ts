import { day, minute, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { threeMonthsBefore } from '../../shared/model/zone.ts'

/**
 * The moments a first sync may begin at, furthest back first. The API page says "3 months" without saying how long
 * that is; a refusal (`finishedAfterTimestampTooEarly`) leads to the next, shorter one. The last is ClassMarker's
 * own default of two weeks, which it cannot refuse.
 */
export function furthestStarts(serverNow: UnixSeconds): UnixSeconds[] {
  // The request travels for a while and the window moves on meanwhile.
  const margin = 10 * minute
  const calendar = plusSeconds(threeMonthsBefore(serverNow), margin)
  const shorter = [90, 89, 84, 60, 28, 14].map((days) => plusSeconds(serverNow, margin - days * day))
  return [calendar, ...shorter.filter((start) => start > calendar)]
}
