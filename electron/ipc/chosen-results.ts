import { AppError } from '../../shared/errors.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import type { Core } from '../core.ts'

/**
 * Refuses work on accounts or single results that are not here any more, before a place for it is asked for.
 * @throws AppError `account/not-found`, `result/not-found` where none of the results named is there
 */
export async function requireChosen({ accounts, store }: Core, filter: ResultsFilter): Promise<void> {
  for (const id of chosenOf(filter, 'account') ?? []) await accounts.stored(id)
  const chosen = filter.filter(({ field }) => field === 'id')
  if (chosenOf(chosen, 'id') !== undefined && (await store.countResults(chosen)) === 0) {
    throw new AppError('result/not-found')
  }
}
