import { AppError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import type { Assignment } from '../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../shared/model/result-values.ts'
import { type FetchedPart, requestsPerHour } from '../../shared/model/sync.ts'
import { type Clock, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { type AccountClient, type Connection, HistoryWindow } from '../connectors/classmarker/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import type { Store } from '../store/api.ts'
import { clientFor } from './sync-account.ts'

export interface PartRun {
  readonly account: Account
  readonly feed: ClassMarkerFeed
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
  const historyWindow = new HistoryWindow(state.historyRefusals)
  const newest = await store.newestFinishOf(account.id, feed, part)
  const { results, unreadable, tests, sources, moreExist } = await asFarAsItReaches(client, historyWindow, (furthest) =>
    // Others may have finished in the same second as the newest one here.
    client.resultsOf(feed, part, newest === null ? furthest : unixSeconds(Math.max(furthest, plusSeconds(newest, -1)))),
  )
  if (historyWindow.refusals !== state.historyRefusals)
    await store.changeSyncState(account.id, { historyRefusals: historyWindow.refusals })
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

/** Asks again from later on where ClassMarker's three months reach less far back than was thought. */
async function asFarAsItReaches<Answer>(
  client: AccountClient,
  historyWindow: HistoryWindow,
  ask: (furthest: UnixSeconds) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const furthest = historyWindow.furthest(client.serverClock())
    if (furthest === null) throw new AppError('api/too-early')
    try {
      const answer = await ask(furthest)
      historyWindow.accepted()
      return answer
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'api/too-early') throw thrown
      historyWindow.refused(furthest, client.serverClock())
    }
  }
}
