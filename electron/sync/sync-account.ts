import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import { type Feed, feeds } from '../../shared/model/result-values.ts'
import { type Gap, outcomeOf, requestsPerHour, type SyncProgress, type SyncSummary } from '../../shared/model/sync.ts'
import { type Clock, day, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import {
  AccountClient,
  type Connection,
  HistoryWindow,
  type PullPorts,
  pullFeed,
  type RecheckPlan,
  type RecheckProgress,
  readGap,
} from '../connectors/classmarker/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import { failureOf } from '../internal-errors.ts'
import type { Store, SyncState } from '../store/api.ts'
import { ProgressCounter } from './progress-counter.ts'
import { recheckPlansOf } from './recheck-plans.ts'

export interface SyncRun {
  readonly account: Account
  /** Where the account's ClassMarker is and how to sign for it. @throws AppError `keychain/*` */
  readonly connectionFor: (account: Account) => Promise<Connection>
  readonly store: Store
  readonly clock: Clock
  readonly retry: RetryPorts
  readonly onInternalError: (thrown: unknown) => void
  /** `asked` reads again whatever it costs; `when due` does once a day, if the hour's requests allow. */
  readonly recheck: 'asked' | 'when due'
  /** How far the recheck came in the parts of this run before it had to wait. */
  readonly progress: ReadonlyMap<Feed, RecheckProgress>
  /** A range to ask for first, though it is out of reach by the calendar. */
  readonly gap: Gap | null
  readonly signal: AbortSignal
  readonly report: (progress: SyncProgress) => void
}

/**
 * Brings one account up to date: what the key can see, then both feeds, and once a day what may have changed behind
 * the cursor. It ends calmly whatever happens: what arrived is kept, and the summary says how it ended.
 * @throws AppError `store/*` when not even that can be written
 */
export async function syncAccount(run: SyncRun): Promise<SyncSummary> {
  const { account, store, clock } = run
  const state = await store.syncState(account.id)
  let client: AccountClient | null = null
  const counter = new ProgressCounter(run.report, () => client?.requests ?? 0)
  let rechecked = false
  const error = await failureOf(async () => {
    client = clientFor(run, state, await run.connectionFor(account))
    rechecked = await pullAll(run, state, client, counter)
    // Whatever else arrived: what is in doubt keeps a sync from being complete.
    if ((await store.syncState(account.id)).gaps.some(isUnproved)) throw new AppError('api/incomplete-answer')
  }, run.onInternalError)
  const used: AccountClient | null = client
  if (used !== null) await remember(run, state, used, error, rechecked)
  counter.phase('finishing')
  const summary = await summaryOf(run, counter, used, error)
  await store.recordRun(account.id, summary, clock(), rechecked ? 'recheck' : 'sync')
  return summary
}

function clientFor({ account, store, clock, retry }: SyncRun, state: SyncState, connection: Connection): AccountClient {
  return new AccountClient({
    ...account,
    ...connection,
    retry,
    nextRequestAfter: state.nextRequestAfter,
    clockOffset: state.clockOffset,
    onRequest: async (path) => {
      const id = await store.recordRequest(account.id, path, clock())
      const started = performance.now()
      return (outcome) => store.endRequest(id, outcome, performance.now() - started)
    },
    onForbidden: (nextRequestAfter) => store.changeSyncState(account.id, { nextRequestAfter }),
  })
}

/** @returns whether it read again behind the cursor, to the end */
async function pullAll(
  run: SyncRun,
  state: SyncState,
  client: AccountClient,
  counter: ProgressCounter,
): Promise<boolean> {
  const { account, store, clock, signal } = run
  let isDiscovered = false
  const discover = async () => {
    if (isDiscovered) return
    counter.phase('discovering')
    await store.saveDiscovery(account.id, await client.discover(signal), clock())
    isDiscovered = true
  }
  const isRecheck = wantsRecheck(run, state)
  // A recheck is planned in ClassMarker's time, so it does not begin before an answer told that.
  if (isRecheck || isOlderThanADay(state.discoveredAt, clock())) await discover()

  const historyWindow = new HistoryWindow(state.reachRefusals)
  const plans = isRecheck ? await recheckPlans(run, state, historyWindow, client.answeredAt) : null
  let sawNewNames = false
  const discovering: Discovering = {
    discover,
    onNewNames: () => {
      sawNewNames = true
    },
  }
  let refusal: AppError | null = null
  if (run.gap !== null) {
    const { feed } = run.gap
    counter.phase(feed)
    refusal = await readGap(run.gap, pullPorts(run, feed, client, historyWindow, counter, discovering))
  }
  for (const feed of feeds) {
    counter.phase(feed)
    const known = state.feeds.find((each) => each.feed === feed) ?? null
    const ports = pullPorts(run, feed, client, historyWindow, counter, discovering)
    try {
      await pullFeed(feed, known, plans?.get(feed) ?? null, ports)
    } finally {
      if (historyWindow.refusals !== state.reachRefusals) {
        await store.changeSyncState(account.id, { reachRefusals: historyWindow.refusals })
      }
    }
  }
  // A group, link or test that nobody knew: who may take it and how is asked once, not at every sync.
  if (sawNewNames) await discover()
  if (refusal !== null) throw refusal
  return plans !== null
}

const isUnproved = ({ reason }: Gap): boolean => reason === 'incomplete-answer'

interface Discovering {
  readonly discover: () => Promise<void>
  readonly onNewNames: () => void
}

function pullPorts(
  { account, store, clock, recheck, signal }: SyncRun,
  feed: Feed,
  client: AccountClient,
  historyWindow: HistoryWindow,
  counter: ProgressCounter,
  { discover, onNewNames }: Discovering,
): PullPorts {
  return {
    client,
    historyWindow,
    signal,
    applyPage: async (page) => {
      // The sample's results do not grow older with the calendar: nothing of it is out of reach.
      const gap = account.sample ? null : (page.gap ?? null)
      const outcome = await store.applyPage({ ...page, gap, accountId: account.id, receivedAt: clock() })
      if (outcome.newNames) onNewNames()
      return outcome
    },
    openGaps: async () =>
      (await store.syncState(account.id)).gaps.filter((gap) => gap.feed === feed && isUnproved(gap)),
    giveUp: (gap, until) => store.giveUpGap(account.id, gap, until, clock()),
    hasRoom: async () =>
      recheck === 'asked' || (await store.requestsInLastHour(account.id, clock())) + keptFree < requestsPerHour,
    newestFinish: () => store.newestFinish(account.id, feed),
    recordGap: (gap) => store.recordGap(account.id, gap, clock()),
    closeGap: (gap) => store.closeGap(account.id, gap),
    assignments: async () => {
      // Whether a second is whole depends on knowing every group and link there is now.
      await discover()
      return store.assignments(account.id, feed)
    },
    partsDone: (second) => store.partsDone(account.id, feed, second),
    partDone: (second, part) => store.partDone(account.id, feed, second, part),
    partsForgotten: (second) => store.partsForgotten(account.id, feed, second),
    countAt: (second) => store.countAt(account.id, feed, second),
    onPage: (page, counts) => counter.add(page, counts),
  }
}

// What stays free for the next sync and for a teacher who presses the button.
const keptFree = 6

// Either way: a clock that was far ahead once must not put off what is due each day until it is right again.
const isOlderThanADay = (moment: UnixSeconds | null, now: UnixSeconds): boolean =>
  moment === null || Math.abs(now - moment) >= day

/** Whether to look behind the cursor. The first sync of all reads everything anyway. */
function wantsRecheck({ recheck, clock }: SyncRun, state: SyncState): boolean {
  if (state.feeds.length === 0) return false
  if (recheck === 'asked') return true
  return state.recheckedAt !== null && isOlderThanADay(state.recheckedAt, plusSeconds(clock(), state.clockOffset))
}

/** What to read again in this run, or null where the hour's requests do not allow it. */
async function recheckPlans(
  { account, store, clock, recheck, progress }: SyncRun,
  state: SyncState,
  historyWindow: HistoryWindow,
  now: UnixSeconds,
): Promise<ReadonlyMap<Feed, RecheckPlan> | null> {
  const furthest = historyWindow.furthest(now)
  if (furthest === null) return null
  const isBegun = [...progress.values()].some(({ through }) => Number.isFinite(through))
  const { plans, requests } = await recheckPlansOf(account, state, store, { now, furthest }, progress)
  const used = await store.requestsInLastHour(account.id, clock())
  if (recheck === 'when due' && used + requests + keptFree > requestsPerHour) return null
  // What was asked of crowded seconds before this recheck may have changed since.
  if (!isBegun) await store.allPartsForgotten(account.id)
  for (const { progress: begun } of plans.values()) begun.through = Math.max(begun.through, furthest)
  return plans
}

async function remember(
  run: SyncRun,
  state: SyncState,
  client: AccountClient,
  error: AppError | null,
  rechecked: boolean,
) {
  const { account, store } = run
  // What is in doubt is asked for anew by itself; the rest of the run is done.
  const isDone = error === null || error.code === 'api/incomplete-answer'
  // A first sync that was interrupted read its beginning long ago: the first recheck reaches back before that.
  const change = {
    ...(isDone && state.nextRequestAfter !== null ? { nextRequestAfter: null } : {}),
    ...(client.clockOffset === state.clockOffset ? {} : { clockOffset: client.clockOffset }),
    ...(isDone && (rechecked || state.recheckedAt === null)
      ? { recheckedAt: rechecked || state.feeds.length === 0 ? client.answeredAt : account.createdAt }
      : {}),
  }
  if (Object.keys(change).length > 0) await store.changeSyncState(account.id, change)
  if (client.signature !== account.signature) await store.changeAccount(account.id, { signature: client.signature })
}

async function summaryOf(
  { account, store, clock }: SyncRun,
  counter: ProgressCounter,
  client: AccountClient | null,
  error: AppError | null,
): Promise<SyncSummary> {
  return {
    ...counter.counts,
    unreadable: await store.countUnreadable(account.id),
    outcome: error === null ? 'complete' : outcomeOf(error.code),
    requests: client?.requests ?? 0,
    gaps: (await store.syncState(account.id)).gaps,
    nextRequestAfter: error?.code === 'api/rate-limited' ? (client?.nextRequestAfter ?? null) : null,
    clockOffset: client?.clockOffset ?? 0,
    budget: { used: await store.requestsInLastHour(account.id, clock()), limit: requestsPerHour },
    error: error === null ? null : serialiseError(error),
  }
}
