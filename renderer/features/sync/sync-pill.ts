import type { SerialisedError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, isSync, type Job, type SyncJob } from '../../../shared/model/job.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import type { AccountStatus, RequestBudget, SyncProgress } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { syncedAccounts, useAccounts } from '../../app/accounts.ts'
import { useClock, useConnection } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { type SyncWarning, syncWarnings } from '../../format/sync-words.ts'

/** What the pill at the sidebar's foot shows for one account. */
export type PillState =
  | { readonly kind: 'running'; readonly jobId: string; readonly progress: SyncProgress | null }
  | {
      readonly kind: 'waiting'
      readonly jobId: string
      readonly until: UnixSeconds
      readonly progress: SyncProgress | null
    }
  | { readonly kind: 'secret-missing' }
  | { readonly kind: 'limited'; readonly until: UnixSeconds }
  | { readonly kind: 'limited-over' }
  | ({ readonly kind: 'offline' } & Reached)
  | { readonly kind: 'failed'; readonly error: SerialisedError | null }
  | ({ readonly kind: 'cancelled' } & Reached)
  | { readonly kind: 'never'; readonly begun: boolean }
  /** The last sync was complete, but one feed was never read: the new key sees more than the one before. */
  | { readonly kind: 'partly'; readonly feed: ClassMarkerFeed }
  | { readonly kind: 'synced'; readonly at: UnixSeconds; readonly budget: RequestBudget | null; readonly gaps: boolean }

/** How far an account came before it was kept from going on. */
interface Reached {
  /** When a sync was last complete; null for never. */
  readonly last: UnixSeconds | null
  /** Whether anything was read of an account that was never complete. */
  readonly begun: boolean
}

export interface PillFacts {
  readonly account: AccountSummary
  readonly status: AccountStatus | undefined
  /** The jobs since the app started, oldest first. */
  readonly jobs: readonly Job[]
  /** Why the last sync could not start. */
  readonly refused: SerialisedError | undefined
  readonly online: boolean
  readonly now: UnixSeconds
}

/** Whether only another secret or sign-in helps. */
export const needsSignIn = (state: PillState): boolean =>
  state.kind === 'secret-missing' || (state.kind === 'failed' && state.error?.code === 'api/sign-in-again')

/** The newest sync of an account. */
const syncJobOf = (jobs: readonly Job[], accountId: string): SyncJob | undefined =>
  jobs.findLast((job): job is SyncJob => isSync(job) && job.accountId === accountId)

/** A running sync comes first, then whatever keeps the account from syncing, then how the last sync ended. */
export function pillState({ account, status, jobs, refused, online, now }: PillFacts): PillState {
  const job = syncJobOf(jobs, account.id)
  if (job?.state === 'running') return { kind: 'running', jobId: job.id, progress: job.progress }
  if (job?.state === 'waiting') return { kind: 'waiting', jobId: job.id, until: job.until, progress: job.progress }
  if (account.secret === 'missing') return { kind: 'secret-missing' }

  const lastSync = status?.lastSync ?? account.lastSync
  const error = refused ?? errorOf(job)
  if (!online || error?.code === 'network/offline' || (!error && lastSync?.outcome === 'offline')) {
    return { kind: 'offline', ...reached(account, status) }
  }
  const next = status?.nextRequestAfter ?? null
  if (lastSync?.outcome === 'rate-limited' || error?.code === 'api/rate-limited') {
    return next !== null && next > now ? { kind: 'limited', until: next } : { kind: 'limited-over' }
  }
  if (error) return { kind: 'failed', error }
  if (lastSync === null) return { kind: 'never', begun: isBegun(status) }
  if (lastSync.outcome === 'failed') return { kind: 'failed', error: null }
  if (lastSync.outcome === 'cancelled') return { kind: 'cancelled', ...reached(account, status) }
  const feed = neverRead(status)
  if (feed !== undefined) return { kind: 'partly', feed }
  return { kind: 'synced', at: lastSync.at, budget: status?.budget ?? null, gaps: (status?.gaps.length ?? 0) > 0 }
}

function errorOf(job: Job | undefined): SerialisedError | undefined {
  if (job?.state === 'failed') return job.error
  if (job?.state === 'done' && job.kind === 'sync' && job.result.outcome === 'failed') {
    return job.result.error ?? undefined
  }
  return undefined
}

/** A feed that was never read. */
const neverRead = (status: AccountStatus | undefined): ClassMarkerFeed | undefined =>
  status?.coverage.find(({ intervals }) => intervals.length === 0)?.feed

const isBegun = (status: AccountStatus | undefined): boolean =>
  status?.coverage.some(({ intervals }) => intervals.length > 0) ?? false

/**
 * Only a complete sync says when the account was complete. How far a feed is covered is a time when somebody finished a
 * test; it does not say when ClassMarker was asked.
 */
function reached(account: AccountSummary, status: AccountStatus | undefined): Reached {
  const lastSync = status?.lastSync ?? account.lastSync
  const last = lastSync?.outcome === 'complete' ? lastSync.at : account.completeAt
  return { last: neverRead(status) === undefined ? last : null, begun: last !== null || isBegun(status) }
}

/**
 * Of several accounts, the one whose pill matters most: a running sync, then one that needs action, then the one that
 * synced longest ago.
 */
export function mostImportant<A extends { readonly state: PillState }>(pills: readonly A[]): A | undefined {
  const order: readonly PillState['kind'][] = [
    'running',
    'waiting',
    'secret-missing',
    'failed',
    'limited',
    'offline',
    'limited-over',
    'cancelled',
    'never',
    'partly',
    'synced',
  ]
  const age = ({ state }: A): number => (state.kind === 'synced' ? state.at : 0)
  return [...pills].sort((a, b) => order.indexOf(a.state.kind) - order.indexOf(b.state.kind) || age(a) - age(b))[0]
}

export const anyRunning = (jobs: readonly Job[], accountIds: readonly string[]): boolean =>
  jobs.some((job) => isSync(job) && isRunning(job) && accountIds.includes(job.accountId ?? ''))

export interface Pill {
  readonly account: AccountSummary
  readonly state: PillState
  /** Sync warnings that should be seen before it is too late. */
  readonly warnings: readonly SyncWarning[]
}

/** The state of the pill, the states of all the accounts it stands for, and a function that starts a sync. */
export function usePill(): { pill: Pill | null; pills: readonly Pill[]; sync: () => void } {
  const accounts = useAccounts()
  const { jobs, refused, startSync } = useJobs()
  const online = useConnection((state) => state.online)
  const now = useClock((state) => state.now)
  const synced = syncedAccounts(accounts)
  const pills = synced.map((account) => {
    const status = accounts.statuses.find(({ id }) => id === account.id)
    return {
      account,
      state: pillState({ account, status, jobs, refused: refused[account.id], online, now }),
      warnings: syncWarnings(account, status, now),
    }
  })
  const sync = () => {
    for (const { account, state } of pills) {
      if (state.kind !== 'running' && state.kind !== 'waiting' && account.secret !== 'missing')
        void startSync(account.id)
    }
  }
  return { pill: mostImportant(pills) ?? null, pills, sync }
}
