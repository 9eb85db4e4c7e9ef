import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Account, SyncOutcome } from '../../shared/model/account.ts'
import { feeds } from '../../shared/model/feed.ts'
import { requestsPerHour, type SyncProgress, type SyncSummary } from '../../shared/model/sync.ts'
import { type Clock, day, plusSeconds } from '../../shared/model/time.ts'
import type { Credentials } from '../classmarker/signature.ts'
import type { SyncState } from '../store/queries/sync-state.ts'
import type { Store } from '../store/store.ts'
import { pullFeed } from './pull-feed.ts'
import { Reach } from './reach.ts'
import { type Endpoint, Remote } from './remote.ts'

export interface SyncRun {
  readonly account: Account
  readonly credentials: Credentials
  readonly endpoint: Endpoint
  readonly store: Store
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly report: (progress: SyncProgress) => void
  /** Called after each page is written. */
  readonly onResults: () => void
}

/**
 * Brings one account up to date: what the key can see, then both feeds. It ends calmly whatever happens: what arrived
 * is kept, and the summary says how it ended.
 */
export async function syncAccount(run: SyncRun): Promise<SyncSummary> {
  const { account, store, clock } = run
  const state = await store.syncState(account.id)
  const remote = new Remote({
    ...account,
    credentials: run.credentials,
    endpoint: run.endpoint,
    nextRequestAfter: state.nextRequestAfter,
    onRequest: (path) => store.recordRequest(account.id, path, clock()),
    onForbidden: (until) => store.forbidRequestsUntil(account.id, until),
  })
  const tally = new Tally(run, remote)
  const error = await failureOf(() => pullAll(run, state, remote, tally))
  if (error === null && state.nextRequestAfter !== null) await store.forbidRequestsUntil(account.id, null)
  if (remote.signature !== account.signature) await store.changeAccount(account.id, { signature: remote.signature })
  tally.phase('finishing')
  const summary: SyncSummary = {
    ...tally.counts,
    outcome: error === null ? 'complete' : outcomeOf(error),
    requests: remote.requests,
    gaps: (await store.syncState(account.id)).gaps,
    nextRequestAfter: error?.code === 'api/rate-limited' ? remote.nextRequestAfter : null,
    budget: { used: await store.requestsInLastHour(account.id, clock()), limit: requestsPerHour },
    error: error === null ? null : serialiseError(error),
  }
  await store.recordRun(account.id, summary, clock())
  return summary
}

async function pullAll(run: SyncRun, state: SyncState, remote: Remote, tally: Tally): Promise<void> {
  const { account, store, clock, signal } = run
  if (state.discoveredAt === null || plusSeconds(state.discoveredAt, day) <= clock()) {
    tally.phase('discovering')
    await store.saveDiscovery(account.id, await remote.discover(signal), clock())
  }
  const reach = new Reach()
  for (const feed of feeds) {
    tally.phase(feed)
    await pullFeed(feed, state.feeds.find((known) => known.feed === feed) ?? null, {
      remote,
      reach,
      signal,
      applyPage: (page) => store.applyPage({ ...page, accountId: account.id, receivedAt: clock() }),
      // The sample's results do not grow older with the calendar: nothing of it is out of reach.
      recordGap: async (gap) => (account.sample ? undefined : store.recordGap(account.id, gap, clock())),
      onPage: (page, counts) => {
        tally.add(page, counts)
        run.onResults()
      },
    })
  }
}

async function failureOf(work: () => Promise<void>): Promise<AppError | null> {
  try {
    await work()
    return null
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    return new AppError('internal', {}, { cause: thrown })
  }
}

function outcomeOf({ code }: AppError): SyncOutcome {
  if (code === 'api/rate-limited') return 'rate-limited'
  if (code === 'job/cancelled') return 'cancelled'
  return code === 'network/offline' || code === 'network/timeout' || code === 'network/interrupted'
    ? 'offline'
    : 'failed'
}

/** What a run has done so far, for its progress and its end. */
class Tally {
  readonly counts = { added: 0, updated: 0, unchanged: 0, unreadable: 0 }
  readonly #run: SyncRun
  readonly #remote: Remote
  #phase: SyncProgress['phase'] = 'starting'
  #received = 0
  #available: number | null = null

  constructor(run: SyncRun, remote: Remote) {
    this.#run = run
    this.#remote = remote
  }

  phase(phase: SyncProgress['phase']): void {
    this.#phase = phase
    this.#report()
  }

  add(page: { received: number; remaining: number | null }, counts: SyncSummary | Tally['counts']): void {
    this.counts.added += counts.added
    this.counts.updated += counts.updated
    this.counts.unchanged += counts.unchanged
    this.counts.unreadable += counts.unreadable
    this.#received += page.received
    if (page.remaining !== null) this.#available = this.#received + page.remaining
    this.#report()
  }

  #report(): void {
    this.#run.report({
      phase: this.#phase,
      received: this.#received,
      available: this.#available,
      requests: this.#remote.requests,
    })
  }
}
