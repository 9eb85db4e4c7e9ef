import { incompleteSentence } from '../../shared/sentences.ts'
import { lookedAt, useAccounts } from './accounts.ts'

/** Says in one line that the results of the accounts looked at are not complete, and why; null where they are. */
export function incompleteWords(
  state: Pick<ReturnType<typeof useAccounts.getState>, 'accounts' | 'currentId' | 'statuses'>,
) {
  const looked = lookedAt(state).map(({ id }) => id)
  return incompleteSentence(state.statuses.filter(({ id }) => looked.includes(id)))
}

export const useIncompleteWords = (): string | null => useAccounts(incompleteWords)
