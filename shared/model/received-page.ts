import type { Named, Result } from './result.ts'
import type { Feed } from './result-values.ts'
import type { Gap, Interval } from './sync.ts'
import type { UnixSeconds } from './time.ts'

/** A result with the JSON it was read from. */
export interface ReceivedResult {
  readonly result: Result
  readonly raw: string
}

export interface UnreadableResult {
  readonly raw: string
  readonly problem: string
  /** The version of the reader that failed. */
  readonly reader: number
}

/** One page of a feed with the cursor it ends at. */
export interface ReceivedPage {
  readonly accountId: string
  readonly feed: Feed
  readonly results: readonly ReceivedResult[]
  readonly unreadable: readonly UnreadableResult[]
  readonly tests: readonly Named[]
  readonly sources: readonly Named[]
  /** The newest finish time received, from which the next request goes on; null when the page was read out of turn. */
  readonly cursor: UnixSeconds | null
  /** The range of finish times that this page completes, if it does. */
  readonly covered: Interval | null
  /** The range that it should have completed and did not, since its counts do not fit: nobody knows what is there. */
  readonly unproved?: Interval | null
  readonly receivedAt: UnixSeconds
  /** A range before this page that can no longer be had: one that is too old. */
  readonly gap?: Gap | null
  /** Results that an earlier reader could not read and that are among `results` now. */
  readonly reread?: readonly number[]
}
