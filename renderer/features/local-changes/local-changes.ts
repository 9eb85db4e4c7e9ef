import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { LocalChange, UndoOutcome } from '../../../shared/model/local-change.ts'
import { api, asAppError, latestOnly, whileWatched } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { dialogIsOpen, isInText, useKey } from '../../ui/keyboard.ts'
import { isShortcut } from '../../ui/shortcuts.ts'

/** "class “10B” removed": a change in the middle of a sentence. */
export const changeWords = ({ kind, subject }: Pick<LocalChange, 'kind' | 'subject'>): string =>
  subject === '' ? t(`localChanges.plain.${kind}`) : t(`localChanges.said.${kind}`, { subject })

interface LocalChangesState {
  /** Newest first; null until the first answer. */
  readonly changes: readonly LocalChange[] | null
  readonly error: AppError | null
  load(): Promise<void>
  /** Reads them now and at every change from now on. @returns a function that stops it */
  watch(): () => void
}

const latest = latestOnly()
const watched = whileWatched(() => useLocalChanges.getState().load(), 200)

export const useLocalChanges = create<LocalChangesState>()((set) => ({
  changes: null,
  error: null,
  load: () =>
    latest(
      () => api.local.changes(),
      (changes) => set({ changes, error: null }),
      (error) => set({ error }),
    ),
  watch: watched.watch,
}))

api.students.changed(watched.reload)
api.gradebooks.changed(watched.reload)
api.bank.changed(watched.reload)

/** Takes back the newest local change, and says what that was. */
export const undo = (): Promise<void> => step('undo')

/** Makes the change again that was taken back last, and says what that was. */
export const redo = (): Promise<void> => step('redo')

/** Steps are made one after another, however fast the keys are pressed. */
let last: Promise<void> = Promise.resolve()

function step(way: 'undo' | 'redo'): Promise<void> {
  last = last.then(async () => {
    try {
      const outcome = way === 'undo' ? await api.local.undo() : await api.local.redo()
      if (outcome === null) say(t(way === 'undo' ? 'localChanges.nothingToUndo' : 'localChanges.nothingToRedo'))
      else sayOutcome(way, outcome)
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  })
  return last
}

function sayOutcome(way: 'undo' | 'redo', { change, outcome }: UndoOutcome): void {
  const what = changeWords(change)
  if (outcome === 'sent') {
    say(t('localChanges.sent', { what }))
    return
  }
  if (outcome === 'changed-since') {
    say(t(way === 'undo' ? 'localChanges.changedSince' : 'localChanges.changedSinceRedo', { what }))
    return
  }
  if (way === 'redo') say(t('localChanges.redoDone', { what }), undoAction())
  else if (!change.canBeUndone) say(t('localChanges.undoDone', { what }))
  else say(t('localChanges.undoDone', { what }), { action: { words: t('localChanges.redo'), run: () => void redo() } })
}

/** The button beside a message about a change that takes back the newest one. */
export const undoAction = () => ({ action: { words: t('localChanges.undo'), run: () => void undo() } })

/** Undo and redo by their keys, anywhere but where a text is written and behind a dialog. */
export function useUndoKeys(isOn: boolean): void {
  useKey((event) => {
    const way = isShortcut(event, 'undo') ? 'undo' : isShortcut(event, 'redo') ? 'redo' : null
    if (!isOn || way === null || event.defaultPrevented || isInText(event) || dialogIsOpen()) return
    event.preventDefault()
    void step(way)
  })
}

/** A change that was made, and the way to take back that one and no other. */
export interface MadeChange<Value> {
  readonly value: Value
  /** The step of undo that it is; null where it is none, or its step is not known. */
  readonly id: number | null
  /**
   * Takes it back as the step of undo that it is; where another change was made since, by `otherwise`, which is then a
   * step of its own.
   * @throws AppError
   */
  takeBack(otherwise: (value: Value) => Promise<unknown>): Promise<void>
}

/** Makes a change so that a button can take it back, and the keys do not take it back a second time. @throws AppError */
export async function madeChange<Value>(change: () => Promise<Value>): Promise<MadeChange<Value>> {
  const before = await newestStep()
  const value = await change()
  const after = await newestStep()
  const id = after === before ? null : after
  return {
    value,
    id,
    async takeBack(otherwise) {
      const outcome = id === null ? null : await api.local.undoOne({ id })
      if (outcome?.outcome === 'done' || (id !== null && (await isUndone(id)))) return
      await otherwise(value)
    },
  }
}

/**
 * Makes a change and says so, with a button that undoes it.
 * @param words what was done, by what the change answered
 * @returns why it could not be made; null when it was
 */
export async function changeAndSay<Value>(
  change: () => Promise<Value>,
  words: (value: Value) => string,
): Promise<AppError | null> {
  try {
    const { value, id } = await madeChange(change)
    const action = id === null ? null : { words: t('localChanges.undo'), run: () => void undoOne(id) }
    say(words(value), { action })
    return null
  } catch (thrown) {
    return asAppError(thrown)
  }
}

/** Takes back one step if it is still the newest, and says how that went. @returns whether it was taken back */
export async function undoOne(id: number): Promise<boolean> {
  try {
    const outcome = await api.local.undoOne({ id })
    if (outcome === null) say(t('localChanges.notNewest'))
    else sayOutcome('undo', outcome)
    return outcome?.outcome === 'done'
  } catch (thrown) {
    sayFailed(asAppError(thrown))
    return false
  }
}

/** Whether a step was taken back already, by the keys. */
const isUndone = async (id: number): Promise<boolean> =>
  (await api.local.changes()).some((change) => change.id === id && change.undoneAt !== null)

/** The newest step that stands; null where there is none, and where it cannot be read: the change is made all the same. */
const newestStep = (): Promise<number | null> =>
  api.local.changes().then(
    (changes) => changes.find(({ undoneAt }) => undoneAt === null)?.id ?? null,
    () => null,
  )
