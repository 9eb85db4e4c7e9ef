import type { UnixSeconds } from './time.ts'

/** ClassMarker answers results of registered users (groups) and of public links through two separate feeds. */
export type Feed = 'groups' | 'links'

export const feeds: readonly Feed[] = ['groups', 'links']

/** One test in one group or link. */
export interface Assignment {
  readonly sourceId: number
  readonly testId: number
}

/** How far a feed was read in earlier runs. */
export interface FeedState {
  readonly feed: Feed
  /** The newest finish time received. */
  readonly cursor: UnixSeconds
  /** Where the next run begins: some hours before the cursor, as far as it costs no request. */
  readonly resumeAfter: UnixSeconds
  /** From where it is read once more up to the cursor, as far back as can be; null where it is not. */
  readonly againFrom: UnixSeconds | null
  /** The end of the newest range that is complete here. */
  readonly coveredUntil: UnixSeconds | null
}

/** A group, a link or a test by its name. */
export interface Named {
  readonly id: number
  readonly name: string
}
