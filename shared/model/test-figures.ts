import { attemptPolicies } from './attempt-policy.ts'
import type { ResultsFilter, SourceRef } from './filter.ts'
import type { TestRef } from './gradebook.ts'
import type { Feed, Tenths } from './result-values.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

/** Which attempts of a student at a test its figures are over: as in a gradebook, or `all` of them, each by itself. */
export const testPolicies = [...attemptPolicies, 'all'] as const
export type TestPolicy = (typeof testPolicies)[number]

/** What is asked where nothing is said. */
export const usualTestPolicy = 'first' satisfies TestPolicy

/**
 * How a test went, over finished attempts; surveys never count. What the teacher decided about one student's grade
 * (excused, another attempt) belongs to gradebooks: here one policy holds for everybody. Scores are in tenths of a
 * percent, and null where there are too few: one for a mean, two for a deviation.
 */
export interface TestFigures {
  readonly students: number
  readonly attempts: number
  /** Scores that the figures are over: under `all` attempts with a percentage, else students whose attempt has one. */
  readonly counted: number
  readonly mean: number | null
  readonly median: number | null
  /** Of a sample. */
  readonly sd: number | null
  readonly min: number | null
  readonly max: number | null
  /** How many scores lie in each tenth, 100 % in the last. */
  readonly distribution: readonly number[]
  /** The most common one of the attempts, of equally common ones the highest; null where none has one above 0. */
  readonly passMark: Tenths | null
  readonly mixedPassMarks: boolean
  /** Scores whose attempt has a pass mark, and those that reach their own. Of an average, that of the last attempt. */
  readonly marked: number
  readonly passed: number
  /** Attempts to grade, and scores that may change with them. */
  readonly needsGrading: number
  readonly provisional: number
  readonly lastFinished: UnixSeconds | null
}

export interface AssignedSource extends SourceRef {
  readonly name: string
}

/** A test in the list of tests. */
export interface TestRow extends TestRef, TestFigures {
  /** Stays the same as long as the program runs. */
  readonly id: number
  readonly name: string
  /** Groups and links that it is assigned to, by name. */
  readonly sources: readonly AssignedSource[]
  readonly hidden: boolean
}

export const testsSortFields = [
  'name',
  'students',
  'attempts',
  'mean',
  'median',
  'passRate',
  'needsGrading',
  'lastFinished',
] as const
export type TestsSortField = (typeof testsSortFields)[number]

export interface TestsSort {
  readonly field: TestsSortField
  readonly direction: 'asc' | 'desc'
}

/**
 * The tests of the accounts of a filter. One that asks for more leaves tests with an attempt that it finds, and the
 * policy then chooses among those attempts.
 */
export interface TestsQuery {
  readonly filter: ResultsFilter
  readonly policy: TestPolicy
  /** Whether hidden tests are listed. */
  readonly withHidden: boolean
  readonly sort: TestsSort
}

export interface TestPeriod {
  /** Days in the account's own time zone, both included; null for an open end. */
  readonly from: CalendarDay | null
  readonly to: CalendarDay | null
}

/** What a test's page is about. */
export interface TestPageQuery extends TestRef {
  readonly policy: TestPolicy
  readonly period: TestPeriod
  /** Only students of this class; null for all. */
  readonly classId: number | null
}

/** Five figures of a number of values; quartiles as Excel's QUARTILE.INC has them (Hyndman and Fan's method 7). */
export interface Spread {
  readonly n: number
  readonly min: number
  readonly q1: number
  readonly median: number
  readonly q3: number
  readonly max: number
}

/** Scores of one group, link or class. */
export type ComparedScores = { readonly name: string; readonly mean: number; readonly spread: Spread } & (
  | { readonly by: 'source'; readonly source: SourceRef }
  | { readonly by: 'class'; readonly classId: number }
)

/** The scores of attempts finished from a day to before the next point's. */
export interface ScoresInTime {
  readonly from: CalendarDay
  readonly to: CalendarDay
  readonly n: number
  readonly mean: number
}

