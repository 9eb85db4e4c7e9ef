import { AppError } from '../../shared/errors.ts'
import type { Fetched } from '../../shared/model/completeness.ts'
import type { ResultsFilter } from '../../shared/model/query.ts'
import { explainWriting } from '../files/output-file.ts'
import { explainingFailure, openReadOnly } from '../store/database.ts'
import { accountQueries, type StoredAccount } from '../store/queries/accounts.ts'
import { activityQueries } from '../store/queries/activity.ts'
import { QueryRunner } from '../store/queries/builder.ts'
import { type SyncState, syncStateQueries } from '../store/queries/sync-state.ts'

export interface Reading {
  readonly db: ReturnType<typeof openReadOnly>
  readonly run: QueryRunner
}

/**
 * Reads in one transaction on a connection of its own, so that a page of results which arrives meanwhile is in none of
 * the file.
 * @throws AppError `store/*` for the database, else as `explainWriting`
 */
export async function inOneReading<T>(databaseFile: string, work: (reading: Reading) => Promise<T>): Promise<T> {
  const db = openReadOnly(databaseFile)
  try {
    // Rows are read once, in order: a large cache would only hold what is not asked for again.
    db.pragma('cache_size = -4096')
    db.exec('BEGIN')
    return await work({ db, run: new QueryRunner(db) })
  } catch (thrown) {
    throw explain(thrown, databaseFile)
  } finally {
    db.close()
  }
}

function explain(thrown: unknown, databaseFile: string): unknown {
  const fromDatabase = thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('SQLITE_')
  if (thrown instanceof AppError || !fromDatabase) return explainWriting(thrown)
  return explainingFailure(databaseFile, () => {
    throw thrown
  })
}

/** An account with how far its results reach. */
export type ExportedAccount = StoredAccount & Fetched & { readonly sync: SyncState }

/** The accounts whose results a filter asks for; no account, or an empty list, asks for all. */
export function exportedAccounts(db: Reading['db'], { accounts }: ResultsFilter): ExportedAccount[] {
  const { syncState } = syncStateQueries(db)
  const { countUnreadable } = activityQueries(db)
  return accountQueries(db)
    .listAccounts()
    .filter(({ id }) => !accounts?.length || accounts.includes(id))
    .map((account) => {
      const sync = syncState(account.id)
      const { coverage, gaps } = sync
      return { ...account, sync, coverage, gaps, unreadable: countUnreadable(account.id) }
    })
}
