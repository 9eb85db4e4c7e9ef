import { useMemo } from 'react'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useLongestNames } from '../../state/longest-names.ts'
import { rowAccount } from '../../state/row-account.ts'
import type { RowFacts } from './certificate-columns.tsx'

/** What rows are written with at this moment; the same object until something of it changes. */
export function useRowFacts(): RowFacts {
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const now = useClock((state) => state.now)
  const names = useLongestNames()
  return useMemo(
    () => ({ now, zoneOfAccount: (id) => zoneOf(accounts, id), accountOf: rowAccount({ accounts, currentId }), names }),
    [now, accounts, currentId, names],
  )
}
