import { create } from 'zustand'
import { api } from '../api/client.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'
import { coalesced } from './coalesced.ts'

interface WaitingCodesState {
  /** Changes of access lists that wait to be sent, of the accounts looked at; 0 before the first answer. */
  readonly count: number
  load(): Promise<void>
}

let asked = 0

/** What is not yet at ClassMarker, as the sidebar says it on every screen. */
export const useWaitingCodes = create<WaitingCodesState>()((set) => ({
  count: 0,
  async load() {
    asked += 1
    const turn = asked
    const accounts = useAccounts.getState().filterAccounts()
    try {
      const count = await api.codes.waiting(accounts ? { accounts } : {})
      if (turn === asked) set({ count })
    } catch {
      // The screen of access codes reads the same store and says what is wrong with it.
    }
  },
}))

const reload = coalesced(200, () => useWaitingCodes.getState().load())

api.codes.changed(() => reload())
api.accounts.changed(() => reload())
onOtherAccounts(() => void useWaitingCodes.getState().load())
