import { AppError } from '../../shared/errors.ts'
import { type Account, type Service, type StoredAccount, sampleId, sampleIds } from '../../shared/model/account.ts'
import { isRunning } from '../../shared/model/job.ts'
import type { Assignment } from '../../shared/model/result.ts'
import { type ClassMarkerFeed, classMarkerFeeds } from '../../shared/model/result-values.ts'
import {
  type AccountStatus,
  addUp,
  type FetchedPart,
  type Gap,
  type RecheckPrice,
  type SyncProgress,
  type SyncSummary,
} from '../../shared/model/sync.ts'
import { minute, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { notBegun } from '../connectors/classmarker/index.ts'
import { fetchPart } from './fetch-part.ts'
import type { RunPorts } from './run-ports.ts'
import type { SyncRun } from './sync-account.ts'
import { waitedUntil } from './waited-until.ts'

/** An account with what is known of its syncs. */
export type SyncedAccount = Account & Pick<StoredAccount, 'results' | 'lastSync'>

/** What differs between the services results come from. */
export interface SyncService {
  /** Brings an account up to date. Ends normally even on failures. @throws AppError `store/*` */
  readonly sync: (run: SyncRun) => Promise<SyncSummary>
  /** How far an account has been fetched, and how many requests it may still send. */
  readonly status: (account: SyncedAccount) => Promise<AccountStatus>
  /** What reading an account again would cost now, and what it would read. */
  readonly recheckPrice: (account: Account) => Promise<RecheckPrice>
}

export interface SyncsPorts extends RunPorts {
  readonly services: Readonly<Record<Service, SyncService>>
  /** The sample account of a service; made if it is not there. */
  readonly sample: (service: Service) => Promise<Account>
  /** Brings what the sample's API does not, once its results are here. */
  readonly afterSample?: (signal: AbortSignal) => Promise<void>
  /** Work to finish before arriving results are compared with stored ones. Never rejects. */
  readonly beforeSync?: () => Promise<void>
}

export interface RunContext {
  readonly signal: AbortSignal
  readonly report: (progress: SyncProgress) => void
  /** Called when a run waits for the rate limit; without it, the run ends there. */
  readonly waiting?: (until: UnixSeconds) => void
}

/** A sync by start or schedule is skipped if one ended this recently. */
const fresh = 5 * minute

export type Recheck = SyncRun['recheck']

/** Runs syncs: one at a time for each account, and one process at a time. */
export class Syncs {
  readonly #ports: SyncsPorts
  /** Accounts whose next run shall be a recheck. */
  readonly #asked = new Set<string>()
  readonly #gaps = new Map<string, Gap[]>()

  constructor(ports: SyncsPorts) {
    this.#ports = ports
  }

  /**
   * Starts a sync, or joins the running one, which then also rechecks if `recheck` asks for it. Waits for the rate
   * limit by itself.
   * @returns the job's id
   */
  start(accountId: string, recheck: Recheck = 'when due'): string {
    if (recheck === 'asked') this.#asked.add(accountId)
    return this.#ports.jobs.start({ kind: 'sync', accountId, work: (context) => this.#runAsked(accountId, context) })
  }

  /** Starts a sync of every account with a secret, except the sample, which has nothing new. */
  async startAll(): Promise<void> {
    const now = this.#ports.clock()
    for (const { id, sample, archived, secret, lastSync } of await this.#ports.accounts()) {
      const justSynced = lastSync?.outcome === 'complete' && Math.abs(now - lastSync.at) < fresh
      const mayStart = !sample && !archived && secret !== 'missing' && !this.#ports.runner.isClosed('sync', id)
      if (mayStart && !justSynced) this.start(id)
    }
  }

  /**
   * Reads a gap again, in the running sync or a new one; useful when ClassMarker opened its seven days for all results.
   * @returns the job's id
   */
  startGap(accountId: string, gap: Gap): string {
    this.#gaps.set(accountId, [...(this.#gaps.get(accountId) ?? []), gap])
    return this.start(accountId)
  }

  /** Creates and fills the sample account of a service. @returns the job's id */
  startSample(service: Service): string {
    return this.#ports.jobs.start({
      kind: 'sample',
      accountId: sampleIds[service],
      work: async (context) => this.run((await this.#ports.sample(service)).id, 'when due', context),
    })
  }

  /**
   * Syncs and waits for the end. If the context can wait, continues after a rate limit.
   * @throws AppError `sync/busy` while another process syncs the same data, `job/cancelled`, `store/*`
   */
  async run(accountId: string, recheck: Recheck, context: RunContext, gap: Gap | null = null): Promise<SyncSummary> {
    let whole: SyncSummary | null = null
    const progress = notRechecked()
    for (;;) {
      const summary = await this.#runOnce(accountId, recheck, progress, context, gap)
      whole = whole === null ? summary : addUp(whole, summary)
      const until = summary.nextRequestAfter
      if (context.waiting === undefined || summary.outcome !== 'rate-limited' || until === null) {
        // Where the first one was cut short, the next one brings what was left.
        if (accountId === sampleId && whole.outcome === 'complete') await this.#ports.afterSample?.(context.signal)
        return whole
      }
      // ClassMarker told the moment in its own time; this computer waits in its own.
      const here = plusSeconds(until, -summary.clockOffset)
      context.waiting(here)
      if (!(await waitedUntil(plusSeconds(here, 1), context.signal, this.#ports))) return cancelled(whole)
    }
  }

  /** Runs until nothing more is requested: a recheck or a gap may be requested during the run. */
  async #runAsked(accountId: string, context: RunContext): Promise<SyncSummary> {
    let whole: SyncSummary | null = null
    do {
      const gap = this.#gaps.get(accountId)?.shift() ?? null
      const recheck = this.#asked.delete(accountId) ? 'asked' : 'when due'
      const summary = await this.run(accountId, recheck, context, gap)
      whole = whole === null ? summary : addUp(whole, summary)
    } while (isThrough(whole) && (this.#asked.has(accountId) || this.#gaps.get(accountId)?.length))
    return whole
  }

  /**
   * Stops an account's work and runs `work` while no sync of it runs, here or in another process.
   * @throws AppError `sync/busy`
   */
  runExclusiveFor<T>(accountId: string, work: () => Promise<T>): Promise<T> {
    const { runner, jobs } = this.#ports
    return runner.runExclusiveFor('sync', accountId, () => jobs.stopFor(accountId), work)
  }

  /**
   * Asks with one request for what is new of one test in one group or link.
   * @throws AppError `sync/busy` while the account syncs, `account/not-found`, `test/not-found`, and as `fetchPart`
   */
  async fetchPart(accountId: string, feed: ClassMarkerFeed, part: Assignment): Promise<FetchedPart> {
    const { store, runner, jobs, clock, retry, connectionFor } = this.#ports
    const account = await this.#ports.account(accountId)
    if (account.archived) throw new AppError('account/not-found')
    const assigned = await store.assignments(accountId, feed)
    if (!assigned.some(({ sourceId, testId }) => sourceId === part.sourceId && testId === part.testId))
      throw new AppError('test/not-found')
    // A sync may wait for most of an hour; it brings these results as well.
    if (jobs.list().some((job) => isRunning(job) && job.kind === 'sync' && job.accountId === accountId))
      throw new AppError('sync/busy')
    await this.#ports.beforeSync?.()
    const run = { account, feed, part, connectionFor, store, clock, retry }
    return runner.run('sync', accountId, () => fetchPart(run))
  }

  /** What a recheck would cost now, and what it would read. */
  async recheckPrice(accountId: string): Promise<RecheckPrice> {
    const account = await this.#ports.account(accountId)
    return this.#ports.services[account.service].recheckPrice(account)
  }

  /** How far one account has been fetched, and how many requests it may still send. */
  status(account: SyncedAccount): Promise<AccountStatus> {
    return this.#ports.services[account.service].status(account)
  }

  async #runOnce(
    accountId: string,
    recheck: Recheck,
    progress: SyncRun['progress'],
    { signal, report }: RunContext,
    gap: Gap | null = null,
  ): Promise<SyncSummary> {
    const { store, runner, clock, retry, connectionFor, onInternalError } = this.#ports
    const account = await this.#ports.account(accountId)
    if (account.archived) throw new AppError('account/not-found')
    await this.#ports.beforeSync?.()
    if (signal.aborted) throw new AppError('job/cancelled')
    const run = {
      account,
      connectionFor,
      store,
      clock,
      retry,
      recheck,
      progress,
      gap,
      signal,
      report,
      onInternalError,
    }
    const { sync } = this.#ports.services[account.service]
    return runner.run('sync', accountId, () => sync(run), signal)
  }
}

/** Whether a run requested everything there was; unproved ranges are requested again in any case. */
const isThrough = ({ outcome, error }: SyncSummary): boolean =>
  outcome === 'complete' || error?.code === 'api/incomplete-answer'

const notRechecked = () => new Map(classMarkerFeeds.map((feed) => [feed, notBegun()]))

const cancelled = (summary: SyncSummary): SyncSummary => ({
  ...summary,
  outcome: 'cancelled',
  error: { code: 'job/cancelled', detail: {} },
})
