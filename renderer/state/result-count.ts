import type { ResultsQuery } from '../../shared/model/query.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import type { ShownList } from '../list/list-store.ts'
import { lookedAt, useAccounts } from './accounts.ts'
import { isNarrowed, useResultPages } from './results.ts'

/**
 * How many results are here of the accounts looked at, before any filter. The list's own count while it shows them all,
 * so that sidebar, toolbar and pill name one number also while results arrive; else what the accounts say of themselves.
 */
export function resultCount(
  accounts: ReturnType<typeof useAccounts.getState>,
  shown: ShownList<ResultsQuery, ResultRow> | null,
): number {
  const filter = shown?.query.filter
  if (shown?.counted && filter && !isNarrowed(filter) && filter.accounts === accounts.filterAccounts())
    return shown.count
  return lookedAt(accounts).reduce((sum, { results }) => sum + results, 0)
}

export const useResultCount = (): number =>
  resultCount(
    useAccounts(),
    useResultPages((state) => state.shown),
  )
