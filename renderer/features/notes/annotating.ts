import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Annotated, Label, LabelOn, LabelUse, Note } from '../../../shared/model/note.ts'
import { occursIn } from '../../../shared/model/text.ts'
import { api, latestOnly } from '../../api/client.ts'
import { keptAtClosing } from '../../app/kept-while-typed.ts'
import { t } from '../../format/words.ts'
import { changeAndSay } from '../local-changes/index.ts'

/** What a card of notes or labels is about: one student, or one result. */
export type About =
  | { readonly kind: 'student'; readonly student: StudentRef }
  | { readonly kind: 'result'; readonly id: number; readonly account: string }

export const annotatedBy = (about: About): Annotated =>
  about.kind === 'student' ? { kind: 'students', students: [about.student] } : { kind: 'results', ids: [about.id] }

export const accountOf = (about: About): string => (about.kind === 'student' ? about.student.account : about.account)

/** How many students or results are annotated. */
export const sizeOf = (annotated: Annotated): number =>
  annotated.kind === 'students' ? annotated.students.length : annotated.ids.length

/** A note being written: a new one, or the one of a number as it is to become. */
export interface Draft {
  readonly of: number | 'new'
  readonly text: string
  /** As it is kept; '' for a new one. */
  readonly before: string
}

/** Kept until it is saved or left: a window made narrow draws all of the panel anew. */
const drafts = new Map<string, Draft>()

export const draftOf = (about: About): Draft | null => drafts.get(JSON.stringify(about)) ?? null

export function keepDraft(about: About, draft: Omit<Draft, 'before'> | null): void {
  const key = JSON.stringify(about)
  const before = drafts.get(key)
  if (draft === null) drafts.delete(key)
  else drafts.set(key, { ...draft, before: before?.of === draft.of ? before.before : draft.text })
}

// What is written when the window closes is a note: undoing takes it back, and nothing else of it could be had again.
keptAtClosing(() => Promise.all(Array.from(drafts, ([key, draft]) => keepAsNote(key, draft))))

async function keepAsNote(key: string, { of, text, before }: Draft): Promise<void> {
  const words = text.trim()
  if (words === '' || words === before.trim()) return
  if (of !== 'new') await api.notes.change({ id: of, text: words })
  else {
    const [id] = await api.notes.add({ about: annotatedBy(JSON.parse(key) as About), text: words })
    // The window may go on: what is written of it then is of the same note.
    if (id !== undefined && drafts.get(key)?.of === 'new') drafts.set(key, { of: id, text, before: words })
  }
}

export interface Reading<Value> {
  /** Null until the first answer. */
  readonly value: Value | null
  readonly error: AppError | null
}

/**
 * Reads something now and at every local change.
 * @param key says what is read: while it stays the same, the last answer stays until the next one is here
 */
export function useReading<Value>(key: string, read: () => Promise<Value>): Reading<Value> {
  const [state, setState] = useState<Reading<Value> & { readonly key: string }>({ key, value: null, error: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is read
  useEffect(() => {
    const latest = latestOnly()
    let isOver = false
    const load = () =>
      void latest(
        read,
        (value) => !isOver && setState({ key, value, error: null }),
        (error) => {
          if (!isOver) setState({ key, value: null, error })
        },
      )
    load()
    const stop = [api.students.changed(load), api.gradebooks.changed(load)]
    return () => {
      isOver = true
      for (const each of stop) each()
    }
  }, [key])
  return state.key === key ? state : { value: null, error: null }
}

export const useNotes = (about: About): Reading<readonly Note[]> =>
  useReading(JSON.stringify(about), () =>
    about.kind === 'student' ? api.notes.ofStudent(about.student) : api.notes.ofResult({ id: about.id }),
  )

export const useLabelsOn = (about: Annotated): Reading<readonly LabelOn[]> =>
  useReading(JSON.stringify(about), () => api.labels.on({ about }))

export const useLabels = (account: string): Reading<readonly LabelUse[]> =>
  useReading(account, () => api.labels.list({ accounts: [account] }))

/** The labels with all words of a text, by the rules of every search. */
export const labelsFound = <Of extends Pick<Label, 'name'>>(labels: readonly Of[], typed: string): readonly Of[] =>
  labels.filter(({ name }) => occursIn(typed, name))

export const addNote = (about: Annotated, text: string): Promise<AppError | null> =>
  changeAndSay(
    () => api.notes.add({ about, text }),
    (ids) => t('notes.said.added', { count: ids.length }),
  )

/** Adds what was written as a new note; where the window was to close, it is a note already. */
export function saveNew(about: About, text: string): Promise<AppError | null> {
  const of = draftOf(about)?.of
  return typeof of === 'number' ? changeNote(of, text) : addNote(annotatedBy(about), text)
}

export const changeNote = (id: number, text: string): Promise<AppError | null> =>
  changeAndSay(
    () => api.notes.change({ id, text }),
    () => t('notes.said.changed'),
  )

export const removeNote = (id: number): Promise<AppError | null> =>
  changeAndSay(
    () => api.notes.remove({ id }),
    () => t('notes.said.removed'),
  )

export const makeLabel = (label: Omit<Label, 'id'>, about: Annotated): Promise<AppError | null> =>
  changeAndSay(
    () => api.labels.add({ ...label, about }),
    () => t('notes.labels.said.made', { name: label.name }),
  )

export const changeLabel = ({ id, name, colour }: Omit<Label, 'account'>): Promise<AppError | null> =>
  changeAndSay(
    () => api.labels.change({ id, name, colour }),
    () => t('notes.labels.said.changed', { name }),
  )

export const removeLabel = ({ id, name }: Pick<Label, 'id' | 'name'>): Promise<AppError | null> =>
  changeAndSay(
    () => api.labels.remove({ id }),
    () => t('notes.labels.said.removed', { name }),
  )

export const putLabel = ({ id, name }: Pick<Label, 'id' | 'name'>, about: Annotated): Promise<AppError | null> =>
  changeAndSay(
    () => api.labels.put({ id, about }),
    (count) => t(sizeOf(about) === 1 ? 'notes.labels.said.put' : 'notes.labels.said.putMany', { name, count }),
  )

export const takeLabelOff = ({ id, name }: Pick<Label, 'id' | 'name'>, about: Annotated): Promise<AppError | null> =>
  changeAndSay(
    () => api.labels.takeOff({ id, about }),
    (count) =>
      t(sizeOf(about) === 1 ? 'notes.labels.said.takenOff' : 'notes.labels.said.takenOffMany', { name, count }),
  )

/** Excuses the students of results at the tests that those are of. */
export const excuse = (ids: readonly number[], reason: string): Promise<AppError | null> =>
  changeAndSay(
    () => api.overrides.excuse({ ids, reason }),
    (count) => {
      if (count === 0) return t('notes.excused.said.none')
      return ids.length === 1 ? t('notes.excused.said.one') : t('notes.excused.said.many', { count })
    },
  )

/** Lets the rules decide again about a student at a test. */
export const takeBackDecision = (cell: StudentRef & { readonly testId: number }): Promise<AppError | null> =>
  changeAndSay(
    () => api.overrides.clear({ cell }),
    () => t('notes.excused.said.takenBack'),
  )
