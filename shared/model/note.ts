import type { StudentRef } from './gradebook.ts'
import type { UnixSeconds } from './time.ts'

/** What notes and labels are put on: students, by any of their keys, or results, by their ids. */
export type Annotated =
  | { readonly kind: 'students'; readonly students: readonly StudentRef[] }
  | { readonly kind: 'results'; readonly ids: readonly number[] }

/** Most students or results that are annotated at once: as many as a list lets be chosen one by one. */
export const mostAnnotated = 10_000

/** In letters. */
export const longestNote = 5_000
export const longestLabel = 60

/** The colours of labels, by number; a label is always named beside its colour. */
export const labelColours = 8

export interface Note {
  readonly id: number
  readonly text: string
  readonly madeAt: UnixSeconds
  readonly changedAt: UnixSeconds
  /** The result that it is about; null for one about the student. */
  readonly result: { readonly id: number; readonly testName: string } | null
}

export interface Label {
  readonly id: number
  readonly account: string
  readonly name: string
  /** From 0 up to `labelColours`. */
  readonly colour: number
}

/** A label, and how many of the students or results asked about have it. */
export interface LabelOn extends Label {
  readonly count: number
}

/** A label, and what has it. Students who were merged are one. */
export interface LabelUse extends Label {
  readonly students: number
  readonly results: number
}
