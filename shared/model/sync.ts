import type { ErrorCode, SerialisedError } from '../errors.ts'
import type { LastSync, SyncOutcome } from './account.ts'
import type { Feed } from './feed.ts'
import type { UnixSeconds } from './time.ts'

/** Requests a key may send in any hour (API page, "rate limit"). */
export const requestsPerHour = 30

export interface RequestBudget {
  /** Requests sent in the last hour. */
  readonly used: number
  readonly limit: number
}

/** A stretch of finish times whose results could not be had. Both ends belong to it. */
export interface Gap {
  readonly feed: Feed
  readonly from: UnixSeconds
  readonly to: UnixSeconds
  readonly reason: GapReason
}

export type GapReason = 'too-old' | 'crowded-second'

export interface PageCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** Results that could not be read; their JSON is kept. */
  readonly unreadable: number
}

export interface SyncSummary extends PageCounts {
  readonly outcome: SyncOutcome
  readonly requests: number
  readonly gaps: readonly Gap[]
  readonly nextRequestAfter: UnixSeconds | null
  readonly budget: RequestBudget
  readonly error: SerialisedError | null
}

export interface SyncProgress {
  readonly phase: 'starting' | 'discovering' | Feed | 'finishing'
  /** Results received so far in this run. */
  readonly received: number
  /** Results ClassMarker says there are to receive in this run, as far as known; null before the first page. */
  readonly available: number | null
  readonly requests: number
}

/** Whether a failure means that ClassMarker cannot be reached, so that trying again later is all there is to do. */
export const isOffline = (code: ErrorCode): boolean =>
  code === 'network/offline' || code === 'network/timeout' || code === 'network/interrupted'

/** Until where one feed is known to be complete. */
export interface Coverage {
  readonly feed: Feed
  /** Everything that finished from here on … */
  readonly from: UnixSeconds | null
  /** … until here has been fetched. */
  readonly until: UnixSeconds | null
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
}
