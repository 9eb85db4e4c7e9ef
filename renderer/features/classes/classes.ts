import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassChange, ClassMember, ClassSummary, KnownStudent } from '../../../shared/model/class.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { madeChange } from '../local-changes/index.ts'

/** Where students are added from. */
export type PeopleSource = 'file' | 'source' | 'codes'

/** What the dialog shows. */
export type ClassesView =
  | { readonly at: 'list' }
  | { readonly at: 'class'; readonly id: number }
  | { readonly at: 'add'; readonly id: number; readonly from: PeopleSource }
  /** `member`: the one that is changed; null for a new one. */
  | { readonly at: 'member'; readonly id: number; readonly member: ClassMember | null }
  /** The students of these results, before a class is chosen for them. */
  | { readonly at: 'students'; readonly of: ResultsFilter }

/** The last change, and the way back. */
interface Done {
  readonly words: string
  readonly undo: (() => Promise<unknown>) | null
}

interface ClassesState {
  readonly isOpen: boolean
  readonly view: ClassesView
  /** The classes of the accounts looked at; null until the first answer. */
  readonly classes: readonly ClassSummary[] | null
  /** The students of the class that is shown, and everybody with results in its account; null until they are read. */
  readonly members: readonly ClassMember[] | null
  readonly known: readonly KnownStudent[] | null
  readonly error: AppError | null
  readonly done: Done | null
  /** Shows a class where the dialog was opened from; null where there is no such place. */
  readonly use: ((chosen: ClassSummary) => void) | null
  open(use?: (chosen: ClassSummary) => void): void
  /** Asks to which class the students with these results are added. */
  addStudentsOf(results: ResultsFilter): void
  close(): void
  go(view: ClassesView): void
  load(): Promise<void>
  /** @returns why it was not made; null when it was */
  add(account: string, name: string): Promise<AppError | null>
  /** Makes a class of these students and closes the dialog. */
  addOf(account: string, name: string, members: readonly ClassMember[]): Promise<AppError | null>
  /** Changes who is in a class and closes the dialog. */
  addTo(to: ClassSummary, change: ClassChange): Promise<AppError | null>
  rename(id: number, name: string): Promise<AppError | null>
  remove(chosen: ClassSummary): Promise<void>
  /** Changes who is in the class that is shown. */
  change(change: ClassChange, words: string): Promise<AppError | null>
  undo(): Promise<void>
}

const latest = latestOnly()

const shut = {
  isOpen: false,
  view: { at: 'list' },
  members: null,
  known: null,
  error: null,
  done: null,
  use: null,
} as const

export const useClasses = create<ClassesState>()((set, get) => {
  const tell = (words: string, undo: Done['undo']) => {
    set({ done: { words, undo } })
    announce(words)
  }
  /** Does something; the error it failed of is answered. */
  const attempt = async (work: () => Promise<void>): Promise<AppError | null> => {
    try {
      await work()
    } catch (thrown) {
      return asAppError(thrown)
    }
    await get().load()
    return null
  }
  return {
    ...shut,
    classes: null,

    open(use) {
      set({ ...shut, isOpen: true, use: use ?? null })
      void get().load()
    },
    addStudentsOf(results) {
      set({ ...shut, isOpen: true, view: { at: 'students', of: results } })
      void get().load()
    },
    close() {
      const { done } = get()
      set(shut)
      // What can still be taken back is offered at the foot of the window.
      if (done?.undo) say(done.words, { action: { words: t('classes.undo'), run: () => void undoAfterwards(done) } })
    },
    go(view) {
      const { view: before } = get()
      const isSame = classIdOf(view) !== null && classIdOf(view) === classIdOf(before)
      set({ view, error: null, ...(isSame ? {} : { members: null, known: null }) })
      void get().load()
    },
    load: () =>
      latest(
        async () => {
          const { view } = get()
          const classes = await api.classes.list({ accounts: useAccounts.getState().filterAccounts() })
          const shown = shownClass({ classes, view })
          if (shown === undefined) return { classes, members: null, known: null }
          const [members, known] = await Promise.all([
            api.classes.members({ id: shown.id }),
            api.classes.students({ filter: [{ field: 'account', op: 'in', value: [shown.account] }] }),
          ])
          return { classes, members, known }
        },
        (read) => set({ ...read, error: null }),
        (error) => set({ error }),
      ),
    add: (account, name) =>
      attempt(async () => {
        const made = await madeChange(() => api.classes.add({ account, name, members: [] }))
        tell(t('classes.done.add', { name }), () => made.takeBack((id) => api.classes.remove({ id })))
        set({ view: { at: 'class', id: made.value }, members: null, known: null })
      }),
    addOf: (account, name, members) =>
      attempt(async () => {
        const made = await madeChange(() => api.classes.add({ account, name, members }))
        tell(t('classes.done.addOf', { name, count: members.length }), () =>
          made.takeBack((id) => api.classes.remove({ id })),
        )
        get().close()
      }),
    addTo: ({ id, name }, change) =>
      attempt(async () => {
        const made = await madeChange(() => api.classes.apply({ id, change }))
        tell(t('classes.done.addTo', { name, count: change.put.length }), () =>
          made.takeBack((back) => api.classes.apply({ id, change: back })),
        )
        get().close()
      }),
    rename: (id, name) =>
      attempt(async () => {
        const before = get().classes?.find((each) => each.id === id)?.name
        const made = await madeChange(() => api.classes.rename({ id, name }))
        tell(
          t('classes.done.rename', { name }),
          before === undefined ? null : () => made.takeBack(() => api.classes.rename({ id, name: before })),
        )
      }),
    async remove({ id, name, students }) {
      const error = await attempt(async () => {
        const made = await madeChange(() => api.classes.remove({ id }))
        set({ view: { at: 'list' } })
        tell(t('classes.done.remove', { name, count: students }), () =>
          made.takeBack((removed) => api.classes.restore(removed)),
        )
      })
      if (error !== null) set({ error })
    },
    change(change, words) {
      const { view } = get()
      return attempt(async () => {
        const id = classIdOf(view)
        if (id === null) return
        const made = await madeChange(() => api.classes.apply({ id, change }))
        tell(words, () => made.takeBack((back) => api.classes.apply({ id, change: back })))
        set({ view: { at: 'class', id } })
      })
    },
    async undo() {
      const { done } = get()
      if (!done?.undo) return
      const error = await attempt(async () => {
        await done.undo?.()
        tell(t('classes.undone'), null)
      })
      const { view, classes } = get()
      if (error !== null) set({ error })
      else if (classIdOf(view) !== null && shownClass({ classes, view }) === undefined) set({ view: { at: 'list' } })
    },
  }
})

async function undoAfterwards({ undo }: Done): Promise<void> {
  try {
    await undo?.()
    say(t('classes.undone'))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

const classIdOf = (view: ClassesView): number | null => ('id' in view ? view.id : null)

/** The class that the dialog shows; undefined where it shows none, and before it is read. */
export const shownClass = ({ classes, view }: Pick<ClassesState, 'classes' | 'view'>): ClassSummary | undefined =>
  classes?.find(({ id }) => id === classIdOf(view))

const refresh = () => {
  if (useClasses.getState().isOpen) void useClasses.getState().load()
}
api.gradebooks.changed(refresh)
api.results.changed(refresh)
