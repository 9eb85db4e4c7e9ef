import type { SerialisedError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, isSync, type Job } from '../../../shared/model/job.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useClock, useConnection } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { errorWords, t } from '../../format/words.ts'
import { type PillState, pillState } from '../sync/index.ts'

/** Looking at a platform is the sync of its account. */
export const lookNow = (accounts: readonly AccountSummary[]): void => {
  for (const { id, archived, secret, sample } of accounts)
    if (!archived && (sample || secret !== 'missing')) void useJobs.getState().startSync(id)
}

const isLooking = (jobs: readonly Job[], account: string): boolean =>
  jobs.some((job) => isSync(job) && isRunning(job) && job.accountId === account)

/** Whether one of the accounts is being looked at. */
export const useLooking = (accounts: readonly AccountSummary[]): boolean =>
  useJobs((state) => accounts.some(({ id }) => isLooking(state.jobs, id)))

/** How the last look of an account went, and what keeps the next one from beginning. */
export function useLook(account: AccountSummary): PillState {
  const { jobs, refused } = useJobs()
  const status = useAccounts((state) => state.statuses.find(({ id }) => id === account.id))
  const online = useConnection((state) => state.online) || account.sample
  const now = useClock((state) => state.now)
  return pillState({ account, status, jobs, refused: refused[account.id], online, now })
}

/** What keeps an account from being looked at; null where nothing does. */
export function heldWords(state: PillState, online: boolean, zone: string): string | null {
  if (state.kind === 'secret-missing') return t('assessments.why.secretMissing')
  if (state.kind === 'offline') return t(online ? 'assessments.why.unreachable' : 'assessments.why.computerOffline')
  if (state.kind === 'failed' && state.error !== null) return failureWords(state.error, zone)
  return state.kind === 'cancelled' ? t('assessments.why.cancelled') : null
}

function failureWords(error: SerialisedError, zone: string): string {
  const { what, todo } = errorWords(error, zone)
  return `${what} ${todo}`
}
