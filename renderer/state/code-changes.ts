import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import {
  askedAbove,
  type CodeAction,
  type CodeChange,
  type CodeEntry,
  type CodeOrigin,
  type ListRef,
} from '../../shared/model/access-code.ts'
import { api, asAppError } from '../api/client.ts'
import { type ChangeOutcome, lastChangeWords } from '../format/code-words.ts'
import { announce } from './announcer.ts'

/** What was done last, told at the foot of the screen with the way to take it back. */
export interface LastChange extends ChangeOutcome {
  readonly list: ListRef
  /** The action that can be taken back from here. */
  readonly actionId: number | null
}

/** A change that removes so much that it asks first. */
export type AskedChange =
  | { readonly kind: 'remove'; readonly list: ListRef; readonly entries: readonly CodeEntry[] }
  | { readonly kind: 'undo'; readonly list: ListRef; readonly actionId: number; readonly count: number }

interface CodeChangesState {
  readonly last: LastChange | null
  readonly asked: AskedChange | null
  readonly busy: boolean
  readonly error: AppError | null
  /** Removes codes; more than twenty are asked about first. */
  remove(list: ListRef, entries: readonly CodeEntry[]): void
  /** Takes an action back; where that removes more than twenty codes it asks first. */
  undo(list: ListRef, action: Pick<CodeAction, 'id' | 'change' | 'added'>): void
  /** Does what was asked about. */
  confirm(): void
  /** Takes back single changes that wait or are held. @param codes which, asked for when it begins */
  takeBack(list: ListRef, codes: () => Promise<readonly string[]>): Promise<void>
  /** Tells of a change made in the dialog. */
  tell(change: LastChange): void
  putAway(): void
}

export const useCodeChanges = create<CodeChangesState>()((set, get) => ({
  last: null,
  asked: null,
  busy: false,
  error: null,

  remove(list, entries) {
    if (entries.length > askedAbove) set({ asked: { kind: 'remove', list, entries } })
    else void doing(() => keepChange(list, 'remove', 'selection', entries))
  },
  undo(list, action) {
    if (action.change !== 'full-list' && action.added > askedAbove)
      set({ asked: { kind: 'undo', list, actionId: action.id, count: action.added } })
    else void doing(() => undoAction(list, action.id))
  },
  confirm() {
    const { asked } = get()
    set({ asked: null })
    if (asked?.kind === 'remove') void doing(() => keepChange(asked.list, 'remove', 'selection', asked.entries))
    if (asked?.kind === 'undo') void doing(() => undoAction(asked.list, asked.actionId))
  },
  takeBack: (list, codes) =>
    doing(async () => {
      const { undone, skipped } = await api.codes.takeBack({ list, codes: await codes() })
      return { list, kind: 'taken-back', count: undone, skipped, actionId: null }
    }),
  tell(last) {
    set({ last, error: null })
    announce(lastChangeWords(last, false))
  },
  putAway: () => set({ last: null, error: null }),
}))

/** Keeps an edit, which starts sending it, and says what it was. @throws AppError */
export async function keepChange(
  list: ListRef,
  change: CodeChange,
  origin: CodeOrigin,
  entries: readonly CodeEntry[],
): Promise<LastChange> {
  const kept = await api.codes.apply({ list, change, origin, entries })
  if (kept === null) return { list, kind: 'nothing', count: 0, skipped: 0, actionId: null }
  return { list, kind: change, count: entries.length, skipped: 0, actionId: kept.actionId }
}

async function undoAction(list: ListRef, actionId: number): Promise<LastChange> {
  const { undone, skipped } = await api.codes.undo({ actionId })
  return { list, kind: 'undone', count: undone, skipped, actionId: null }
}

async function doing(work: () => Promise<LastChange>): Promise<void> {
  const { busy, tell } = useCodeChanges.getState()
  if (busy) return
  useCodeChanges.setState({ busy: true, error: null })
  try {
    tell(await work())
  } catch (thrown) {
    useCodeChanges.setState({ error: asAppError(thrown), last: null })
  } finally {
    useCodeChanges.setState({ busy: false })
  }
}
