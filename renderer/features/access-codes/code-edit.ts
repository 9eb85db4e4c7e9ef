import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type {
  AccessCode,
  CodeChange,
  CodeOrigin,
  CodePreview,
  CodeSource,
  ListRef,
} from '../../../shared/model/access-code.ts'
import { api, asAppError } from '../../api/client.ts'
import { keepChange, useCodeChanges } from './code-changes.ts'

/** An edit while its dialog is open: first its sources, then the preview. */
export interface OpenEdit {
  readonly list: ListRef
  readonly change: CodeChange
  /** Whether the codes came from outside the dialog, so that there are no sources to go back to. */
  readonly given: boolean
  readonly origin: CodeOrigin
  readonly source: CodeSource
  /** Null while a source is being chosen. */
  readonly preview: CodePreview | null
}

interface CodeEditState {
  readonly edit: OpenEdit | null
  readonly busy: boolean
  readonly error: AppError | null
  /** Opens the dialog at its sources. */
  start(list: ListRef, change: CodeChange): void
  /** Opens the dialog at the preview of codes already known. */
  startWith(list: ListRef, change: CodeChange, origin: CodeOrigin, codes: readonly AccessCode[]): Promise<void>
  /** Asks for a preview of these codes. Changes nothing. */
  look(origin: CodeOrigin, source: CodeSource): Promise<void>
  /** Returns to the sources; everything typed is still there. */
  back(): void
  /** Keeps the edit and closes. */
  confirm(): Promise<void>
  close(): void
}

const noCodes: CodeSource = { codes: [] }

let turn = 0

export const useCodeEdit = create<CodeEditState>()((set, get) => ({
  edit: null,
  busy: false,
  error: null,

  start(list, change) {
    turn += 1
    const edit = { list, change, given: false, origin: 'typed', source: noCodes, preview: null } as const
    set({ edit, busy: false, error: null })
  },
  async startWith(list, change, origin, codes) {
    turn += 1
    set({
      edit: { list, change, given: true, origin, source: { codes }, preview: null },
      busy: false,
      error: null,
    })
    await get().look(origin, { codes })
  },
  async look(origin, source) {
    const { edit } = get()
    if (edit === null) return
    turn += 1
    const asked = turn
    set({ busy: true, error: null })
    try {
      const preview = await api.codes.preview({ list: edit.list, change: edit.change, source })
      if (asked === turn) set({ edit: { ...edit, origin, source, preview }, busy: false })
    } catch (thrown) {
      if (asked === turn) set({ error: asAppError(thrown), busy: false })
    }
  },
  back() {
    turn += 1
    const { edit } = get()
    if (edit !== null) set({ edit: { ...edit, preview: null }, busy: false, error: null })
  },
  async confirm() {
    const { edit, busy, close } = get()
    if (edit?.preview === null || edit === null || busy) return
    const { list, change, origin, source, preview } = edit
    turn += 1
    const asked = turn
    set({ busy: true, error: null })
    try {
      // A full list is sent whole: codes missing from it are forgotten.
      const isWhole = change === 'full-list' && 'codes' in source
      const kept = await keepChange({ list, change, origin, codes: isWhole ? source.codes : preview.effective })
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
