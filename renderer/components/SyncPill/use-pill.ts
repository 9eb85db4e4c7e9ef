import type { AccountSummary } from '../../../shared/model/account.ts'
import { syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useConnection } from '../../state/connection.ts'
import { useJobs } from '../../state/jobs.ts'
import { mostTelling, type PillState, pillState } from '../../state/sync-pill.ts'

export interface Pill {
  readonly account: AccountSummary
  readonly state: PillState
}

/** What the pill says now, and how a sync is started; null when there is only sample data. */
export function usePill(): { pill: Pill | null; sync: () => void } {
  const accounts = useAccounts()
  const { jobs, refused, startSync } = useJobs()
  const online = useConnection((state) => state.online)
  const now = useClock((state) => state.now)
  const synced = syncedAccounts(accounts)
  const pills = synced.map((account) => ({
    account,
    state: pillState({
      account,
      status: accounts.statuses.find(({ id }) => id === account.id),
      jobs,
      refused: refused[account.id],
      online,
      now,
    }),
  }))
  const sync = () => {
    for (const { account, state } of pills) {
      if (state.kind !== 'running' && state.kind !== 'waiting' && account.secret !== 'missing')
        void startSync(account.id)
    }
  }
  return { pill: mostTelling(pills) ?? null, sync }
}
