import { useEffect } from 'react'
import { create } from 'zustand'
import { api, coalesced } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

const none: readonly string[] = []

const useNames = create<{ readonly names: readonly string[]; readonly asked: boolean }>()(() => ({
  names: none,
  asked: false,
}))

// A sync brings results several times a second, but the longest name seldom changes.
const load = coalesced(5_000, async () => {
  useNames.setState({ asked: true })
  try {
    const accounts = useAccounts.getState().filterAccounts()
    const names = await api.results.longestNames({ accounts })
    if (names.join() !== useNames.getState().names.join()) useNames.setState({ names })
  } catch {
    // Only widths depend on it, and the list shows the store's error.
  }
})
const reload = () => {
  if (useNames.getState().asked) load()
}

api.results.changed(reload)
onOtherAccounts(reload)

/** The longest student names in the accounts looked at, from which a list works out how wide its names can get. */
export function useLongestNames(): readonly string[] {
  useEffect(() => {
    if (!useNames.getState().asked) load()
  }, [])
  return useNames((state) => state.names)
}
