import { day, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { pageSize, type ResultsAnswer } from './answers.ts'

/** The range a page should complete. */
interface Reached {
  /** The newest finish time, from which a later run continues; null to begin again where this page began. */
  readonly cursor: UnixSeconds | null
  readonly coveredUntil: UnixSeconds
  /**
   * Whether the page proves that nothing up to `coveredUntil` is missing: its counts fit, and whatever it leaves out is
   * newer.
   */
  readonly isProved: boolean
}

/** How reading continues after a page. */
export type PageStep =
  | (Reached & { readonly kind: 'end' })
  | (Reached & { readonly kind: 'more'; readonly next: UnixSeconds })
  /** Everything up to now was read; the rest is dated in the future. */
  | (Reached & { readonly kind: 'ahead'; readonly next: UnixSeconds })
  /** One second fills the whole page, so this feed cannot reach what else finished in it. */
  | { readonly kind: 'crowded'; readonly second: UnixSeconds }

/** A full page may end in the middle of a second, so the next request asks for that second again. */
export const overlapping = (finish: UnixSeconds): UnixSeconds => plusSeconds(finish, -1)

type Page = Pick<ResultsAnswer, 'serverTime' | 'finishes' | 'takenAfter' | 'fits' | 'moreExist' | 'nextFinishedAfter'>

/**
 * Decides how to continue after a page that was requested with `after` and answered at `serverNow`. Each next request
 * begins later than the one before, so reading always ends; if more results are promised but none on this page is newer
 * than `after`, it ends unproved.
 */
export function stepAfter(page: Page, after: UnixSeconds, serverNow: UnixSeconds): PageStep {
  const times = page.finishes.filter((time) => time !== null)
  const inOrder = isInOrder(times)
  const newest = newestFinish(page, times, inOrder, serverNow)
  const coveredUntil = unixSeconds(Math.max(after, settledAt(page.serverTime, serverNow)))
  const unproved = { kind: 'end', cursor: null, coveredUntil, isProved: false } as const
  // Results between `after` and a later `takenAfter` would be missing; results from before `after` do not answer this
  // request.
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

// A clock at ClassMarker's may be a little ahead of another, so a few minutes are no reason to doubt a time. It is also
// how far this computer's time can be off if ClassMarker accepted a signature without telling its own.
const doubt = 5 * minute

/** The latest finish time that is not dated in the future. */
const latestAt = (serverNow: UnixSeconds): UnixSeconds => plusSeconds(serverNow, doubt)

/** The last second that had ended when a page was answered; no more results can finish in it. */
function settledAt(serverTime: UnixSeconds | null, serverNow: UnixSeconds): UnixSeconds {
  const isPlausible = serverTime !== null && Math.abs(serverTime - serverNow) <= minute
  return overlapping(isPlausible ? unixSeconds(Math.min(serverTime, serverNow)) : plusSeconds(serverNow, -doubt))
}

// In another order, newest first for example, a page proves nothing about the time before its oldest result.
const isInOrder = (times: readonly UnixSeconds[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time))

/**
 * The newest finish time of a page that may serve as a cursor. A time in the far future must not move the cursor past
 * real results. `next_finished_after_timestamp` may be missing, stand still or go back, so it only counts where some
 * times cannot be read or are out of order.
 */
function newestFinish(
  { finishes, nextFinishedAfter }: Page,
  sent: readonly UnixSeconds[],
  inOrder: boolean,
  serverNow: UnixSeconds,
): UnixSeconds | null {
  const latest = latestAt(serverNow)
  const times = sent.filter((time) => time <= latest)
  const stated = nextFinishedAfter !== null && nextFinishedAfter <= latest ? nextFinishedAfter : null
  if (times.length === 0) return sent.length === 0 ? stated : null
  const newest = times.reduce((a, b) => (b > a ? b : a))
  if (sent.length < finishes.length && stated !== null && stated > newest) return stated
  return inOrder || stated === null ? newest : unixSeconds(Math.min(newest, stated))
}

/** What to read again in one feed: single finish times, and everything since a moment. */
export interface RecheckPlan {
  /** Finish times of results that may have changed, oldest first, all before `since`. */
  readonly targets: readonly UnixSeconds[]
  readonly since: UnixSeconds
  readonly progress: RecheckProgress
}

/** How far a recheck has come. Kept while it waits for the rate limit, or it would start again every hour. */
export interface RecheckProgress {
  through: number
}

export const notBegun = (): RecheckProgress => ({ through: Number.NEGATIVE_INFINITY })

const recheckedDays = 7

/** The facts a recheck is planned from. */
export interface RecheckNeeds {
  /** Finish times of results that still need grading, and of seconds that could not be read completely. */
  readonly targets: readonly UnixSeconds[]
  /** When the last recheck ended; null before the first. */
  readonly recheckedAt: UnixSeconds | null
  readonly now: UnixSeconds
  /** The furthest moment that can be asked for. */
  readonly furthest: UnixSeconds
  readonly progress?: RecheckProgress
}

/**
 * Plans what is worth reading again: everything that still needs grading, because essays are graded later and the
 * cursor never brings them again; and everything since seven days before the last recheck, for edited points, reopened
 * tests, and results that appeared days after their finish, behind the cursor.
 */
export function planRecheck({ targets, recheckedAt, now, furthest, progress = notBegun() }: RecheckNeeds): RecheckPlan {
  const last = Math.min(now, recheckedAt ?? now)
  const since = unixSeconds(Math.max(last - recheckedDays * day, furthest))
  const older = targets.filter((time) => time > furthest && time <= since && time > progress.through)
  return { targets: older.toSorted((a, b) => a - b), since, progress }
}

/** The first moment of a plan; its price depends on the results after it. */
export const beginOf = (plan: RecheckPlan): UnixSeconds => overlapping(plan.targets[0] ?? plan.since)

/**
 * Requests a plan takes in one feed, from the results known here: each brings 200, and a second with more than that is
 * read part by part.
 * @param finished finish times of the stored results of the feed, oldest first
 * @param parts number of tests in all groups or links of the feed
 */
export function priceOf(plan: RecheckPlan, finished: readonly UnixSeconds[], parts: number): number {
  let requests = 0
  const reads = (after: number): number => {
    requests++
    const start = finished.findIndex((time) => time > after)
    const newest = start < 0 ? undefined : finished[start + pageSize - 1]
    if (newest === undefined || finished[start + pageSize] === undefined) return Number.POSITIVE_INFINITY
    if (newest - 1 > after) return newest - 1
    requests += 1 + parts
    return newest
  }
  let through = plan.progress.through
  for (const target of plan.targets) if (target > through) through = reads(overlapping(target))
  for (let after = Math.max(plan.since, plan.progress.through); Number.isFinite(after); ) after = reads(after)
  return requests
}
