import { AppError } from '../../shared/errors.ts'
import type { ResultsFilter } from '../../shared/model/query.ts'
import type { Core } from '../core.ts'

/**
 * Refuses work on accounts or single results that are not here any more, before a place for it is asked for.
 * @throws AppError `account/not-found`, `result/not-found` where none of the results named is there
 */
export async function requireChosen(
  { accounts, store }: Core,
  filter: Pick<ResultsFilter, 'accounts' | 'ids'>,
): Promise<void> {
  for (const id of filter.accounts ?? []) await accounts.stored(id)
  const { ids } = filter
  if (ids?.length && (await store.countResults({ ids })) === 0) throw new AppError('result/not-found')
}
