import type { ResultsFilter, SourceRef } from './filter.ts'
import type { Average, GradingRules } from './grading.ts'
import { scaleOf } from './grading-scales.ts'
import type { Tenths } from './result-values.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

/** A student: the key is unique within an account. */
export interface StudentRef {
  readonly account: string
  readonly key: string
}

/** A test: its number is unique within an account. */
export interface TestRef {
  readonly account: string
  readonly testId: number
}

/** Whether a student could take a test: it is of the same account. */
export const couldTake = (student: Pick<StudentRef, 'account'>, test: Pick<TestRef, 'account'>): boolean =>
  student.account === test.account

/**
 * Whose rows a gradebook has: everybody with an attempt at its tests, the students of a class with or without attempts,
 * those with an attempt in one of these groups and links, or those with an attempt that a filter finds.
 */
export type StudentChoice =
  | { readonly by: 'results' }
  | { readonly by: 'class'; readonly classId: number }
  | { readonly by: 'sources'; readonly sources: readonly SourceRef[] }
  | { readonly by: 'filter'; readonly filter: ResultsFilter }

/**
 * What a gradebook shows. `students` chooses its rows and `tests` its columns; every cell is reckoned over all attempts
 * of that student at that test that were finished in `period`.
 */
export interface GradebookDefinition {
  /** Null for all accounts. */
  readonly accounts: readonly string[] | null
  readonly students: StudentChoice
  /** Null for every test that one of the students has taken. */
  readonly tests: readonly TestRef[] | null
  /** Days in each account's own time zone, both included; null for an open end. */
  readonly period: { readonly from: CalendarDay | null; readonly to: CalendarDay | null }
  readonly rules: GradingRules
}

export const usualRules: GradingRules = {
  policy: 'best',
  tests: {},
  kinds: [],
  dropLowest: 0,
  average: 'mean-of-percents',
  places: 1,
  scale: scaleOf('letters'),
}

export const usualGradebook: GradebookDefinition = {
  accounts: null,
  students: { by: 'results' },
  tests: null,
  period: { from: null, to: null },
  rules: usualRules,
}

/** A gradebook kept under a name. */
export interface SavedGradebook {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly definition: GradebookDefinition
}

/** A gradebook among the others; its definition is null where another version of Gradekeep wrote what is unknown here. */
export type ListedGradebook = Omit<SavedGradebook, 'definition'> & {
  readonly definition: GradebookDefinition | null
}

/** What brings back a removed gradebook: its definition and what was handed in, as they were kept. */
export interface RemovedGradebook extends Omit<SavedGradebook, 'definition'> {
  readonly definition: string
  readonly handIns: readonly { readonly handedInAt: UnixSeconds; readonly cells: string }[]
}

/** What a teacher decided about one student at one test, with the reason. */
export type Override = { readonly reason: string } & (
  | { readonly kind: 'excused' }
  /** This attempt counts, whatever the policy says. */
  | { readonly kind: 'attempt'; readonly resultId: number }
)

/** One student at one test. */
export interface CellRef extends StudentRef, TestRef {}

export interface StoredOverride {
  readonly cell: CellRef
  readonly override: Override
  readonly madeAt: UnixSeconds
}

/** A test as a column of a gradebook. */
export interface GradebookTest extends TestRef {
  readonly name: string
  /** In tenths of a percent: the rules' own, else that of the newest attempt; null without one above 0. */
  readonly passMark: Tenths | null
  /** Whether attempts here have different pass marks, and whether they were out of different points. */
  readonly mixedPassMarks: boolean
  readonly mixedPoints: boolean
}

export type GradebookCell =
  /** Not taken. */
  null | { readonly excused: true; readonly reason: string; readonly attempts: number } | GradebookScore

/** What a student has at a test that was taken. */
export interface GradebookScore {
  readonly excused?: undefined
  /** The mean of `of` percentages that add up to `sum` tenths of a percent; null where no percentage is known. */
  readonly score: { readonly sum: number; readonly of: number } | null
  /** All gradable attempts in the period. */
  readonly attempts: number
  /** The attempt that counts; null where several do. */
  readonly countedId: number | null
  /** Why this attempt counts, where the teacher chose it. */
  readonly reason: string | null
  /** An attempt that counts still needs grading, so the score may change. */
  readonly provisional: boolean
  readonly passed: boolean | null
}

/** Whether a score still needs grading and is not left out of the average: then both may change. */
export const mayChange = (cell: GradebookCell | undefined, isDropped: boolean): boolean =>
  !isDropped && cell !== null && cell !== undefined && !cell.excused && cell.provisional

/** A student as a row of a gradebook; cells stand in the order of its tests. */
export interface GradebookRow {
  /** Its number among the students of the gradebook. */
  readonly id: number
  readonly student: StudentRef
  readonly first: string
  readonly last: string
  readonly email: string | null
  /** The name of the group or link of the newest attempt; '' before the first. */
  readonly source: string
  /** From the class. */
  readonly externalId: string | null
  readonly cells: readonly GradebookCell[]
  /** Tests with a score. */
  readonly taken: number
  /** Tests that count for this student: all but the excused. */
  readonly outOf: number
  readonly passed: number
  readonly average: RowAverage
  /** Of the other kind than the rules' own, so that both stand beside each other. */
  readonly otherAverage: RowAverage
  /** The places of cells whose score was dropped. */
  readonly dropped: readonly number[]
  readonly grade: string
}

/** An average as it is shown. */
export interface RowAverage {
  /** Exact as far as a double goes, in tenths of a percent; null where nothing counts. */
  readonly mean: number | null
  /** In units of the last of the rules' decimals: with one place 895 is 89.5 %. */
  readonly rounded: number | null
}

/** Statistics over the scores of one test; in tenths of a percent where they are percentages. */
export interface GradebookColumn extends GradebookTest {
  readonly n: number
  readonly mean: number | null
  readonly median: number | null
  /** Of the sample; null below two. */
  readonly sd: number | null
  readonly min: number | null
  readonly max: number | null
  readonly passed: number
  /** Scores that a pass mark was asked of. */
  readonly marked: number
  readonly excused: number
  readonly notTaken: number
  /** Scores that may change: those that need grading, without the dropped. */
  readonly provisional: number
  /** Scores below 10 %, from 10 to below 20 % … from 90 %. */
  readonly distribution: readonly number[]
}

/** A gradebook without its rows. */
export interface GradebookSummary {
  readonly students: number
  /** Attempts that the cells are reckoned over. */
  readonly attempts: number
  readonly tests: readonly GradebookColumn[]
  /** How many students have each grade, in the order of the scale. */
  readonly grades: readonly { readonly grade: string; readonly students: number }[]
}

/** A student with what the scale makes of the average. */
export interface GradedStudent {
  readonly student: StudentRef
  readonly first: string
  readonly last: string
  readonly average: RowAverage
  readonly grade: string
}

/** The grades of a gradebook without its cells. */
export interface GradebookGrades {
  /** By name. */
  readonly students: readonly GradedStudent[]
  readonly grades: GradebookSummary['grades']
}

/** Besides the score at a test, what rows are sorted by. Ascending grades begin with the first of the scale, 'A'. */
export const gradebookSortFields = ['name', 'average', 'grade', 'taken'] as const

/** How rows are sorted. */
export interface GradebookSort {
  readonly field: (typeof gradebookSortFields)[number] | { readonly test: string }
  readonly direction: 'asc' | 'desc'
}

export interface GradebookQuery {
  readonly gradebook: GradebookDefinition
  readonly sort: GradebookSort
}

export type { Average }
