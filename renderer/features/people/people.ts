import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { IdentityInbox, IdentitySuggestion, IdentityVerdict } from '../../../shared/model/identity.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'

/** The dialog that is open. */
type PeopleDialog =
  | { readonly at: 'inbox' }
  | { readonly at: 'add' }
  | {
      readonly at: 'erase'
      readonly of: StudentRef
      /** Called once the student is erased, before the dialog says what could not be removed. */
      onErased(): void
    }

interface PeopleState {
  readonly dialog: PeopleDialog | null
  /** Null until the first answer. */
  readonly inbox: IdentityInbox | null
  readonly error: AppError | null
  /** The last decision, in words; null where there is none to take back. */
  readonly done: string | null
  open(dialog: PeopleDialog): void
  close(): void
  load(): Promise<void>
  merge(pair: IdentitySuggestion): Promise<void>
  decide(pair: IdentitySuggestion, verdict: IdentityVerdict): Promise<void>
  undo(): Promise<void>
}

const latest = latestOnly()
/** How long the window waits before it asks again while results are being read, in milliseconds. */
const pause = 300

export const namesOf = ({ one, other }: IdentitySuggestion) => ({ one: fullName(one), other: fullName(other) })

export const usePeople = create<PeopleState>()((set, get) => {
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    try {
      const words = await work()
      set({ done: words, error: null })
      announce(words)
    } catch (thrown) {
      set({ error: asAppError(thrown) })
    }
    await get().load()
  }
  return {
    dialog: null,
    inbox: null,
    error: null,
    done: null,
    open: (dialog) => set({ dialog, error: null, done: null }),
    close: () => set({ dialog: null, error: null, done: null }),

    load: () =>
      latest(
        () => api.students.inbox({ accounts: useAccounts.getState().filterAccounts() }),
        (inbox) => {
          set({ inbox })
          if (inbox.isReading) setTimeout(() => void get().load(), pause)
        },
        (error) => set({ error }),
      ),

    merge: (pair) =>
      attempt(async () => {
        const { account, one, other } = pair
        await api.students.merge({ account, into: one.key, keys: [other.key] })
        return t('people.inbox.done.merge', namesOf(pair))
      }),

    decide: (pair, verdict) =>
      attempt(async () => {
        const { account, one, other } = pair
        await api.students.decide({ account, key: one.key, other: other.key, verdict })
        return t(`people.inbox.done.${verdict}`, namesOf(pair))
      }),

    undo: async () => {
      await attempt(async () => {
        const undone = await api.local.undo()
        return t(undone?.outcome === 'done' ? 'people.inbox.undone' : 'people.inbox.changedSince')
      })
      set({ done: null })
    },
  }
})

const readAgain = () => {
  if (usePeople.getState().inbox !== null) void usePeople.getState().load()
}
api.students.changed(readAgain)
onOtherAccounts(readAgain)
