import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { CertificateLookup } from '../../../shared/model/certificate.ts'
import { asksSomething } from '../../../shared/model/text.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

/** An answer with the text it answers. */
export interface DeskAnswer extends CertificateLookup {
  readonly text: string
}

interface DeskState {
  /** The text in the field. */
  readonly text: string
  /** The last answer; it stays until the next one is here. Null while nothing is asked. */
  readonly answer: DeskAnswer | null
  readonly error: AppError | null
  /** The index of the match the arrow keys have reached. */
  readonly active: number
  /** The certificate chosen from several matches, shown large. */
  readonly openId: number | null
  /** Takes the text of the field and looks it up; called for each keystroke. */
  type(text: string): void
  ask(): Promise<void>
  /** Moves among several matches, stopping at both ends. */
  move(by: number): void
  openOne(id: number): void
  closeOne(): void
}

let asked = 0

export const useDesk = create<DeskState>()((set, get) => ({
  text: '',
  answer: null,
  error: null,
  active: 0,
  openId: null,

  type(text) {
    set({ text, active: 0, openId: null })
    void get().ask()
  },

  async ask() {
    asked += 1
    const turn = asked
    const text = get().text.trim()
    if (!asksSomething(text)) return set({ answer: null, error: null })
    try {
      const lookup = await api.certificates.lookup({ text, accounts: useAccounts.getState().filterAccounts() })
      if (turn === asked) set({ answer: { ...lookup, text }, error: null })
    } catch (thrown) {
      if (turn === asked) set({ error: asAppError(thrown) })
    }
  },

  move(by) {
    const last = (get().answer?.matches.length ?? 0) - 1
    set({ active: Math.max(0, Math.min(last, get().active + by)) })
  },
  openOne: (openId) => set({ openId }),
  closeOne: () => set({ openId: null }),
}))

/** Counted up each time the desk is asked from elsewhere: its tab is then to be shown. */
export const useDeskAsked = create<{ readonly turn: number }>()(() => ({ turn: 0 }))

/** Asks the desk from elsewhere in the window. */
export function askDesk(text: string): void {
  useDesk.getState().type(text)
  useDeskAsked.setState(({ turn }) => ({ turn: turn + 1 }))
}

const askAgain = coalesced(300, () => useDesk.getState().ask())

api.certificates.changed(() => askAgain())
api.results.changed(() => askAgain())
onOtherAccounts(() => useDesk.getState().type(useDesk.getState().text))
