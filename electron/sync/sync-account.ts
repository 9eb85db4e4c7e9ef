import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import { type ClassMarkerFeed, classMarkerFeeds } from '../../shared/model/result-values.ts'
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
  /** The account's endpoint and credentials. @throws AppError `keychain/*` */
  readonly connectionFor: (account: Account) => Promise<Connection>
  readonly store: Store
  readonly clock: Clock
  readonly retry: RetryPorts
  readonly onInternalError: (thrown: unknown) => void
  /** `asked` reads again at any cost; `when due` does so once a day, if the hourly limit leaves room. */
  readonly recheck: 'asked' | 'when due'
  /** How far the recheck came in earlier parts of this run, before it had to wait. */
  readonly progress: ReadonlyMap<ClassMarkerFeed, RecheckProgress>
  /** A range to request first, even if the calendar puts it out of reach. */
  readonly gap: Gap | null
  readonly signal: AbortSignal
  readonly report: (progress: SyncProgress) => void
}

/**
 * Brings one account up to date: what the key can see, then both feeds, and once a day what may have changed behind the
 * cursor. Ends normally even on failures: what arrived is kept, and the summary says how it ended.
 * @throws AppError `store/*` if not even that can be written
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
    // An unproved range keeps a sync from being complete, whatever else arrived.
    if ((await store.syncState(account.id)).gaps.some(isUnproved)) throw new AppError('api/incomplete-answer')
  }, run.onInternalError)
  const used: AccountClient | null = client
  if (used !== null) await remember(run, state, used, error, rechecked)
  counter.phase('finishing')
  const summary = await summaryOf(run, counter, used, error)
  await store.recordRun(account.id, summary, clock(), rechecked ? 'recheck' : 'sync')
  return summary
}

/**
 * The client of one account, which notes each request that it sends.
 * @param mayAsk called before each request; nothing is sent where it throws
 */
export function clientFor(
  { account, store, clock, retry }: Pick<SyncRun, 'account' | 'store' | 'clock' | 'retry'>,
  state: SyncState,
  connection: Connection,
  mayAsk?: () => Promise<void>,
): AccountClient {
  return new AccountClient({
    ...account,
    ...connection,
    retry,
    nextRequestAfter: state.nextRequestAfter,
    clockOffset: state.clockOffset,
    onRequest: async (path) => {
      await mayAsk?.()
      const id = await store.recordRequest(account.id, path, clock())
      const started = performance.now()
      return (outcome) => store.endRequest(id, outcome, performance.now() - started)
    },
    onForbidden: (nextRequestAfter) => store.changeSyncState(account.id, { nextRequestAfter }),
  })
}

/** @returns whether it finished reading again behind the cursor */
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
  // A recheck is planned in ClassMarker's time, so an answer must tell that first.
  if (isRecheck || isOlderThanADay(state.discoveredAt, clock())) await discover()

  const historyWindow = new HistoryWindow(state.historyRefusals)
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
  for (const feed of classMarkerFeeds) {
    counter.phase(feed)
    const known = state.feeds.find((each) => each.feed === feed) ?? null
    const ports = pullPorts(run, feed, client, historyWindow, counter, discovering)
    try {
      await pullFeed(feed, known, plans?.get(feed) ?? null, ports)
    } finally {
      if (historyWindow.refusals !== state.historyRefusals) {
        await store.changeSyncState(account.id, { historyRefusals: historyWindow.refusals })
      }
    }
  }
  // A result named an unknown group, link or test: discover who may take it and how now, once, instead of at every
  // sync.
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
  feed: ClassMarkerFeed,
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
      // The sample's results do not age, so none of them is out of reach.
      const gap = account.sample ? null : (page.gap ?? null)
      const outcome = await store.applyPage({ ...page, gap, accountId: account.id, receivedAt: clock() })
      if (outcome.newNames) onNewNames()
      return outcome
    },
    openGaps: async () =>
      (await store.syncState(account.id)).gaps.filter((gap) => gap.feed === feed && isUnproved(gap)),
    markTooOld: (gap, until) => store.markGapTooOld(account.id, gap, until, clock()),
    hasRoom: async () =>
      recheck === 'asked' || (await store.requestsInLastHour(account.id, clock())) + keptFree < requestsPerHour,
    newestFinish: () => store.newestFinish(account.id, feed),
    recordGap: (gap) => store.recordGap(account.id, gap, clock()),
    closeGap: (gap) => store.closeGap(account.id, gap),
    assignments: async () => {
      // To know whether a second is whole, all present groups and links must be known.
      await discover()
      return store.assignments(account.id, feed)
    },
    partsDone: (second) => store.partsDone(account.id, feed, second),
    partDone: (second, part) => store.partDone(account.id, feed, second, part),
    clearPartsDone: (second) => store.clearPartsDone(account.id, feed, second),
    countAt: (second) => store.countAt(account.id, feed, second),
    onPage: (page, counts) => counter.add(page, counts),
  }
}

/** Requests of an hour reserved for the next sync and for a teacher who presses the button. */
export const keptFree = 6

// Ahead as well as past: a clock that was once far ahead must not postpone daily work until that time.
const isOlderThanADay = (moment: UnixSeconds | null, now: UnixSeconds): boolean =>
  moment === null || Math.abs(now - moment) >= day

/** Whether to read again behind the cursor. The very first sync reads everything anyway. */
function wantsRecheck({ recheck, clock }: SyncRun, state: SyncState): boolean {
  if (state.feeds.length === 0) return false
  if (recheck === 'asked') return true
  return state.recheckedAt !== null && isOlderThanADay(state.recheckedAt, plusSeconds(clock(), state.clockOffset))
}

/** The plan of a recheck, or null if the hourly limit leaves no room for it. */
async function recheckPlans(
  { account, store, clock, recheck, progress }: SyncRun,
  state: SyncState,
  historyWindow: HistoryWindow,
  now: UnixSeconds,
): Promise<ReadonlyMap<ClassMarkerFeed, RecheckPlan> | null> {
  const furthest = historyWindow.furthest(now)
  if (furthest === null) return null
  const isBegun = [...progress.values()].some(({ through }) => Number.isFinite(through))
  const { plans, requests } = await recheckPlansOf(account, state, store, { now, furthest }, progress)
  const used = await store.requestsInLastHour(account.id, clock())
  if (recheck === 'when due' && used + requests + keptFree > requestsPerHour) return null
  // Parts of crowded seconds that were asked before this recheck may have changed since.
  if (!isBegun) await store.clearAllPartsDone(account.id)
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
  // Unproved ranges are requested again separately, so the rest of the run counts as done.
  const isDone = error === null || error.code === 'api/incomplete-answer'
  // An interrupted first sync read its beginning long ago: the first recheck reaches back before that.
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
