import { minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { ResultsAnswer } from './answers.ts'

/** A range that a page should have completed. */
interface Reached {
  /** The newest finish time to go on from in a later run; null to begin again where this page began. */
  readonly cursor: UnixSeconds | null
  readonly coveredUntil: UnixSeconds
  /** Whether the page proves that nothing is missing up to there: its counts fit, and what it left for later is newer. */
  readonly isProved: boolean
}

/** Where a page leaves the reading of a feed. */
export type PageStep =
  | (Reached & { readonly kind: 'end' })
  | (Reached & { readonly kind: 'more'; readonly next: UnixSeconds })
  /** All up to now is there; what is left is dated in the future. */
  | (Reached & { readonly kind: 'ahead'; readonly next: UnixSeconds })
  /** The page is full of one second, so what else finished in it cannot be asked for in this feed. */
  | { readonly kind: 'crowded'; readonly second: UnixSeconds }

/** A full page may end in the middle of a second, so the next request asks for that second again. */
export const overlapping = (finish: UnixSeconds): UnixSeconds => plusSeconds(finish, -1)

type Page = Pick<ResultsAnswer, 'serverTime' | 'finishes' | 'takenAfter' | 'fits' | 'moreExist' | 'nextFinishedAfter'>

/**
 * Decides how to go on after a page that was asked for with `after` and answered at `serverNow`. Each next request
 * begins later than the one before, so reading always ends; where more results are promised but none of this page is
 * newer than `after`, it ends without proof.
 */
export function stepAfter(page: Page, after: UnixSeconds, serverNow: UnixSeconds): PageStep {
  const times = page.finishes.filter((time) => time !== null)
  const inOrder = isInOrder(times)
  const newest = newestFinish(page, times, inOrder, serverNow)
  const coveredUntil = unixSeconds(Math.max(after, settledAt(page.serverTime, serverNow)))
  const unproved = { kind: 'end', cursor: null, coveredUntil, isProved: false } as const
  // What was left out between the two moments is nowhere; a page that begins before it was asked to is an answer to
  // something else.
  const isAnswer = (page.takenAfter === null || page.takenAfter <= after) && times.every((time) => time > after)
  const fits = page.fits && isAnswer
  if (!page.moreExist) return fits ? { kind: 'end', cursor: newest, coveredUntil, isProved: true } : unproved
  const isProved = fits && inOrder
  const last = times.at(-1)
  if (inOrder && last !== undefined && last > latestAt(serverNow)) {
    return { kind: 'ahead', cursor: newest, coveredUntil, isProved, next: overlapping(last) }
  }
  if (newest === null || newest <= after) return unproved
  const next = overlapping(newest)
  if (next > after) return { kind: 'more', cursor: newest, coveredUntil: next, isProved, next }
  return isProved ? { kind: 'crowded', second: newest } : unproved
}

// A clock at ClassMarker's that is a little ahead of another is no reason to doubt a time; a year ahead is. It is also
// how far this computer's time can be off where ClassMarker took a signature without telling its own.
const doubt = 5 * minute

/** The latest finish time that is not dated in the future. */
const latestAt = (serverNow: UnixSeconds): UnixSeconds => plusSeconds(serverNow, doubt)

/** The last second that was over when a page was answered: until then, no result can finish any more. */
function settledAt(told: UnixSeconds | null, serverNow: UnixSeconds): UnixSeconds {
  const isTold = told !== null && Math.abs(told - serverNow) <= minute
  return overlapping(isTold ? unixSeconds(Math.min(told, serverNow)) : plusSeconds(serverNow, -doubt))
}

// Newest first, for one, a page says nothing of what lies between its oldest result and where it was asked to begin.
const isInOrder = (times: readonly UnixSeconds[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time))

/**
 * The newest finish time of a page that may serve as a cursor. One in the far future must not carry the cursor past
 * real results. `next_finished_after_timestamp` may be missing, stand still or go back, so it is asked only where the
 * times themselves do not tell: when some could not be read, or when they are not in order.
 */
function newestFinish(
  { finishes, nextFinishedAfter }: Page,
  sent: readonly UnixSeconds[],
  inOrder: boolean,
  serverNow: UnixSeconds,
): UnixSeconds | null {
  const latest = latestAt(serverNow)
  const times = sent.filter((time) => time <= latest)
  const told = nextFinishedAfter !== null && nextFinishedAfter <= latest ? nextFinishedAfter : null
  if (times.length === 0) return sent.length === 0 ? told : null
  const newest = times.reduce((a, b) => (b > a ? b : a))
  if (sent.length < finishes.length && told !== null && told > newest) return told
  return inOrder || told === null ? newest : unixSeconds(Math.min(newest, told))
}
