import { create } from 'zustand'
import type { AppError, SerialisedError } from '../../shared/errors.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import { isRunning, type Job } from '../../shared/model/job.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { asAppError } from '../api/client.ts'
import { limitOfPlatform } from '../format/job-words.ts'
import { useConnection } from './clock.ts'
import { failureOf } from './job-outcome.ts'
import { useJobs } from './jobs.ts'

/** Jobs that a screen begins and follows by itself: it shows how far they are, and what keeps them from going on. */
export type SendingKind = 'bank-pull' | 'bank-push' | 'assessments-push' | 'assessments-collect'
export type SendingJob<Kind extends SendingKind = SendingKind> = Extract<Job, { readonly kind: Kind }>

/** How far such a job has come, and what keeps it from going on. */
export type SendingState<Kind extends SendingKind = SendingKind> =
  | { readonly kind: 'running'; readonly job: SendingJob<Kind> }
  | { readonly kind: 'waiting'; readonly job: SendingJob<Kind>; readonly until: UnixSeconds }
  | { readonly kind: 'secret-missing' }
  /** `computer`: the computer has no network; else the service was not reached. */
  | { readonly kind: 'offline'; readonly computer: boolean }
  | { readonly kind: 'failed'; readonly error: SerialisedError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'ready' }

const keyOf = (kind: SendingKind, account: string): string => `${kind} ${account}`

/** Why a job could not start, by its kind and account. */
const useRefused = create<Readonly<Record<string, AppError>>>()(() => ({}))

/** Starts a job of an account, and remembers why it could not start. */
export async function startSending(kind: SendingKind, account: string, begin: () => Promise<unknown>): Promise<void> {
  const { [keyOf(kind, account)]: _, ...others } = useRefused.getState()
  useRefused.setState(others, true)
  try {
    await begin()
  } catch (thrown) {
    const error = asAppError(thrown)
    if (error.code !== 'job/already-running') useRefused.setState({ [keyOf(kind, account)]: error })
  }
}

/** Works out how far a job of an account has come. @param refused why it could not start */
export function sendingState<Kind extends SendingKind>(
  kind: Kind,
  account: Pick<AccountSummary, 'id' | 'sample' | 'secret'>,
  jobs: readonly Job[],
  refused: SerialisedError | undefined,
  online: boolean,
): SendingState<Kind> {
  const last: SendingJob | undefined = jobs.findLast(
    (job): job is SendingJob<Kind> => job.kind === kind && job.accountId === account.id,
  )
  if (last !== undefined && isRunning(last)) {
    const running: SendingState =
      last.state === 'waiting' ? { kind: 'waiting', job: last, until: last.until } : { kind: 'running', job: last }
    return running as SendingState<Kind>
  }
  // The sample has its own server and its own secret on this computer.
  if (!account.sample && account.secret === 'missing') return { kind: 'secret-missing' }
  if (!account.sample && !online) return { kind: 'offline', computer: true }
  if (refused !== undefined) return { kind: 'failed', error: refused }
  return last === undefined ? { kind: 'ready' } : afterEnd(last)
}

function afterEnd(job: SendingJob): Exclude<SendingState<never>, { kind: 'running' | 'waiting' }> {
  const error = failureOf(job)
  if (error?.code === 'network/offline') return { kind: 'offline', computer: false }
  if (error !== null) return { kind: 'failed', error }
  if (job.state === 'cancelled') return { kind: 'cancelled' }
  if (job.state !== 'done') return { kind: 'ready' }
  const { outcome, nextRequestAfter } = job.result
  if (outcome === 'offline') return { kind: 'offline', computer: false }
  if (outcome === 'rate-limited') {
    const isPlatform = job.kind === 'assessments-push' || job.kind === 'assessments-collect'
    const detail = isPlatform ? limitOfPlatform(nextRequestAfter) : {}
    return { kind: 'failed', error: { code: 'api/rate-limited', detail } }
  }
  return outcome === 'cancelled' ? { kind: 'cancelled' } : { kind: 'ready' }
}

/** How far a job of an account has come, followed as it goes on. */
export function useSending<Kind extends SendingKind>(kind: Kind, account: AccountSummary): SendingState<Kind> {
  const jobs = useJobs((state) => state.jobs)
  const refused = useRefused((state) => state[keyOf(kind, account.id)])
  const online = useConnection((state) => state.online)
  return sendingState(kind, account, jobs, refused, online)
}
