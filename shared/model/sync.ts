import type { ErrorCode, SerialisedError } from '../errors.ts'
import type { LastSync, SyncOutcome } from './account.ts'
import type { ClassMarkerFeed, Feed } from './result-values.ts'
import { minute, type UnixSeconds } from './time.ts'

/** How far a request's timestamp may be off, in seconds (API page, `timeStampOutOfRange`). */
export const allowedSkew = 5 * minute

/** Requests a key may send in any hour (API page, "rate limit"). */
export const requestsPerHour = 30

export interface RequestBudget {
  /** Requests sent in the last hour, or in the last minute where that is what the service counts. */
  readonly used: number
  readonly limit: number
  readonly per?: 'minute'
}

/** What came of asking for one test in one group or link. */
export interface FetchedPart extends Pick<PageCounts, 'added' | 'updated' | 'unchanged'> {
  /** Whether ClassMarker has further results of it, which the next request brings. */
  readonly moreExist: boolean
  readonly requests: number
  readonly budget: RequestBudget
}

/** A range of finish times whose results could not be fetched. Both ends belong to it. */
export interface Gap {
  readonly feed: ClassMarkerFeed
  readonly from: UnixSeconds
  readonly to: UnixSeconds
  readonly reason: GapReason
}

/**
 * `too-old`: ClassMarker does not reach back so far. `crowded-second`: more results finished in one second than it
 * sends at once. `incomplete-answer`: its counts and its results do not fit, so it is unknown what is missing.
 */
export const gapReasons = ['too-old', 'crowded-second', 'incomplete-answer'] as const

export type GapReason = (typeof gapReasons)[number]

export interface PageCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** Results that could not be read; their JSON is kept. */
  readonly unreadable: number
  /** Results whose id another person's result already has; both are kept. Absent when there are none. */
  readonly sharedIds?: number
}

/** The outcome of a sync; `unreadable` counts all unreadable results kept, also those of earlier syncs. */
export interface SyncSummary extends PageCounts {
  readonly outcome: SyncOutcome
  readonly requests: number
  readonly gaps: readonly Gap[]
  readonly nextRequestAfter: UnixSeconds | null
  /** ClassMarker's clock minus this computer's, in seconds. */
  readonly clockOffset: number
  readonly budget: RequestBudget
  readonly error: SerialisedError | null
}

export interface SyncProgress {
  readonly phase: 'starting' | 'discovering' | ClassMarkerFeed | 'submissions' | 'finishing'
  /** Results received so far in this sync. */
  readonly received: number
  /** How many results this sync will receive, as far as ClassMarker has said; null before the first page. */
  readonly available: number | null
  readonly requests: number
}

/** A range of finish times; its beginning is excluded, its end included. */
export interface Interval {
  readonly from: UnixSeconds
  readonly until: UnixSeconds
}

/** The ranges in which one feed is complete here, oldest first. */
export interface Coverage {
  readonly feed: ClassMarkerFeed
  readonly intervals: readonly Interval[]
}

export interface AccountStatus {
  readonly id: string
  readonly name: string
  readonly lastSync: LastSync | null
  readonly results: number
  readonly coverage: readonly Coverage[]
  readonly gaps: readonly Gap[]
  readonly budget: RequestBudget
  readonly nextRequestAfter: UnixSeconds | null
  /** The finish time from which results not yet fetched will be lost for good; null before the first sync. */
  readonly losesFrom: UnixSeconds | null
  readonly clockOffset: number
  readonly recheckedAt: UnixSeconds | null
  /** Results that could not be read; their JSON is kept. */
  readonly unreadable: number
}

/** The price of reading again, in requests. */
export interface RecheckPrice {
  readonly requests: number
  /** Finish times of older results that still need grading. */
  readonly toGrade: number
  readonly budget: RequestBudget
}

/** Whether an error means that ClassMarker cannot be reached from here right now. */
const isOffline = (code: ErrorCode): boolean =>
  code === 'network/offline' ||
  code === 'network/timeout' ||
  code === 'network/interrupted' ||
  code === 'network/proxy-unreachable' ||
  code === 'network/proxy-script'

/** The outcome of a sync that ended with this error. */
export function outcomeOf(code: ErrorCode): SyncOutcome {
  if (code === 'api/rate-limited' || code === 'bank/no-room') return 'rate-limited'
  if (code === 'job/cancelled') return 'cancelled'
  return isOffline(code) ? 'offline' : 'failed'
}

