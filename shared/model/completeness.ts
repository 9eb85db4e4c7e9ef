import type { SyncOutcome } from './account.ts'
import type { Feed } from './feed.ts'
import type { AccountStatus } from './sync.ts'

/** One reason why the results of an account are not all of them. */
export type Missing =
  | { readonly kind: 'first-fetch' }
  | { readonly kind: 'limit' }
  | { readonly kind: 'stopped'; readonly outcome: Exclude<SyncOutcome, 'complete' | 'rate-limited'> }
  | { readonly kind: 'feed'; readonly feed: Feed }
  | { readonly kind: 'gaps'; readonly count: number }
  | { readonly kind: 'unreadable'; readonly count: number }

/** What is known of how far an account was fetched. */
export type Fetched = Pick<AccountStatus, 'lastSync' | 'coverage' | 'gaps' | 'unreadable'>

/**
 * Why the results that are here are not all that ClassMarker had when it was asked last; nothing where they are. Screen,
 * workbook and command line ask here, so that none of them calls complete what another does not.
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
