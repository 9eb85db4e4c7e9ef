import { create } from 'zustand'
import type { AppError, SerialisedError } from '../../../shared/errors.ts'
import type { PushProgress } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { api, asAppError } from '../../api/client.ts'
import { failureOf } from '../../app/job-outcome.ts'

interface CodePushState {
  /** Why sending could not start, by account. */
  readonly refused: Readonly<Record<string, AppError>>
  /** Sends the changes that wait; with `held`, also those that were refused or came with a restored copy. */
  send(accountId: string, options?: { readonly held: boolean }): Promise<void>
}

export const useCodePush = create<CodePushState>()((set, get) => ({
  refused: {},

  async send(accountId, { held } = { held: false }) {
    const { [accountId]: _, ...others } = get().refused
    set({ refused: others })
    try {
      await api.codes.push({ accountId, held })
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code !== 'job/already-running') set({ refused: { ...get().refused, [accountId]: error } })
    }
  },
}))

/** How far sending the changes of an account has come. */
export type PushState =
  | { readonly kind: 'running'; readonly jobId: string; readonly progress: PushProgress | null }
  | { readonly kind: 'waiting'; readonly jobId: string; readonly until: UnixSeconds }
  | { readonly kind: 'secret-missing' }
  /** `computer`: the computer has no network; else ClassMarker was not reached. */
  | { readonly kind: 'offline'; readonly computer: boolean }
  | { readonly kind: 'failed'; readonly error: SerialisedError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'ready' }

/**
 * Works out how far sending has come.
 * @param refused why sending could not start
 */
export function pushState(
  account: Pick<AccountSummary, 'id' | 'sample' | 'secret'>,
  jobs: readonly Job[],
  refused: SerialisedError | undefined,
  online: boolean,
): PushState {
  const last = jobs.findLast((job) => job.kind === 'push' && job.accountId === account.id)
  if (last?.kind === 'push' && isRunning(last)) {
    if (last.state === 'waiting') return { kind: 'waiting', jobId: last.id, until: last.until }
    return { kind: 'running', jobId: last.id, progress: last.state === 'running' ? last.progress : null }
  }
  // The sample has its own server and its own secret on this computer.
  if (!account.sample && account.secret === 'missing') return { kind: 'secret-missing' }
  if (!account.sample && !online) return { kind: 'offline', computer: true }
  if (refused !== undefined) return { kind: 'failed', error: refused }
  return last === undefined ? { kind: 'ready' } : afterEnd(last)
}

function afterEnd(job: Job): PushState {
  const error = failureOf(job)
  if (error?.code === 'network/offline') return { kind: 'offline', computer: false }
  if (error !== null) return { kind: 'failed', error }
  if (job.state === 'cancelled') return { kind: 'cancelled' }
  if (job.kind !== 'push' || job.state !== 'done') return { kind: 'ready' }
  const { outcome } = job.result
  if (outcome === 'offline') return { kind: 'offline', computer: false }
  if (outcome === 'rate-limited') return { kind: 'failed', error: { code: 'api/rate-limited', detail: {} } }
  return outcome === 'cancelled' ? { kind: 'cancelled' } : { kind: 'ready' }
}