/** Adds up two parts of one sync: the counts of both, the end of the later. */
export function addUp(earlier: SyncSummary, later: SyncSummary): SyncSummary {
  return {
    ...later,
    requests: earlier.requests + later.requests,
    added: earlier.added + later.added,
    updated: earlier.updated + later.updated,
    unchanged: earlier.unchanged + later.unchanged,
    ...sharedIdsOf(earlier, later),
  }
}

/** Adds up the shared ids of two parts of a sync. */
export function sharedIdsOf(one: PageCounts, other: PageCounts): Pick<PageCounts, 'sharedIds'> {
  const sharedIds = (one.sharedIds ?? 0) + (other.sharedIds ?? 0)
  return sharedIds > 0 ? { sharedIds } : {}
}

/** A reason why the stored results of an account are incomplete. */
export type Missing =
  | { readonly kind: 'first-fetch' }
  | { readonly kind: 'limit' }
  | { readonly kind: 'stopped'; readonly outcome: Exclude<SyncOutcome, 'complete' | 'rate-limited'> }
  | { readonly kind: 'feed'; readonly feed: ClassMarkerFeed }
  | { readonly kind: 'gaps'; readonly count: number }
  | { readonly kind: 'unreadable'; readonly count: number }

/** The facts that say how completely an account was fetched. */
export type Fetched = Pick<AccountStatus, 'lastSync' | 'coverage' | 'gaps' | 'unreadable'>

/**
 * Why the stored results are not all that ClassMarker had when it was last asked; empty when they are. Screen, workbook
 * and command line all use this function, so that none calls complete what another does not.
 */
export function missingOf({ lastSync, coverage, gaps, unreadable }: Fetched): readonly Missing[] {
  const neverRead = lastSync === null ? [] : coverage.filter(({ intervals }) => intervals.length === 0)
  return [
    ...howItEnded(lastSync?.outcome ?? null),
    ...neverRead.map(({ feed }): Missing => ({ kind: 'feed', feed })),
    ...(gaps.length > 0 ? [{ kind: 'gaps', count: gaps.length } as const] : []),
    ...(unreadable > 0 ? [{ kind: 'unreadable', count: unreadable } as const] : []),
  ]
}

function howItEnded(outcome: SyncOutcome | null): readonly Missing[] {
  if (outcome === null) return [{ kind: 'first-fetch' }]
  if (outcome === 'complete') return []
  return outcome === 'rate-limited' ? [{ kind: 'limit' }] : [{ kind: 'stopped', outcome }]
}

/** One sync and how it ended. */
export interface ActivityRun {
  readonly id: number
  readonly accountId: string
  readonly endedAt: UnixSeconds
  readonly kind: 'sync' | 'recheck'
  readonly summary: SyncSummary
}

/** One request to ClassMarker: its path, never its query, which holds key and signature. */
export interface ActivityRequest {
  readonly id: number
  readonly accountId: string
  readonly sentAt: UnixSeconds
  readonly path: string
  /** `ok`, the code of its error, or null when the program ended before an answer came. */
  readonly outcome: string | null
  readonly milliseconds: number | null
}

export type FieldValue = string | number | boolean | null | readonly (string | null)[]

/** A value of a result that became another. */
export interface ChangedValue {
  /** ClassMarker's own name of the field. */
  readonly field: string
  readonly before: FieldValue
  readonly after: FieldValue
}

/** A value that ClassMarker changed after the result was fetched. */
export interface ResultChange extends ChangedValue {
  readonly id: number
  readonly resultId: number
  readonly accountId: string
  readonly seenAt: UnixSeconds
  readonly student: string
  readonly testName: string
}

/** A result that could not be read; its JSON is kept for a version that can read it. */
export interface UnreadableEntry {
  readonly id: number
  readonly accountId: string
  readonly feed: Feed
  readonly raw: string
  readonly problem: string
  readonly seenAt: UnixSeconds
}

/** The newest entries of each log of syncing. */
export interface ActivityLog {
  readonly runs: readonly ActivityRun[]
  readonly requests: readonly ActivityRequest[]
  readonly changes: readonly ResultChange[]
  readonly unreadable: readonly UnreadableEntry[]
}
