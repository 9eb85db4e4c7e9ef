import { AppError } from '../../shared/errors.ts'
import { type Account, type AccountSummary, sampleId } from '../../shared/model/account.ts'
import { feeds } from '../../shared/model/feed.ts'
import {
  type AccountStatus,
  addUp,
  allowedSkew,
  type Gap,
  type RecheckPrice,
  requestsPerHour,
  type SyncProgress,
  type SyncSummary,
} from '../../shared/model/sync.ts'
import { type Clock, hour, minute, ms, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { threeMonthsBefore } from '../../shared/model/zone.ts'
import type { Credentials } from '../classmarker/signature.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { SyncState } from '../store/queries/sync-state.ts'
import type { Store } from '../store/store.ts'
import { overlapping } from './page-step.ts'
import { Reach } from './reach.ts'
import { notBegun, planRecheck, priceOf } from './recheck.ts'
import type { Endpoint } from './remote.ts'
import type { RetryPorts } from './retry.ts'
import { crowdedSeconds, type SyncRun, syncAccount } from './sync-account.ts'

export interface SyncsPorts {
  readonly store: Store
  readonly jobs: Jobs
  readonly clock: Clock
  readonly retry: RetryPorts
  readonly onInternalError: (thrown: unknown) => void
  readonly accounts: () => Promise<readonly AccountSummary[]>
  readonly account: (id: string) => Promise<Account>
  readonly sample: () => Promise<Account>
  readonly lineTo: (account: Account) => Promise<{ endpoint: Endpoint; credentials: Credentials }>
  /** Called after each page is written. */
  readonly onResults: () => void
  /** Called when an account came, or its last sync changed. */
  readonly onAccounts: () => void
}

export interface RunContext {
  readonly signal: AbortSignal
  readonly report: (progress: SyncProgress) => void
  /** Told when a run waits for the server to allow more requests; without it, the run ends there. */
  readonly waiting?: (until: UnixSeconds) => void
}

/** A sync asked for at the start or by the hour is left out where one ended so recently. */
const fresh = 5 * minute

export type Recheck = SyncRun['recheck']

/** Syncing as the rest of the program asks for it: one at a time for each account, and one process at a time. */
export class Syncs {
  readonly #ports: SyncsPorts
  #running = 0
  /** Accounts to be read again in their next run. */
  readonly #asked = new Set<string>()
  readonly #gaps = new Map<string, Gap[]>()
  #kept = false

  constructor(ports: SyncsPorts) {
    this.#ports = ports
  }

  /**
   * Starts a sync, or joins the one that runs, which then reads again as well if that is asked. It waits out the rate
   * limit by itself. @returns the job's id
   */
  start(accountId: string, recheck: Recheck = 'when due'): string {
    if (recheck === 'asked') this.#asked.add(accountId)
    return this.#ports.jobs.start({ kind: 'sync', accountId, work: (context) => this.#runAsked(accountId, context) })
  }

  /** Starts a sync of every account whose secret is here; the sample account has nothing new to fetch. */
  async startAll(): Promise<void> {
    const now = this.#ports.clock()
    for (const { id, sample, archived, secret, lastSync } of await this.#ports.accounts()) {
      const justSynced = lastSync?.outcome === 'complete' && Math.abs(now - lastSync.at) < fresh
      if (!sample && !archived && secret !== 'missing' && !justSynced) this.start(id)
    }
  }

  /**
   * Reads a gap again, in the sync that runs or in one of its own; it helps when ClassMarker opened its seven days for
   * all results. @returns the job's id
   */
  startGap(accountId: string, gap: Gap): string {
    this.#gaps.set(accountId, [...(this.#gaps.get(accountId) ?? []), gap])
    return this.start(accountId)
  }

  /** Makes the sample account and fills it. @returns the job's id */
  startSample(): string {
    return this.#ports.jobs.start({
      kind: 'sample',
      accountId: sampleId,
      work: async (context) => {
        const account = await this.#ports.sample()
        this.#ports.onAccounts()
        return this.run(account.id, 'when due', context)
      },
    })
  }

  /**
   * Syncs in the caller's own time. Where the context can wait, a rate limit is waited out and the run goes on.
   * @throws AppError `sync/busy` while another process syncs the same data, `job/cancelled`, `store/*`
   */
  async run(accountId: string, recheck: Recheck, context: RunContext, gap: Gap | null = null): Promise<SyncSummary> {
    let whole: SyncSummary | null = null
    const progress = notRechecked()
    for (;;) {
      const summary = await this.#runOnce(accountId, recheck, progress, context, gap)
      whole = whole === null ? summary : addUp(whole, summary)
      const until = summary.nextRequestAfter
      if (context.waiting === undefined || summary.outcome !== 'rate-limited' || until === null) return whole
      // ClassMarker named the moment in its own time; this computer waits in its own.
      const here = plusSeconds(until, -summary.clockOffset)
      context.waiting(here)
      if (!(await this.#waitedUntil(plusSeconds(here, 1), context.signal))) return cancelled(whole)
    }
  }

  /** Runs until nothing more is asked for: a recheck or a gap may be wished for while it runs. */
  async #runAsked(accountId: string, context: RunContext): Promise<SyncSummary> {
    let whole: SyncSummary | null = null
    do {
      const gap = this.#gaps.get(accountId)?.shift() ?? null
      const recheck = this.#asked.delete(accountId) ? 'asked' : 'when due'
      const summary = await this.run(accountId, recheck, context, gap)
      whole = whole === null ? summary : addUp(whole, summary)
    } while (whole.outcome === 'complete' && (this.#asked.has(accountId) || this.#gaps.get(accountId)?.length))
    return whole
  }

  /** Does what no sync may run beside, here or in another process. @throws AppError `sync/busy` */
  async without<T>(work: () => Promise<T>): Promise<T> {
    const { store } = this.#ports
    if (this.#kept || this.#running > 0) throw new AppError('sync/busy')
    this.#kept = true
    try {
      if (!(await store.acquireSyncLock())) throw new AppError('sync/busy')
      return await work()
    } finally {
      this.#kept = false
      await store.releaseSyncLock()
    }
  }

  /**
   * Stops the work of an account and does what no sync of it may run beside, here or in another process.
   * @throws AppError `sync/busy`
   */
  async withoutAccount<T>(accountId: string, work: () => Promise<T>): Promise<T> {
    const { store, jobs } = this.#ports
    await jobs.stopFor(accountId)
    if (this.#kept) throw new AppError('sync/busy')
    this.#running++
    try {
      if (!(await store.acquireSyncLock())) throw new AppError('sync/busy')
      return await work()
    } finally {
      this.#running--
      if (this.#running === 0) await store.releaseSyncLock()
    }
  }

  /** What a recheck would cost now, and what it would read. */
  async recheckPrice(accountId: string): Promise<RecheckPrice> {
    const { store, clock } = this.#ports
    const state = await store.syncState(accountId)
    const { createdAt } = await this.#ports.account(accountId)
    const now = plusSeconds(clock(), state.clockOffset)
    const furthest = new Reach(state.reachRefusals).furthest(now) ?? now
    // One to learn ClassMarker's time and names.
    let requests = 1
    let toGrade = 0
    for (const feed of feeds) {
      const targets = [...(await store.timesToGrade(accountId, feed)), ...crowdedSeconds(state, feed)]
      const plan = planRecheck({ targets, recheckedAt: state.recheckedAt ?? createdAt, now, furthest })
      const finished = await store.finishTimes(accountId, feed, overlapping(plan.targets[0] ?? plan.since))
      requests += priceOf(plan, finished, (await store.assignments(accountId, feed)).length)
      toGrade += plan.targets.length
    }
    const used = await store.requestsInLastHour(accountId, clock())
    return { requests, toGrade, budget: { used, limit: requestsPerHour } }
  }

  /** How far one account has been fetched, and what it may still ask. */
  async status(account: Account & Pick<AccountStatus, 'results' | 'lastSync'>): Promise<AccountStatus> {
    const { store, clock } = this.#ports
    const state = await store.syncState(account.id)
    const now = clock()
    return {
      id: account.id,
      name: account.name,
      lastSync: account.lastSync,
      results: account.results,
      coverage: state.coverage,
      gaps: state.gaps,
      budget: { used: await store.requestsInLastHour(account.id, now), limit: requestsPerHour },
      nextRequestAfter: forbiddenUntil(state, now),
      losesFrom:
        account.sample || account.archived
          ? null
          : losesFrom(
              state.feeds.map(({ coveredUntil }) => coveredUntil),
              now,
            ),
      clockOffset: state.clockOffset,
      recheckedAt: state.recheckedAt,
      unreadable: await store.countUnreadable(account.id),
    }
  }

  async #runOnce(
    accountId: string,
    recheck: Recheck,
    progress: SyncRun['progress'],
    { signal, report }: RunContext,
    gap: Gap | null = null,
  ): Promise<SyncSummary> {
    const { store, clock, retry, lineTo, onResults, onAccounts, onInternalError } = this.#ports
    const account = await this.#ports.account(accountId)
    if (account.archived) throw new AppError('account/not-found')
    if (this.#kept) throw new AppError('sync/busy')
    // Counted before the lock is asked for, so that a run which ends meanwhile does not let it go.
    this.#running++
    try {
      if (!(await store.acquireSyncLock())) throw new AppError('sync/busy')
      return await syncAccount({
        account,
        lineTo,
        store,
        clock,
        retry,
        recheck,
        progress,
        gap,
        signal,
        report,
        onResults,
        onInternalError,
      })
    } finally {
      this.#running--
      if (this.#running === 0) await store.releaseSyncLock()
      onAccounts()
    }
  }

  // In steps, because a laptop that slept wakes with its timers late and its clock right; and for no more than the hour
  // that ClassMarker can ask for, because a clock can be set back meanwhile.
  /** @returns false when the signal came first */
  async #waitedUntil(moment: UnixSeconds, signal: AbortSignal): Promise<boolean> {
    const { clock, retry } = this.#ports
    for (let left: number = hour + minute; left > 0 && clock() < moment; ) {
      const seconds = Math.min(minute, moment - clock(), left)
      left -= seconds
      // It rejects only when the signal came, which the next line asks.
      await retry.pause(ms(seconds * 1000), signal).catch(() => undefined)
      if (signal.aborted) return false
    }
    return true
  }
}

const notRechecked = () => new Map(feeds.map((feed) => [feed, notBegun()]))

const cancelled = (summary: SyncSummary): SyncSummary => ({
  ...summary,
  outcome: 'cancelled',
  error: { code: 'job/cancelled', detail: {} },
})

/**
 * Until when ClassMarker wants no request, in this computer's time; null where it may be asked. It named the moment in its
 * own time, and means an hour at the most: what is further off was told while a clock was wrong.
 */
function forbiddenUntil({ nextRequestAfter, clockOffset }: SyncState, now: UnixSeconds): UnixSeconds | null {
  if (nextRequestAfter === null) return null
  const here = plusSeconds(nextRequestAfter, -clockOffset)
  return here > now && here - now <= hour + allowedSkew ? here : null
}

/** When results that are not here yet begin to leave ClassMarker's three months; null when nothing is known. */
function losesFrom(coveredUntil: readonly (UnixSeconds | null)[], now: UnixSeconds): UnixSeconds | null {
  const known = coveredUntil.filter((moment) => moment !== null)
  if (known.length === 0) return null
  const reach = now - threeMonthsBefore(now)
  return unixSeconds(Math.min(...known) + reach)
}
