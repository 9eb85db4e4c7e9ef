import type { SerialisedError } from '../../shared/errors.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import { isRunning, isSync, type Job, type SyncJob } from '../../shared/model/job.ts'
import type { AccountStatus, RequestBudget, SyncProgress } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** What the pill at the sidebar's foot says of one account. */
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
  | { readonly kind: 'offline'; readonly last: UnixSeconds | null }
  | { readonly kind: 'failed'; readonly error: SerialisedError | null }
  | { readonly kind: 'cancelled'; readonly budget: RequestBudget | null }
  | { readonly kind: 'never' }
  | { readonly kind: 'synced'; readonly at: UnixSeconds; readonly budget: RequestBudget | null; readonly gaps: boolean }

export interface PillFacts {
  readonly account: AccountSummary
  readonly status: AccountStatus | undefined
  /** The jobs of this run, oldest first. */
  readonly jobs: readonly Job[]
  /** Why the last attempt could not even start. */
  readonly refused: SerialisedError | undefined
  readonly online: boolean
  readonly now: UnixSeconds
}

/** The newest sync of an account. */
export const syncJobOf = (jobs: readonly Job[], accountId: string): SyncJob | undefined =>
  jobs.findLast((job): job is SyncJob => isSync(job) && job.accountId === accountId)

/** What runs stands first, then what keeps the account from syncing, then how the last sync ended. */
export function pillState({ account, status, jobs, refused, online, now }: PillFacts): PillState {
  const job = syncJobOf(jobs, account.id)
  if (job?.state === 'running') return { kind: 'running', jobId: job.id, progress: job.progress }
  if (job?.state === 'waiting') return { kind: 'waiting', jobId: job.id, until: job.until, progress: job.progress }
  if (account.secret === 'missing') return { kind: 'secret-missing' }

  const lastSync = status?.lastSync ?? account.lastSync
  const error = refused ?? errorOf(job)
  if (!online || error?.code === 'network/offline' || (!error && lastSync?.outcome === 'offline')) {
    return { kind: 'offline', last: lastComplete(account, status) }
  }
  const next = status?.nextRequestAfter ?? null
  if (lastSync?.outcome === 'rate-limited' || error?.code === 'api/rate-limited') {
    return next !== null && next > now ? { kind: 'limited', until: next } : { kind: 'limited-over' }
  }
  if (error) return { kind: 'failed', error }
  if (lastSync === null) return { kind: 'never' }
  if (lastSync.outcome === 'failed') return { kind: 'failed', error: null }
  if (lastSync.outcome === 'cancelled') return { kind: 'cancelled', budget: status?.budget ?? null }
  return { kind: 'synced', at: lastSync.at, budget: status?.budget ?? null, gaps: (status?.gaps.length ?? 0) > 0 }
}

function errorOf(job: Job | undefined): SerialisedError | undefined {
  if (job?.state === 'failed') return job.error
  if (job?.state === 'done' && job.kind === 'sync' && job.result.outcome === 'failed') {
    return job.result.error ?? undefined
  }
  return undefined
}

/** When the account was last known to be complete: the end of a good sync, else how far its feeds are covered. */
export function lastComplete(account: AccountSummary, status: AccountStatus | undefined): UnixSeconds | null {
  const lastSync = status?.lastSync ?? account.lastSync
  if (lastSync?.outcome === 'complete') return lastSync.at
  const ends = (status?.coverage ?? []).flatMap(({ intervals }) => intervals.map(({ until }) => until))
  return ends.sort((a, b) => b - a)[0] ?? null
}

/** Of several accounts, the one whose pill matters most: what runs, then what needs somebody, then the longest unsynced. */
export function mostTelling<A extends { readonly state: PillState }>(pills: readonly A[]): A | undefined {
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
    'synced',
  ]
  const age = ({ state }: A): number => (state.kind === 'synced' ? state.at : 0)
  return [...pills].sort((a, b) => order.indexOf(a.state.kind) - order.indexOf(b.state.kind) || age(a) - age(b))[0]
}

export const anyRunning = (jobs: readonly Job[], accountIds: readonly string[]): boolean =>
  jobs.some((job) => isSync(job) && isRunning(job) && accountIds.includes(job.accountId ?? ''))
