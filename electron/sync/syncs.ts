import { type Account, type AccountSummary, sampleId } from '../../shared/model/account.ts'
import { feeds } from '../../shared/model/feed.ts'
import { type AccountStatus, requestsPerHour, type SyncProgress, type SyncSummary } from '../../shared/model/sync.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { Credentials } from '../classmarker/signature.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/store.ts'
import type { Endpoint } from './remote.ts'
import { syncAccount } from './sync-account.ts'

export interface SyncsPorts {
  readonly store: Store
  readonly jobs: Jobs
  readonly clock: Clock
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
}

/** Syncing as the rest of the program asks for it: as jobs, one at a time for each account. */
export class Syncs {
  readonly #ports: SyncsPorts

  constructor(ports: SyncsPorts) {
    this.#ports = ports
  }

  /** Starts a sync, or joins the one that runs. @returns the job's id */
  start(accountId: string): string {
    return this.#ports.jobs.start({
      kind: 'sync',
      accountId,
      work: async (context) => this.#run(await this.#ports.account(accountId), context),
    })
  }

  /** Starts a sync of every account whose secret is here; the sample account has nothing new to fetch. */
  async startAll(): Promise<void> {
    for (const account of await this.#ports.accounts()) {
      if (!account.sample && account.secret !== 'missing') this.start(account.id)
    }
  }

  /** Makes the sample account and fills it. @returns the job's id */
  startSample(): string {
    return this.#ports.jobs.start({
      kind: 'sample',
      accountId: sampleId,
      work: async (context) => {
        const account = await this.#ports.sample()
        this.#ports.onAccounts()
        return this.#run(account, context)
      },
    })
  }

  /** Syncs in the caller's own time, without a job: for the command line. */
  async runHere(accountId: string, context: RunContext): Promise<SyncSummary> {
    return this.#run(await this.#ports.account(accountId), context)
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
      coverage: feeds.map((feed) => {
        const known = state.feeds.find((each) => each.feed === feed)
        return { feed, from: known?.coveredFrom ?? null, until: known?.coveredUntil ?? null }
      }),
      gaps: state.gaps,
      budget: { used: await store.requestsInLastHour(account.id, now), limit: requestsPerHour },
      nextRequestAfter: state.nextRequestAfter !== null && state.nextRequestAfter > now ? state.nextRequestAfter : null,
    }
  }

  async #run(account: Account, { signal, report }: RunContext): Promise<SyncSummary> {
    const { store, clock, onResults, onAccounts } = this.#ports
    const line = await this.#ports.lineTo(account)
    const summary = await syncAccount({ account, ...line, store, clock, signal, report, onResults })
    onAccounts()
    return summary
  }
}
