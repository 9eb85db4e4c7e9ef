import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { IdentityInbox, IdentitySuggestion, IdentityVerdict } from '../../../shared/model/identity.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { madeChange } from '../local-changes/index.ts'
import type { Nameable } from './NameDialog.tsx'

/** The dialog that is open. */
type PeopleDialog =
  | { readonly at: 'inbox' }
  | { readonly at: 'add' }
  | { readonly at: 'name'; readonly of: Nameable }
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
  /** Its step of undo; null where that is not known. */
  readonly step: number | null
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

/** How long no result has come when those alike are looked for again, in milliseconds. */
const quiet = 1_000

export const namesOf = ({ one, other }: IdentitySuggestion) => ({ one: fullName(one), other: fullName(other) })

export const usePeople = create<PeopleState>()((set, get) => {
  const attempt = async (work: () => Promise<unknown>, words: string): Promise<void> => {
    try {
      const { id } = await madeChange(work)
      set({ done: words, step: id, error: null })
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
    step: null,
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
      attempt(
        () => api.students.merge({ account: pair.account, into: pair.one.key, keys: [pair.other.key] }),
        t('people.inbox.done.merge', namesOf(pair)),
      ),

    decide: (pair, verdict) =>
      attempt(
        () => api.students.decide({ account: pair.account, key: pair.one.key, other: pair.other.key, verdict }),
        t(`people.inbox.done.${verdict}`, namesOf(pair)),
      ),

    undo: async () => {
      const { step } = get()
      try {
        const undone = step === null ? null : await api.local.undoOne({ id: step })
        announce(t(undone?.outcome === 'done' ? 'people.inbox.undone' : 'people.inbox.changedSince'))
        set({ done: null, step: null, error: null })
      } catch (thrown) {
        set({ error: asAppError(thrown) })
      }
      await get().load()
    },
  }
})

const readAgain = () => {
  if (usePeople.getState().inbox !== null) void usePeople.getState().load()
}
api.students.changed(readAgain)
// A sync writes page after page, and each would have everybody compared anew.
let afterPages: ReturnType<typeof setTimeout> | undefined
api.results.changed(() => {
  clearTimeout(afterPages)
  afterPages = setTimeout(readAgain, quiet)
})
onOtherAccounts(readAgain)
