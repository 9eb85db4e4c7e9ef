import type { ResultsFilter } from '../../shared/model/query.ts'
import { accountQueries, type StoredAccount } from '../store/queries/accounts.ts'
import { activityQueries } from '../store/queries/activity.ts'
import { type SyncState, syncStateQueries } from '../store/queries/sync-state.ts'
import type { Reading } from './one-reading.ts'

/** An account with how far its results reach. */
export type ExportedAccount = StoredAccount & {
  readonly sync: SyncState
  /** Results that ClassMarker sent and that could not be read. */
  readonly unreadable: number
}

/** The accounts whose results a filter asks for; no account, or an empty list, asks for all. */
export function exportedAccounts(db: Reading['db'], { accounts }: ResultsFilter): ExportedAccount[] {
  const { syncState } = syncStateQueries(db)
  const { countUnreadable } = activityQueries(db)
  return accountQueries(db)
    .listAccounts()
    .filter(({ id }) => !accounts?.length || accounts.includes(id))
    .map((account) => ({ ...account, sync: syncState(account.id), unreadable: countUnreadable(account.id) }))
}
