import { z } from 'zod'
import type { Erasure, ErasurePreview } from '../model/erasure.ts'
import type { LocalChange, UndoOutcome } from '../model/local-change.ts'
import {
  type ShownLabel,
  type StudentPage,
  type StudentPageQuery,
  type StudentRow,
  type StudentsQuery,
  studentSortFields,
} from '../model/student.ts'
import { isCalendarDay } from '../model/zone.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, id, nothing } from './shapes.ts'

/** Longer than any that a result gives: ClassMarker cuts names and addresses off long before. */
export const studentKey = () => z.string().min(1).max(2_000)

const calendarDay = () => z.string().refine(isCalendarDay).nullable()

export const studentsInputs = () => ({
  mergedKeys: z.strictObject({ account: id(), key: studentKey() }),
  merge: z.strictObject({ account: id(), into: studentKey(), keys: z.array(studentKey()).min(1).max(1_000) }),
  split: z.strictObject({ account: id(), key: studentKey() }),
  erasurePreview: z.strictObject({ account: id(), key: studentKey() }),
  erase: z.strictObject({ account: id(), key: studentKey(), remakeCopies: z.boolean() }),
})
type Students = InputsOf<typeof studentsInputs>

/** Students are kept on this computer only. */
export const students = {
  /** The keys merged into a student's, without the student's own. */
  mergedKeys: invoke<Students['mergedKeys'], readonly string[]>(),
  /** Makes one student of several, under the key `into`. */
  merge: invoke<Students['merge'], void>(),
  /** Takes a key out of a merge; of a student's own key, all others. Answers the keys that stand alone again. */
  split: invoke<Students['split'], readonly string[]>(),
  /** What erasing a student would remove. */
  erasurePreview: invoke<Students['erasurePreview'], ErasurePreview>(),
  /** Erases a student for good; `remakeCopies` deletes the copies beside the results for a new one. */
  erase: invoke<Students['erase'], Erasure>(),
  /** Students, what is noted about them, or the steps of undo are others. */
  changed: event<undefined>(),
}

const someIds = () => z.array(z.int().positive()).max(1_000)

export const studentListInputs = () =>
  longListInputs<StudentsQuery>(
    z.strictObject({
      filter: z.strictObject({ results: resultsFilter(), classes: someIds(), labels: someIds() }),
      policy: z.enum(attemptPolicies),
      sort: z.strictObject({ field: z.enum(studentSortFields), direction: direction() }),
    }),
  )

/** Everybody, also those before their first result. */
export const studentList = longList<StudentsQuery, StudentRow>()

export const localInputs = () => ({ changes: nothing(), undo: nothing(), redo: nothing() })
type Local = InputsOf<typeof localInputs>

/** What the teacher changed on this computer alone, step by step. */
export const local = {
  /** Newest first. */
  changes: invoke<Local['changes'], readonly LocalChange[]>(),
  /** Takes back the newest step that stands; null where there is none. */
  undo: invoke<Local['undo'], UndoOutcome | null>(),
  /** Makes the step again that was undone last; null where there is none. */
  redo: invoke<Local['redo'], UndoOutcome | null>(),
}