/** Attempts by number of the try, whatever the policy is. */
export interface ScoresOfTry {
  readonly number: number
  /** Whether further tries are counted in. */
  readonly andMore: boolean
  readonly attempts: number
  /** Those with a percentage. */
  readonly n: number
  readonly mean: number | null
  readonly median: number | null
}

/** How long the attempts that count took, in seconds. */
export interface Durations {
  readonly spread: Spread
  /** Beyond these an attempt is an outlier: Tukey's fences, one and a half interquartile ranges from the quartiles. */
  readonly fences: readonly [low: number, high: number]
  /** How many are. */
  readonly outliers: number
}

/** Attempts of one place in the chart: of times and percentages from these to before the next place. */
export interface TimedMark {
  readonly seconds: number
  readonly score: number
  readonly n: number
}

/** Attempts that took from so many seconds to so many, both included. */
export interface TimedBand {
  readonly from: number
  readonly to: number
  readonly n: number
  readonly mean: number
  readonly min: number
  readonly max: number
}

/** Time taken against percentage (in tenths), of the attempts of `Durations` that have a percentage. */
export interface TimedScores {
  readonly n: number
  /** Seconds to where the axis reaches; what took longer is a mark at the place after it. */
  readonly until: number
  /** How many seconds and tenths of a percent a mark stands for: 1 of each where attempts are few. */
  readonly cell: { readonly seconds: number; readonly tenths: number }
  readonly marks: readonly TimedMark[]
  readonly bands: readonly TimedBand[]
  /** Means of the attempts up to the lower quartile of time, and from the upper one; null where there are none. */
  readonly quickest: number | null
  readonly slowest: number | null
  /** The farthest outliers, by time. */
  readonly outliers: readonly {
    readonly id: number
    readonly name: string
    readonly seconds: number
    readonly score: number
  }[]
}

interface Range {
  readonly from: number
  readonly to: number
}

/** Seconds and tenths of a percent, both ends included. */
export interface TimedRange {
  readonly seconds: Range
  readonly score: Range
}

/** Who of a class, or which codes of an access list, have no finished attempt. */
export interface NotTaken {
  readonly by: 'class' | 'list'
  readonly id: number
  readonly name: string
  /** How many there are on the list or in the class. */
  readonly of: number
  /** Without those who are excused. */
  readonly missing: number
  /** Members of a class who have not taken it and need not: the teacher excused them. */
  readonly excused: number
  /** The first of them by name. */
  readonly shown: readonly { readonly key: string; readonly name: string }[]
}

export interface TestPage extends TestRow {
  readonly duration: Durations | null
  readonly timed: TimedScores | null
  readonly inTime: { readonly step: 'week' | 'month'; readonly points: readonly ScoresInTime[] }
  readonly compared: readonly ComparedScores[]
  readonly tries: readonly ScoresOfTry[]
  readonly notTaken: readonly NotTaken[]
}

/** A test, a group or a link, which can be hidden. */
export interface HideableRef {
  readonly account: string
  readonly kind: 'test' | Feed
  readonly id: number
}

export interface Hideable extends HideableRef {
  readonly name: string
  readonly hidden: boolean
}

/** A part of what a test's page counts, whose results can be looked at. */
export type TestPart =
  | { readonly part: 'counted' | 'passed' | 'needs-grading' | 'outliers' | 'attempts' }
  /** Of the distribution: 0 for scores below 10 %. */
  | { readonly part: 'tenth'; readonly tenth: number }
  | { readonly part: 'days'; readonly from: CalendarDay; readonly to: CalendarDay }
  | { readonly part: 'source'; readonly source: SourceRef }
  | { readonly part: 'class'; readonly classId: number }
  | ({ readonly part: 'timed' } & TimedRange)
  | { readonly part: 'try'; readonly number: number; readonly andMore: boolean }

/** Most results that a part names one by one. */
export const mostOfPart = 10_000

/** The results of a part; null where they are more than can be named one by one. */
export type PartResults = readonly number[] | null
