import type { UnixSeconds } from './time.ts'

/** What the teacher can change on this computer alone, each one step of undo. */
export const localChangeKinds = [
  'class-added',
  'class-renamed',
  'class-removed',
  'class-restored',
  'class-changed',
  'gradebook-saved',
  'gradebook-renamed',
  'gradebook-removed',
  'gradebook-restored',
  'cell-decided',
  'cell-cleared',
  'students-merged',
  'student-split',
  'students-different',
  'students-put-off',
  'student-added',
  'student-removed',
  'student-named',
  'student-unnamed',
  'note-added',
  'note-changed',
  'note-removed',
  'label-added',
  'label-changed',
  'label-removed',
  'labelled',
  'label-taken-off',
  'view-saved',
  'view-changed',
  'view-removed',
  'extra-field-named',
  'extra-field-unnamed',
  'hidden',
  'shown-again',
  'imported',
  'webhook-source-added',
  'webhook-source-renamed',
  'webhook-source-removed',
  'question-added',
  'question-changed',
  'questions-changed',
  'questions-archived',
  'questions-unarchived',
  'questions-imported',
  'question-resolved',
  'category-added',
  'category-renamed',
  'category-moved',
  'category-resolved',
  'bank-edits-taken-back',
] as const

export type LocalChangeKind = (typeof localChangeKinds)[number]

/**
 * How undoing or redoing ended: `changed-since` left all as it was, and that step can no longer be undone. Nor can `sent`,
 * of which ClassMarker has, or may have, something.
 */
export interface UndoOutcome {
  readonly change: LocalChange
  readonly outcome: 'done' | 'changed-since' | 'sent'
}

export interface LocalChange {
  readonly id: number
  readonly madeAt: UnixSeconds
  readonly kind: LocalChangeKind
  /** What was changed, by the name it had: a class, a student, a view. */
  readonly subject: string
  /** False once something else changed the same: it is not offered again. */
  readonly canBeUndone: boolean
  /** Null while it stands. */
  readonly undoneAt: UnixSeconds | null
}
