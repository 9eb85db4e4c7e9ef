import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type {
  CodeChange,
  CodeEntry,
  CodeOrigin,
  CodesPreview,
  GivenCode,
  ListRef,
} from '../../shared/model/access-code.ts'
import { api, asAppError } from '../api/client.ts'
import { keepChange, useCodeChanges } from './code-changes.ts'

/** An edit on its way: from where its codes come, then what it would do. */
export interface CodeEdit {
  readonly list: ListRef
  readonly change: CodeChange
  /** Whether the codes were given from outside the dialog, so that there is no source to go back to. */
  readonly given: boolean
  readonly origin: CodeOrigin
  readonly entries: readonly GivenCode[]
  /** Null while the source is chosen. */
  readonly preview: CodesPreview | null
  /** With `remove`: the codes that would be removed and are not known here. */
  readonly unknown: readonly CodeEntry[]
}

interface CodeEditState {
  readonly edit: CodeEdit | null
  readonly busy: boolean
  readonly error: AppError | null
  /** Opens the dialog at its sources. */
  start(list: ListRef, change: CodeChange): void
  /** Opens the dialog at the preview of codes that are known already. */
  startWith(list: ListRef, change: CodeChange, origin: CodeOrigin, entries: readonly CodeEntry[]): Promise<void>
  /** Asks what these codes would do. Nothing is kept. */
  look(origin: CodeOrigin, entries: readonly GivenCode[]): Promise<void>
  /** Back to the sources, where everything still stands. */
  back(): void
  /** Keeps the edit and closes. */
  confirm(): Promise<void>
  close(): void
}

let turn = 0

export const useCodeEdit = create<CodeEditState>()((set, get) => ({
  edit: null,
  busy: false,
  error: null,

  start(list, change) {
    turn += 1
    const edit = { list, change, given: false, origin: 'typed', entries: [], preview: null, unknown: [] } as const
    set({ edit, busy: false, error: null })
  },
  async startWith(list, change, origin, entries) {
    turn += 1
    set({
      edit: { list, change, given: true, origin, entries, preview: null, unknown: [] },
      busy: false,
      error: null,
    })
    await get().look(origin, entries)
  },
  async look(origin, entries) {
    const { edit } = get()
    if (edit === null) return
    turn += 1
    const asked = turn
    set({ busy: true, error: null })
    try {
      const preview = await api.codes.preview({ list: edit.list, change: edit.change, entries })
      const unknown = preview.unknown > 0 ? await unknownOf(edit.list, preview) : []
      if (asked === turn) set({ edit: { ...edit, origin, entries, preview, unknown }, busy: false })
    } catch (thrown) {
      if (asked === turn) set({ error: asAppError(thrown), busy: false })
    }
  },
  back() {
    turn += 1
    const { edit } = get()
    if (edit !== null) set({ edit: { ...edit, preview: null, unknown: [] }, busy: false, error: null })
  },
  async confirm() {
    const { edit, busy, close } = get()
    if (edit?.preview === null || edit === null || busy) return
    const { list, change, origin, entries, preview } = edit
    turn += 1
    const asked = turn
    set({ busy: true, error: null })
    try {
      // A full list is told whole: what is missing from it is forgotten.
      const kept = await keepChange(list, change, origin, change === 'full-list' ? entries : preview.effective)
      const count = change === 'full-list' ? preview.effective.length + preview.forgotten.length : kept.count
      if (asked === turn) close()
      useCodeChanges.getState().tell({ ...kept, count: kept.kind === 'nothing' ? 0 : count })
    } catch (thrown) {
      if (asked === turn) set({ error: asAppError(thrown), busy: false })
    }
  },
  close() {
    turn += 1
    set({ edit: null, busy: false, error: null })
  },
}))

/** The preview counts the codes that are not known here; which they are is told by those that are. @throws AppError */
async function unknownOf(list: ListRef, { effective }: CodesPreview): Promise<readonly CodeEntry[]> {
  const known = new Set((await api.codes.entries({ list, filter: {} })).map(({ code }) => code))
  return effective.filter(({ code }) => !known.has(code))
}
