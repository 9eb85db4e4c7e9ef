import type { AttemptPolicy } from './attempt-policy.ts'
import type { ResultsFilter, StudentValue } from './filter.ts'
import type { StudentRef } from './gradebook.ts'
import type { Outcome, Tenths } from './result-values.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

/** A label, by its name and the number of its colour. */
export interface ShownLabel {
  readonly id: number
  readonly name: string
  readonly colour: number
}

/** A student as a row of the list. */
export interface StudentRow {
  /** The same while the program runs. */
  readonly id: number
  readonly accountId: string
  readonly key: string
  /** As of the newest result; before the first, as a class or the teacher says. */
  readonly first: string
  readonly last: string
  readonly email: string | null
  /** Finished attempts at tests, surveys left out. */
  readonly attempts: number
  /** Tests among these. */
  readonly tests: number
  /** The mean of the percentages that count, one a test, rounded once; null where none counts. */
  readonly average: Tenths | null
  /** An attempt that counts still needs grading, so the average may change. */
  readonly provisional: boolean
  /** When their newest result was finished, surveys included; null before the first. */
  readonly lastSeen: UnixSeconds | null
  /** By name. */
  readonly classes: readonly string[]
  readonly labels: readonly ShownLabel[]
  /** The keys merged into theirs. */
  readonly merged: readonly string[]
  /** There is a note on them; absent where there is none. */
  readonly note?: true
  /** They are excused from a test; absent where they are from none. */
  readonly excused?: true
}

export const studentSortFields = ['name', 'attempts', 'tests', 'average', 'lastSeen'] as const
export type StudentSortField = (typeof studentSortFields)[number]

export interface StudentsSort {
  readonly field: StudentSortField
  readonly direction: 'asc' | 'desc'
}

/** Which students. Without conditions: everybody, also those before their first result. */
export interface StudentsFilter {
  /**
   * Narrows the results considered, and leaves the students who have one. Its text does not narrow results: it leaves the
   * students of whom any result has it, and those before their first whose name or address does.
   */
  readonly results: ResultsFilter
  /** Students of one of these classes; all where there are none. */
  readonly classes: readonly number[]
  /** Students with one of these labels; all where there are none. */
  readonly labels: readonly number[]
}

export interface StudentsQuery {
  readonly filter: StudentsFilter
  readonly policy: AttemptPolicy
  readonly sort: StudentsSort
}

/** A student whom a filter of results asks for. */
export interface NamedStudent extends StudentRef {
  /** As it was asked for: `key` is the student's own, which another one may have been merged into. */
  readonly asked: StudentValue
  /** As of the newest result; before the first, as a class or the teacher says. */
  readonly first: string
  readonly last: string
  readonly email: string | null
  /** How many results choosing them would leave. */
  readonly results: number
}

/** An attempt at a test. */
export interface StudentAttempt {
  /** The id of the result. */
  readonly id: number
  /** 1 for the earliest. */
  readonly number: number
  readonly best: boolean
  readonly counts: boolean
  readonly percentage: Tenths | null
  readonly passMark: Tenths | null
  readonly outcome: Outcome
  readonly requiresGrading: boolean
  readonly timeFinished: UnixSeconds
  readonly certificateSerial: string | null
}

/** A student at one test. */
export interface StudentTest {
  readonly testId: number
  readonly name: string
  readonly excused: boolean
  /** Why it is excused, or why one attempt counts whatever the policy says. */
  readonly reason: string | null
  /** The mean of `of` percentages that add up to `sum` tenths of a percent; null where none counts. */
  readonly score: { readonly sum: number; readonly of: number } | null
  readonly provisional: boolean
  readonly passMark: Tenths | null
  /** Null without a score or a pass mark. */
  readonly passed: boolean | null
  /** In the order they were made. */
  readonly attempts: readonly StudentAttempt[]
}

/** A note about a student, or about one of their results. */
export interface StudentNote {
  readonly id: number
  readonly text: string
  readonly madeAt: UnixSeconds
  readonly testName: string | null
}

/** What a student's page shows, of one moment. */
export interface StudentPage {
  readonly student: StudentRef
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly classes: readonly string[]
  readonly labels: readonly ShownLabel[]
  readonly notes: readonly StudentNote[]
  /** The keys merged into theirs, each with the name it has by itself. */
  readonly merged: readonly { readonly key: string; readonly first: string; readonly last: string }[]
  /** The mean of the percentages that count, rounded once. */
  readonly average: Tenths | null
  /** Tests with a percentage that counts. */
  readonly averaged: number
  readonly provisional: boolean
  /** Scores that reach their pass mark, and those that a pass mark was asked of. */
  readonly passed: number
  readonly marked: number
  /** Tests with an attempt, the excused left out. */
  readonly taken: number
  readonly excused: number
  /** Tests that others of their classes took, or that are assigned where they have results, without an attempt. */
  readonly notTaken: number
  readonly lastSeen: { readonly at: UnixSeconds; readonly testName: string } | null
  readonly timeZone: string
  /** The newest first; then those that are excused or not taken, by name. */
  readonly tests: readonly StudentTest[]
  /** Answered surveys, and results that were not finished. */
  readonly otherResults: number
  /** Access codes that their results came with. */
  readonly codes: readonly string[]
}

export interface StudentPageQuery extends StudentRef {
  readonly policy: AttemptPolicy
  /** Days in the account's time zone, both included; null for an open end. */
  readonly period: { readonly from: CalendarDay | null; readonly to: CalendarDay | null }
}
