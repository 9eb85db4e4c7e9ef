import { z } from 'zod'
import type { StudentRef } from '../model/gradebook.ts'
import {
  type Annotated,
  type LabelOn,
  type LabelUse,
  labelColours,
  longestLabel,
  longestNote,
  mostAnnotated,
  type Note,
} from '../model/note.ts'
import { givenName } from '../model/text.ts'
import { type InputsOf, invoke } from './call.ts'
import { accounts, id } from './shapes.ts'
import { studentKey } from './students.ts'

const number = () => z.int().positive()
const student = () => z.strictObject({ account: id(), key: studentKey() }) satisfies z.ZodType<StudentRef>
const annotated = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('students'), students: z.array(student()).min(1).max(mostAnnotated) }),
    z.strictObject({ kind: z.literal('results'), ids: z.array(number()).min(1).max(mostAnnotated) }),
  ]) satisfies z.ZodType<Annotated>
const noteText = () => z.string().trim().min(1).max(longestNote)
const labelName = () => z.string().overwrite(givenName).min(1).max(longestLabel)
const colour = () =>
  z
    .int()
    .min(0)
    .max(labelColours - 1)

export const notesInputs = () => ({
  ofResult: z.strictObject({ id: number() }),
  ofStudent: student(),
  add: z.strictObject({ about: annotated(), text: noteText() }),
  change: z.strictObject({ id: number(), text: noteText() }),
  remove: z.strictObject({ id: number() }),
})
type Notes = InputsOf<typeof notesInputs>

/** Notes are kept on this computer only. `students.changed` says that they are others. */
export const notes = {
  /** Newest first. */
  ofResult: invoke<Notes['ofResult'], readonly Note[]>(),
  /** Those on the student and those on their results, newest first. */
  ofStudent: invoke<Notes['ofStudent'], readonly Note[]>(),
  /** Adds one note to each; answers their ids. */
  add: invoke<Notes['add'], readonly number[]>(),
  change: invoke<Notes['change'], void>(),
  remove: invoke<Notes['remove'], void>(),
}

export const labelsInputs = () => ({
  list: z.strictObject({ accounts: accounts() }),
  on: z.strictObject({ about: annotated() }),
  add: z.strictObject({ account: id(), name: labelName(), colour: colour(), about: annotated().nullable() }),
  change: z.strictObject({ id: number(), name: labelName(), colour: colour() }),
  remove: z.strictObject({ id: number() }),
  put: z.strictObject({ id: number(), about: annotated() }),
  takeOff: z.strictObject({ id: number(), about: annotated() }),
})
type Labels = InputsOf<typeof labelsInputs>

/** Labels are kept on this computer only. `students.changed` says that they are others. */
export const labels = {
  list: invoke<Labels['list'], readonly LabelUse[]>(),
  /** The labels that these have, and how many of them have each. */
  on: invoke<Labels['on'], readonly LabelOn[]>(),
  /** Makes a label, and puts it on what is named with it; answers its id. */
  add: invoke<Labels['add'], number>(),
  change: invoke<Labels['change'], void>(),
  remove: invoke<Labels['remove'], void>(),
  /** Answers how many did not have it yet; those of another account than the label's are left out. */
  put: invoke<Labels['put'], number>(),
  /** Answers how many had it. */
  takeOff: invoke<Labels['takeOff'], number>(),
}
