import { create } from 'zustand'
import { api } from '../api/client.ts'
import { countRows } from '../list/answers.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'
import { coalesced } from './coalesced.ts'

interface CertificateCountState {
  /** The certificates of the accounts looked at; null until the first answer. */
  readonly total: number | null
  load(): Promise<void>
}

let asked = 0

/** Any order: the rows are only counted. */
const sort = { field: 'finished', direction: 'desc' } as const

/** How many certificates there are, before any filter. */
export const useCertificateCount = create<CertificateCountState>()((set) => ({
  total: null,
  async load() {
    asked += 1
    const turn = asked
    const accounts = useAccounts.getState().filterAccounts()
    try {
      const total = await countRows(api.certificateList, { filter: accounts ? { accounts } : {}, sort })
      if (turn === asked) set({ total })
    } catch {
      // The list and the desk read the same store and say what is wrong with it.
    }
  },
}))

const reload = coalesced(500, () => useCertificateCount.getState().load())

api.certificates.changed(() => reload())
api.results.changed(() => reload())
onOtherAccounts(() => void useCertificateCount.getState().load())
