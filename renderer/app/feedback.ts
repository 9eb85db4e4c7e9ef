import { create } from 'zustand'
import type { SerialisedError } from '../../shared/errors.ts'
import { errorWords } from '../format/words.ts'
import { ofAccount, useAccounts, zoneOf } from './accounts.ts'
import { announce } from './announcer.ts'

/** An action offered beside the message: take the change back, or show the file. */
export interface FeedbackAction {
  readonly words: string
  run(): void
}

/** The message in the status line: something just done, or why it could not be done. */
export interface Feedback {
  /** Distinguishes one message from the next. */
  readonly turn: number
  readonly words: string
  /** Whether the work is not done yet: queued, or being sent. */
  readonly waits: boolean
  /** Why something failed; such a message stays until it is dismissed. */
  readonly error: SerialisedError | null
  readonly action: FeedbackAction | null
  /** The account it is about, named where there are several. */
  readonly accountId: string | null
}

type About = Partial<Pick<Feedback, 'action' | 'accountId' | 'waits'>>

interface FeedbackState {
  readonly current: Feedback | null
  /**
   * Says once, in the status line and aloud, that something is done.
   * @returns its turn, by which it can be reworded or withdrawn
   */
  say(words: string, about?: About): number
  /** Says why something could not be done; the message stays until it is dismissed. */
  sayFailed(error: SerialisedError, about?: About): void
  /** Rewords the message of a turn while it is still shown; silent, since the caller announces what it knows itself. */
  reword(turn: number, words: string, waits: boolean): void
  /** Removes the message of a turn, unless another one has replaced it. */
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
