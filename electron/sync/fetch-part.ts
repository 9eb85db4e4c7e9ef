import { AppError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import type { Assignment } from '../../shared/model/result.ts'
import type { Feed } from '../../shared/model/result-values.ts'
import { type FetchedPart, requestsPerHour } from '../../shared/model/sync.ts'
import { type Clock, plusSeconds, unixSeconds } from '../../shared/model/time.ts'
import { type Connection, HistoryWindow } from '../connectors/classmarker/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import type { Store } from '../store/api.ts'
import { clientFor } from './sync-account.ts'

export interface PartRun {
  readonly account: Account
  readonly feed: Feed
  readonly part: Assignment
  readonly connectionFor: (account: Account) => Promise<Connection>
  readonly store: Store
  readonly clock: Clock
  readonly retry: RetryPorts
}

/**
 * Asks with one request for what is new of one test in one group or link, and keeps it as a sync does. Neither the
 * cursor nor what is known to be complete moves: the next sync reads the same range and finds these results unchanged.
 * @throws AppError `api/*`, `network/*`, `keychain/*`, `store/*`
 */
export async function fetchPart({ account, feed, part, store, clock, ...run }: PartRun): Promise<FetchedPart> {
  const state = await store.syncState(account.id)
  const client = clientFor({ ...run, account, store, clock }, state, await run.connectionFor(account))
  const furthest = new HistoryWindow(state.historyRefusals).furthest(client.serverClock())
  if (furthest === null) throw new AppError('api/too-early')
  const newest = await store.newestFinishOf(account.id, feed, part)
  // Others may have finished in the same second as the newest one here.
  const after = newest === null ? furthest : unixSeconds(Math.max(furthest, plusSeconds(newest, -1)))
  const { results, unreadable, tests, sources, moreExist } = await client.resultsOf(feed, part, after)
  const outcome = await store.applyPage({
    ...{ accountId: account.id, feed, results, unreadable, tests, sources, receivedAt: clock() },
    ...{ cursor: null, covered: null },
  })
  return {
    added: outcome.added,
    updated: outcome.updated,
    unchanged: outcome.unchanged,
    moreExist,
    requests: client.requests,
    budget: { used: await store.requestsInLastHour(account.id, clock()), limit: requestsPerHour },
  }
}
