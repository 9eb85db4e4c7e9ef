import type { Fetched } from '../../shared/model/completeness.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import { accountQueries, type StoredAccount } from '../store/queries/accounts.ts'
import { activityQueries } from '../store/queries/activity.ts'
import { type SyncState, syncStateQueries } from '../store/queries/sync-state.ts'
import type { Reading } from './one-reading.ts'

/** An account with how far its results reach. */
export type ExportedAccount = StoredAccount & Fetched & { readonly sync: SyncState }

/** The accounts whose results a filter asks for; no account, or an empty list, asks for all. */
export function exportedAccounts(db: Reading['db'], filter: ResultsFilter): ExportedAccount[] {
  const accounts = chosenOf(filter, 'account')
  const { syncState } = syncStateQueries(db)
  const { countUnreadable } = activityQueries(db)
  return accountQueries(db)
    .listAccounts()
    .filter(({ id }) => accounts === undefined || accounts.includes(id))
    .map((account) => {
      const sync = syncState(account.id)
      const { coverage, gaps } = sync
      return { ...account, sync, coverage, gaps, unreadable: countUnreadable(account.id) }
    })
}
