import { create } from 'zustand'
import type { AppError, SerialisedError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { api, asAppError } from '../../api/client.ts'
import { useConnection } from '../../app/clock.ts'
import { failureOf } from '../../app/job-outcome.ts'
import { useJobs } from '../../app/jobs.ts'

type BankJobKind = 'bank-pull' | 'bank-push'
type BankJob = Extract<Job, { readonly kind: BankJobKind }>

interface BankJobs {
  /** Why a job could not start, by its kind and account. */
  readonly refused: Readonly<Record<string, AppError>>
  /** Reads all questions and categories of an account. */
  pull(account: string): Promise<void>
  /** Sends what waits. */
  push(account: string): Promise<void>
}

const keyOf = (kind: BankJobKind, account: string): string => `${kind} ${account}`

export const useBankJobs = create<BankJobs>()((set, get) => {
  const start = async (kind: BankJobKind, account: string, begin: () => Promise<unknown>) => {
    const { [keyOf(kind, account)]: _, ...others } = get().refused
    set({ refused: others })
    try {
      await begin()
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code !== 'job/already-running') set({ refused: { ...get().refused, [keyOf(kind, account)]: error } })
    }
  }
  return {
    refused: {},
    pull: (account) => start('bank-pull', account, () => api.bank.pull({ account })),
    push: (account) => start('bank-push', account, () => api.bank.push({ account })),
  }
})

/** How far reading or sending has come, and what keeps it from going on. */
export type BankJobState =
  | { readonly kind: 'running'; readonly job: BankJob }
  | { readonly kind: 'waiting'; readonly job: BankJob; readonly until: UnixSeconds }
  | { readonly kind: 'secret-missing' }
  /** `computer`: the computer has no network; else ClassMarker was not reached. */
  | { readonly kind: 'offline'; readonly computer: boolean }
  | { readonly kind: 'failed'; readonly error: SerialisedError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'ready' }

/** Works out how far a job of an account has come. @param refused why it could not start */
export function bankJobState(
  kind: BankJobKind,
  account: Pick<AccountSummary, 'id' | 'sample' | 'secret'>,
  jobs: readonly Job[],
  refused: SerialisedError | undefined,
  online: boolean,
): BankJobState {
  const last = jobs.findLast((job): job is BankJob => job.kind === kind && job.accountId === account.id)
  if (last !== undefined && isRunning(last))
    return last.state === 'waiting' ? { kind: 'waiting', job: last, until: last.until } : { kind: 'running', job: last }
  // The sample has its own server and its own secret on this computer.
  if (!account.sample && account.secret === 'missing') return { kind: 'secret-missing' }
  if (!account.sample && !online) return { kind: 'offline', computer: true }
  if (refused !== undefined) return { kind: 'failed', error: refused }
  return last === undefined ? { kind: 'ready' } : afterEnd(last)
}

function afterEnd(job: BankJob): BankJobState {
  const error = failureOf(job)
  if (error?.code === 'network/offline') return { kind: 'offline', computer: false }
  if (error !== null) return { kind: 'failed', error }
  if (job.state === 'cancelled') return { kind: 'cancelled' }
  if (job.state !== 'done') return { kind: 'ready' }
  const { outcome } = job.result
  if (outcome === 'offline') return { kind: 'offline', computer: false }
  if (outcome === 'rate-limited') return { kind: 'failed', error: { code: 'api/rate-limited', detail: {} } }
  return outcome === 'cancelled' ? { kind: 'cancelled' } : { kind: 'ready' }
}

/** How far reading or sending has come, followed as it goes on. */
export function useBankJob(kind: BankJobKind, account: AccountSummary): BankJobState {
  const jobs = useJobs((state) => state.jobs)
  const refused = useBankJobs((state) => state.refused[keyOf(kind, account.id)])
  const online = useConnection((state) => state.online)
  return bankJobState(kind, account, jobs, refused, online)
}
