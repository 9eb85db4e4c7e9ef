import type { AccountSummary } from '../../../shared/model/account.ts'
import type { ActivityLog } from '../../../shared/model/activity.ts'

/** The log of the accounts looked at alone. */
export function logOf(log: ActivityLog, accounts: readonly AccountSummary[]): ActivityLog {
  const ids = new Set(accounts.map(({ id }) => id))
  const own = ({ accountId }: { readonly accountId: string }): boolean => ids.has(accountId)
  return {
    runs: log.runs.filter(own),
    requests: log.requests.filter(own),
    changes: log.changes.filter(own),
    unreadable: log.unreadable.filter(own),
  }
}
