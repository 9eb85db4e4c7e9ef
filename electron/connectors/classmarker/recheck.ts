import { day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { pageSize } from './answers.ts'
import { overlapping } from './page-step.ts'

/** What to read again in one feed: certain finish times, and everything since a moment. */
export interface RecheckPlan {
  /** Finish times of results that may have changed, oldest first, all before `since`. */
  readonly targets: readonly UnixSeconds[]
  readonly since: UnixSeconds
  readonly progress: RecheckProgress
}

/** How far a recheck has come, kept while it waits for the rate limit: else it would begin again each hour. */
export interface RecheckProgress {
  through: number
}

export const notBegun = (): RecheckProgress => ({ through: Number.NEGATIVE_INFINITY })

const recheckedDays = 7

/** What a plan is made from. */
export interface RecheckNeeds {
  /** Finish times of what still needs grading, and of seconds that could not be had whole. */
  readonly targets: readonly UnixSeconds[]
  /** When the last recheck ended; null before the first. */
  readonly recheckedAt: UnixSeconds | null
  readonly now: UnixSeconds
  /** The furthest moment that can be asked for. */
  readonly furthest: UnixSeconds
  readonly progress?: RecheckProgress
}

/**
 * What is worth reading again: everything that still needs grading, because essays are graded later and the cursor
 * never sends them again; and the seven days before the last recheck and all since, for points that were edited, tests
 * that were reopened, and results that appeared days after their finish while nobody looked behind the cursor.
 */
export function planRecheck({ targets, recheckedAt, now, furthest, progress = notBegun() }: RecheckNeeds): RecheckPlan {
  const last = Math.min(now, recheckedAt ?? now)
  const since = unixSeconds(Math.max(last - recheckedDays * day, furthest))
  const older = targets.filter((time) => time > furthest && time <= since && time > progress.through)
  return { targets: older.toSorted((a, b) => a - b), since, progress }
}

/** Where reading a plan begins: its price depends on the finish times after it. */
export const beginOf = (plan: RecheckPlan): UnixSeconds => overlapping(plan.targets[0] ?? plan.since)

/**
 * Requests a plan will take in one feed, from the results known here: each request brings 200 from its start on, and a
 * second that holds more than that is asked for in its parts.
 * @param finished finish times of the stored results of the feed, oldest first
 * @param parts tests in all groups or links of the feed
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
