import { z } from 'zod'
import {
  type ClassChange,
  type ClassMember,
  type ClassSummary,
  type KnownStudent,
  longestClassText,
  mostClassMembers,
  mostExtraTime,
  type RemovedClass,
} from '../model/class.ts'
import type { ClassDiff } from '../model/class-file.ts'
import { resultsFilter } from '../model/filter-zod.ts'
import {
  type CellRef,
  type GradebookGrades,
  type GradebookQuery,
  type GradebookRow,
  type GradebookSummary,
  gradebookSortFields,
  type ListedGradebook,
  type Override,
  type RemovedGradebook,
  type StoredOverride,
} from '../model/gradebook.ts'
import type { GradebookCheck } from '../model/gradebook-check.ts'
import { givenName, gradebookDefinition, testRef } from '../model/gradebook-zod.ts'
import type { HandInChanges } from '../model/hand-in.ts'
import { mostAnnotated } from '../model/note.ts'
import { type UnixSeconds, unixSeconds } from '../model/time.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, id, text } from './shapes.ts'
import { learnerNames, peopleTable, studentKey } from './students.ts'

const number = () => z.int().positive()
const moment = (): z.ZodType<UnixSeconds> => z.int().transform(unixSeconds)

export const gradebooksInputs = () => ({
  summary: z.strictObject({ gradebook: gradebookDefinition() }),
  grades: z.strictObject({ gradebook: gradebookDefinition() }),
  list: z.strictObject({ accounts: accounts() }),
  save: z.strictObject({
    id: number().nullable(),
    account: id(),
    name: givenName(),
    definition: gradebookDefinition(),
  }),
  rename: z.strictObject({ id: number(), name: givenName() }),
  remove: z.strictObject({ id: number() }),
  restore: z.strictObject({
    id: number(),
    account: id(),
    name: givenName(),
    definition: text(20_000_000),
    handIns: z.array(z.strictObject({ handedInAt: moment(), cells: text(50_000_000) })).max(100),
  }) satisfies z.ZodType<RemovedGradebook>,
  changesSinceHandIn: z.strictObject({ id: number() }),
  checks: z.strictObject({ gradebook: gradebookDefinition(), id: number().nullable() }),
})
type Gradebooks = InputsOf<typeof gradebooksInputs>

/** Gradebooks are kept on this computer only. */
export const gradebooks = {
  /** All of a gradebook but its rows, which `gradebookList` answers. */
  summary: invoke<Gradebooks['summary'], GradebookSummary>(),
  /** Who has which average and grade, without the cells. */
  grades: invoke<Gradebooks['grades'], GradebookGrades>(),
  list: invoke<Gradebooks['list'], readonly ListedGradebook[]>(),
  /** Keeps a new gradebook, or with an id the next version of one; answers its id. */
  save: invoke<Gradebooks['save'], number>(),
  rename: invoke<Gradebooks['rename'], void>(),
  /** Answers what `restore` is sent to undo it. */
  remove: invoke<Gradebooks['remove'], RemovedGradebook>(),
  restore: invoke<Gradebooks['restore'], void>(),
  /** Null for a gradebook that was never handed in. */
  changesSinceHandIn: invoke<Gradebooks['changesSinceHandIn'], HandInChanges | null>(),
  /** What to look at before a gradebook leaves the house; with its id also what changed since it was handed in. */
  checks: invoke<Gradebooks['checks'], readonly GradebookCheck[]>(),
  /** Gradebooks, classes or decisions about cells are others. */
  changed: event<undefined>(),
}

export const gradebookListInputs = () =>
  longListInputs<GradebookQuery>(
    z.strictObject({
      gradebook: gradebookDefinition(),
      sort: z.strictObject({
        field: z.union([z.enum(gradebookSortFields), z.strictObject({ test: text(100) })]),
        direction: direction(),
      }),
    }),
  )

/** The rows of a gradebook. */
export const gradebookList = longList<GradebookQuery, GradebookRow>()

const memberText = () => text(longestClassText)
const member = () =>
  z.strictObject({
    key: studentKey(),
    // Names of results may be longer than those of a file.
    first: text(2_000),
    last: text(2_000),
    email: text(2_000).nullable(),
    externalId: memberText().nullable(),
    extraTime: z.int().min(0).max(mostExtraTime).nullable(),
  }) satisfies z.ZodType<ClassMember>
const members = () => z.array(member()).max(mostClassMembers)

export const classesInputs = () => ({
  list: z.strictObject({ accounts: accounts() }),
  members: z.strictObject({ id: number() }),
  students: z.strictObject({ filter: resultsFilter() }),
  add: z.strictObject({ account: id(), name: givenName(), members: members() }),
  rename: z.strictObject({ id: number(), name: givenName() }),
  remove: z.strictObject({ id: number() }),
  restore: z.strictObject({
    id: number(),
    account: id(),
    name: givenName(),
    madeAt: moment(),
    members: members(),
  }) satisfies z.ZodType<RemovedClass>,
  preview: z.strictObject({
    account: id(),
    classId: number().nullable(),
    table: peopleTable(),
  }),
  apply: z.strictObject({
    id: number(),
    change: z.strictObject({
      put: members(),
      remove: z.array(studentKey()).max(2 * mostClassMembers),
      names: learnerNames().optional(),
    }) satisfies z.ZodType<ClassChange>,
  }),
})
type Classes = InputsOf<typeof classesInputs>

/** Classes are kept on this computer only. */
export const classes = {
  list: invoke<Classes['list'], readonly ClassSummary[]>(),
  members: invoke<Classes['members'], readonly ClassMember[]>(),
  /** Everybody with a result that a filter finds. */
  students: invoke<Classes['students'], readonly KnownStudent[]>(),
  /** Answers its id. */
  add: invoke<Classes['add'], number>(),
  rename: invoke<Classes['rename'], void>(),
  /** Answers what `restore` is sent to undo it. */
  remove: invoke<Classes['remove'], RemovedClass>(),
  restore: invoke<Classes['restore'], void>(),
  /** What the table opened last would change in a class, or be as a new one. Keeps nothing. */
  preview: invoke<Classes['preview'], ClassDiff>(),
  /** Answers the change that undoes it. */
  apply: invoke<Classes['apply'], ClassChange>(),
}

const cell = () => z.strictObject({ ...testRef().shape, key: studentKey() }) satisfies z.ZodType<CellRef>
const reason = () => text(500)
const override = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('excused'), reason: reason() }),
    z.strictObject({ kind: z.literal('attempt'), resultId: number(), reason: reason() }),
  ]) satisfies z.ZodType<Override>

export const overridesInputs = () => ({
  list: z.strictObject({ accounts: accounts() }),
  set: z.strictObject({ cell: cell(), override: override() }),
  excuse: z.strictObject({ ids: z.array(number()).min(1).max(mostAnnotated), reason: reason() }),
  clear: z.strictObject({ cell: cell() }),
})
type Overrides = InputsOf<typeof overridesInputs>

/** What the teacher decides about one student at one test: the same in every gradebook, on this computer only. */
export const overrides = {
  list: invoke<Overrides['list'], readonly StoredOverride[]>(),
  /** Answers the former decision, by which it is undone. */
  set: invoke<Overrides['set'], Override | null>(),
  /** Excuses the students of these results at the tests that those are of; answers how many that are. */
  excuse: invoke<Overrides['excuse'], number>(),
  clear: invoke<Overrides['clear'], Override | null>(),
}
