import { z } from 'zod'
import type { AddedStudent } from '../model/added-student.ts'
import { attemptPolicies } from '../model/attempt-policy.ts'
import { longestClassText, mostClassMembers } from '../model/class.ts'
import { type ClassColumns, type ClassDiff, classColumns } from '../model/class-file.ts'
import type { Erasure, ErasurePreview } from '../model/erasure.ts'
import { resultsFilter, studentValue } from '../model/filter-zod.ts'
import type { IdentityInbox, MergePreview, PerhapsHere } from '../model/identity.ts'
import type { LearnerName } from '../model/learner-name.ts'
import type { LocalChange, UndoOutcome } from '../model/local-change.ts'
import {
  type NamedStudent,
  type ShownLabel,
  type StudentPage,
  type StudentPageQuery,
  type StudentRow,
  type StudentsQuery,
  studentSortFields,
} from '../model/student.ts'
import { mostTableColumns } from '../model/table.ts'
import { isCalendarDay } from '../model/zone.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, id, nothing } from './shapes.ts'

/** Longer than any that a result gives: ClassMarker cuts names and addresses off long before. */
export const studentKey = () => z.string().min(1).max(2_000)

const calendarDay = () => z.string().refine(isCalendarDay).nullable()

const columns = (): z.ZodType<ClassColumns> =>
  z.partialRecord(
    z.enum(classColumns),
    z
      .int()
      .min(0)
      .max(mostTableColumns - 1),
  )

/** The table opened last, read as a list of people. */
export const peopleTable = () => z.strictObject({ id: id(), withFirstRow: z.boolean(), columns: columns() })

const written = () => z.string().max(longestClassText)

/** What learners of a learning platform are called from then on. */
export const learnerNames = () =>
  z
    .array(
      z.strictObject({
        learnerId: written().min(1),
        first: written(),
        last: written(),
        email: written().nullable(),
      }) satisfies z.ZodType<LearnerName>,
    )
    .max(mostClassMembers)

const peopleToAdd = () =>
  z
    .array(
      z.strictObject({
        ...{ key: studentKey(), first: written(), last: written(), email: written().nullable() },
      }) satisfies z.ZodType<AddedStudent>,
    )
    .max(mostClassMembers)

export const studentsInputs = () => ({
  mergedKeys: z.strictObject({ account: id(), key: studentKey() }),
  merge: z.strictObject({ account: id(), into: studentKey(), keys: z.array(studentKey()).min(1).max(1_000) }),
  split: z.strictObject({ account: id(), key: studentKey() }),
  labelsInUse: z.strictObject({ accounts: accounts() }),
  page: z.strictObject({
    account: id(),
    key: studentKey(),
    policy: z.enum(attemptPolicies),
    period: z.strictObject({ from: calendarDay(), to: calendarDay() }),
  }) satisfies z.ZodType<StudentPageQuery>,
  named: z.strictObject({ students: z.array(studentValue()).max(10_000), filter: resultsFilter() }),
  inbox: z.strictObject({ accounts: accounts() }),
  mergePreview: z.strictObject({ account: id(), key: studentKey(), other: studentKey() }),
  decide: z.strictObject({
    ...{ account: id(), key: studentKey(), other: studentKey() },
    verdict: z.enum(['different', 'later']),
  }),
  added: z.strictObject({ account: id() }),
  previewAdded: z.strictObject({
    account: id(),
    from: z.union([
      z.strictObject({ first: written(), last: written(), email: written(), learnerId: written().optional() }),
      peopleTable(),
    ]),
  }),
  perhapsHere: z.strictObject({ account: id(), people: peopleToAdd() }),
  add: z.strictObject({
    account: id(),
    students: peopleToAdd(),
    names: learnerNames().optional(),
  }),
  name: z.strictObject({
    ...{ account: id(), key: studentKey() },
    name: z.strictObject({ first: written(), last: written(), email: written().nullable() }),
  }),
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
  /** Labels that any student of these accounts has, by name. */
  labelsInUse: invoke<Students['labelsInUse'], readonly ShownLabel[]>(),
  /** Everything about one student. */
  page: invoke<Students['page'], StudentPage>(),
  /** Students by any of their keys, with how many results of a filter each has; who is nobody is left out. */
  named: invoke<Students['named'], readonly NamedStudent[]>(),
  /** Who may be one person; ask again while it is being read. */
  inbox: invoke<Students['inbox'], IdentityInbox>(),
  /** What two students have, and would have as one. */
  mergePreview: invoke<Students['mergePreview'], MergePreview>(),
  /** Says that two are different people, or that it is to be decided later. */
  decide: invoke<Students['decide'], void>(),
  /** Whom the teacher added in an account. */
  added: invoke<Students['added'], readonly AddedStudent[]>(),
  /** Whom a typed name, or the table opened last, would add. Keeps nothing. */
  previewAdded: invoke<Students['previewAdded'], ClassDiff>(),
  /** Which of these people, who are to be added, may be here already. Keeps nothing. */
  perhapsHere: invoke<Students['perhapsHere'], readonly PerhapsHere[]>(),
  /** Adds students before their first result, and names learners. Answers the keys of those who were not known yet. */
  add: invoke<Students['add'], readonly string[]>(),
  /** Names a learning platform's student; without first and last name the name is taken away. */
  name: invoke<Students['name'], void>(),
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

export const localInputs = () => ({
  changes: nothing(),
  undo: nothing(),
  undoOne: z.strictObject({ id: z.int().positive() }),
  redo: nothing(),
})
type Local = InputsOf<typeof localInputs>

/** What the teacher changed on this computer alone, step by step. */
export const local = {
  /** Newest first. */
  changes: invoke<Local['changes'], readonly LocalChange[]>(),
  /** Takes back the newest step that stands; null where there is none. */
  undo: invoke<Local['undo'], UndoOutcome | null>(),
  /** Takes back this step if it is the newest that stands; null where it is not. */
  undoOne: invoke<Local['undoOne'], UndoOutcome | null>(),
  /** Makes the step again that was undone last; null where there is none. */
  redo: invoke<Local['redo'], UndoOutcome | null>(),
}
