import type { AccountSummary } from '../../../shared/model/account.ts'
import { type SyncWarning, syncWarnings } from '../../format/sync-warnings.ts'
import { syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useConnection } from '../../state/connection.ts'
import { useJobs } from '../../state/jobs.ts'
import { mostTelling, type PillState, pillState } from '../../state/sync-pill.ts'

export interface Pill {
  readonly account: AccountSummary
  readonly state: PillState
  /** What should be known of its syncing before it is too late. */
  readonly warnings: readonly SyncWarning[]
}

/** What the pill says now, what is said of each account it speaks for, and how a sync is started. */
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
  return { pill: mostTelling(pills) ?? null, pills, sync }
}
