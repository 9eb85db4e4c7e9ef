import type { Account } from '../../shared/model/account.ts'
import { type ClassMarkerFeed, classMarkerFeeds } from '../../shared/model/result-values.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import {
  beginOf,
  planRecheck,
  priceOf,
  type RecheckPlan,
  type RecheckProgress,
} from '../connectors/classmarker/index.ts'
import type { Store, SyncState } from '../store/api.ts'

/** What to read again in each feed, and its cost. */
interface RecheckPlans {
  readonly plans: ReadonlyMap<ClassMarkerFeed, RecheckPlan>
  /** Requests needed for all of it. */
  readonly requests: number
}

/** Plans a recheck of both feeds of an account from its stored results. */
export async function recheckPlansOf(
  account: Pick<Account, 'id' | 'createdAt'>,
  state: SyncState,
  store: Store,
  { now, furthest }: { readonly now: UnixSeconds; readonly furthest: UnixSeconds },
  begun: ReadonlyMap<ClassMarkerFeed, RecheckProgress> = new Map(),
): Promise<RecheckPlans> {
  const plans = new Map<ClassMarkerFeed, RecheckPlan>()
  let requests = 0
  for (const feed of classMarkerFeeds) {
    const targets = [...(await store.timesToGrade(account.id, feed)), ...crowdedSeconds(state, feed)]
    const recheckedAt = state.recheckedAt ?? account.createdAt
    const progress = begun.get(feed)
    const plan = planRecheck({ targets, recheckedAt, now, furthest, ...(progress === undefined ? {} : { progress }) })
    const finished = await store.finishTimes(account.id, feed, beginOf(plan))
    requests += priceOf(plan, finished, (await store.assignments(account.id, feed)).length)
    plans.set(feed, plan)
  }
  return { plans, requests }
}

/** Seconds that could not be read completely; each recheck tries them again. */
const crowdedSeconds = ({ gaps }: SyncState, feed: ClassMarkerFeed): UnixSeconds[] =>
  gaps.filter((gap) => gap.feed === feed && gap.reason === 'crowded-second').map(({ from }) => from)
