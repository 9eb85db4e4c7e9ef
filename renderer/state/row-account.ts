import type { AccountSummary } from '../../shared/model/account.ts'
import { lookedAt, useAccounts } from './accounts.ts'

type Accounts = Parameters<typeof lookedAt>[0]

/** The account of a row, by its id, while several are looked at together; null while there is only one to tell. */
export function rowAccount(state: Accounts): ((id: string) => AccountSummary | null) | null {
  if (lookedAt(state).length < 2) return null
  return (id) => state.accounts?.find((account) => account.id === id) ?? null
}

export const useRowAccount = (): ReturnType<typeof rowAccount> => rowAccount(useAccounts())
