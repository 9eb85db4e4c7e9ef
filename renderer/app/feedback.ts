import { create } from 'zustand'
import type { SerialisedError } from '../../shared/errors.ts'
import { errorWords } from '../format/words.ts'
import { ofAccount, useAccounts, zoneOf } from './accounts.ts'
import { announce } from './announcer.ts'

/** What can be done about what is said: taking it back, or looking at the file. */
export interface FeedbackAction {
  readonly words: string
  run(): void
}

/** What the one line at the foot says of something just done, or of why it could not be done. */
export interface Feedback {
  /** Tells one thing said from the next. */
  readonly turn: number
  readonly words: string
  /** Whether it is not done yet: queued, or on its way. */
  readonly waits: boolean
  /** Why something failed; that stays until it is put away. */
  readonly error: SerialisedError | null
  readonly action: FeedbackAction | null
  /** Whose it is, said where there are several accounts. */
  readonly accountId: string | null
}

type About = Partial<Pick<Feedback, 'action' | 'accountId' | 'waits'>>

interface FeedbackState {
  readonly current: Feedback | null
  /** Says that something is done, in the line and aloud, once. @returns its turn, to reword or withdraw it by */
  say(words: string, about?: About): number
  /** Says why something could not be done, and stays. */
  sayFailed(error: SerialisedError, about?: About): void
  /** Says the same thing as it stands now, while it is still there; whoever knows more says that aloud. */
  reword(turn: number, words: string, waits: boolean): void
  /** Takes back what was said, unless something else was said since. */
  withdraw(turn: number): void
}

let turns = 0

export const useFeedback = create<FeedbackState>()((set, get) => {
  const put = (
    words: string,
    error: SerialisedError | null,
    { action = null, accountId = null, waits = false }: About,
  ): number => {
    turns += 1
    set({ current: { turn: turns, words, waits, error, action, accountId } })
    announce(ofAccount(useAccounts.getState().accounts, accountId, words))
    return turns
  }
  return {
    current: null,
    say: (words, about = {}) => put(words, null, about),
    sayFailed: (error, about = {}) => {
      const zone = zoneOf(useAccounts.getState().accounts, about.accountId ?? null)
      put(errorWords(error, zone).what, error, about)
    },
    reword: (turn, words, waits) => {
      const { current } = get()
      if (current?.turn === turn) set({ current: { ...current, words, waits } })
    },
    withdraw: (turn) => {
      if (get().current?.turn === turn) set({ current: null })
    },
  }
})

export const { say, sayFailed } = useFeedback.getState()
