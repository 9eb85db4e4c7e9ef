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

/** One page of a feed, with the cursor at its end. */
export interface ReceivedPage {
  readonly accountId: string
  readonly feed: Feed
  readonly results: readonly ReceivedResult[]
  readonly unreadable: readonly UnreadableResult[]
  readonly tests: readonly Named[]
  readonly sources: readonly Named[]
  /**
   * The newest finish time received, from which the next request continues; null when the page was read out of order.
   */
  readonly cursor: UnixSeconds | null
  /** The range of finish times that this page completes; null for none. */
  readonly covered: Interval | null
  /** The range this page should have completed: its counts do not fit, so it is unknown what is missing. */
  readonly unproved?: Interval | null
  readonly receivedAt: UnixSeconds
  /** A range before this page that is too old to be fetched. */
  readonly gap?: Gap | null
  /** Results an earlier reader could not read that are now among `results`. */
  readonly reread?: readonly number[]
}
