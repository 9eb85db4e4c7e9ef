import type { StoredAccount } from '../../shared/model/account.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import type { Fetched } from '../../shared/model/sync.ts'
import { explainWriting } from '../files/output-file.ts'
import { type Reading, readAtOneMoment, type SyncState } from '../store/api.ts'

// Rows are read once, in order, so a large cache is of no use.
const cacheKib = 4_096

/**
 * Runs `work` on the database as it is at one moment, so that results arriving meanwhile are left out entirely.
 * @throws AppError `store/*` for the database, else as `explainWriting`
 */
export async function inOneReading<T>(databaseFile: string, work: (reading: Reading) => Promise<T>): Promise<T> {
  try {
    return await readAtOneMoment(databaseFile, work, cacheKib)
  } catch (thrown) {
    throw explainWriting(thrown)
  }
}

/** An account with how far its results reach. */
export type ExportedAccount = StoredAccount & Fetched & { readonly sync: SyncState }

/** The accounts whose results a filter asks for: all of them without a condition on accounts. */
export function exportedAccounts(reading: Reading, filter: ResultsFilter): ExportedAccount[] {
  const accounts = chosenOf(filter, 'account')
  return reading
    .listAccounts()
    .filter(({ id }) => accounts === undefined || accounts.includes(id))
    .map((account) => {
      const sync = reading.syncState(account.id)
      const { coverage, gaps } = sync
      return { ...account, sync, coverage, gaps, unreadable: reading.countUnreadable(account.id) }
    })
}
