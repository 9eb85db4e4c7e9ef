import type { Feed } from './feed.ts'
import type { SyncSummary } from './sync.ts'
import type { UnixSeconds } from './time.ts'

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
  /** `ok`, the code of its error, or null when the program ended before the answer. */
  readonly outcome: string | null
  readonly milliseconds: number | null
}

export type FieldValue = string | number | boolean | null | readonly (string | null)[]

/** A value that ClassMarker changed after it was fetched. */
export interface ResultChange {
  readonly id: number
  readonly resultId: number
  readonly accountId: string
  readonly seenAt: UnixSeconds
  /** ClassMarker's own name of the field. */
  readonly field: string
  readonly before: FieldValue
  readonly after: FieldValue
  readonly student: string
  readonly testName: string
}

/** A result that could not be read; its JSON is kept for a version that can. */
export interface UnreadableEntry {
  readonly id: number
  readonly accountId: string
  readonly feed: Feed
  readonly raw: string
  readonly problem: string
  readonly seenAt: UnixSeconds
}

/** The newest of everything that syncing did. */
export interface ActivityLog {
  readonly runs: readonly ActivityRun[]
  readonly requests: readonly ActivityRequest[]
  readonly changes: readonly ResultChange[]
  readonly unreadable: readonly UnreadableEntry[]
}
