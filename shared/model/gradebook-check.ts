import type { StudentRef, TestRef } from './gradebook.ts'
import type { Tenths } from './result-values.ts'
import type { Missing } from './sync.ts'
import type { UnixSeconds } from './time.ts'

/** `attention`: a figure may be wrong or change. `note`: worth a look, and often as it should be. */
export type CheckSeverity = 'attention' | 'note'

/** Of each check at most so many places are listed; its count is of all. */
export const mostCheckPlaces = 500

/** A student of the gradebook. */
export interface CheckedStudent extends StudentRef {
  /** The `id` of the row. */
  readonly row: number
  readonly first: string
  readonly last: string
  /** What tells students of one name apart; the name of the group or link is '' before the first attempt. */
  readonly email: string | null
  readonly source: string
}

/** A test of the gradebook. */
export interface CheckedTest extends TestRef {
  readonly name: string
}

/** One cell, and the ids of those of its attempts that are meant. */
export interface CheckedCell {
  readonly student: CheckedStudent
  readonly test: CheckedTest
  readonly attempts: readonly number[]
}

/**
 * `lifted` and `lowered`: by rounding. `below`: one step of the rounding more would give the better grade.
 */
export type Borderline = 'lifted' | 'lowered' | 'below'

interface CheckedPlaces {
  /** Scores that count although they need grading. */
  readonly 'to-grade': CheckedCell
  /** Students of one name: likely one person as `attention`, perhaps one as `note`. */
  readonly 'same-name': { readonly students: readonly CheckedStudent[] }
  /** One address with different names. */
  readonly 'shared-email': { readonly email: string; readonly students: readonly CheckedStudent[] }
  /** One student whose attempts have different names. */
  readonly 'two-names': { readonly student: CheckedStudent; readonly names: readonly string[] }
  readonly nameless: CheckedCell
  /** Points that attempts were out of, in thousandths, rising. */
  readonly 'mixed-points': { readonly test: CheckedTest; readonly points: readonly number[] }
  /** Pass marks of attempts, rising and at last those without one; `used` is the gradebook's. */
  readonly 'mixed-pass-marks': {
    readonly test: CheckedTest
    readonly passMarks: readonly (Tenths | null)[]
    readonly used: Tenths | null
  }
  /** An average over fewer tests than most others count. */
  readonly 'fewer-tests': { readonly student: CheckedStudent; readonly taken: number; readonly usual: number }
  readonly borderline: {
    readonly student: CheckedStudent
    readonly how: Borderline
    /** Rounded, in units of the last of `places` decimals of a percent. */
    readonly rounded: number
    readonly places: number
    readonly grade: string
    /** The grade that is so near. */
    readonly other: string
  }
  /** Accounts whose results are not all here. */
  readonly incomplete: { readonly account: string; readonly name: string; readonly missing: readonly Missing[] }
  readonly 'shared-code': { readonly code: string; readonly students: readonly CheckedStudent[] }
  /** Differences from what was handed in last; `row` is null for a student who is no longer there. */
  readonly 'changed-since-hand-in': {
    readonly student: Pick<CheckedStudent, 'account' | 'key' | 'first' | 'last'> & { readonly row: number | null }
    readonly test: CheckedTest | null
    readonly handedInAt: UnixSeconds
  }
  /** What was handed in last cannot be read, so nothing is known of changes since. */
  readonly 'unreadable-hand-in': { readonly gradebook: number }
  /** Tests with scores that weigh nothing in a points-weighted average. */
  readonly 'no-points': { readonly test: CheckedTest; readonly scores: number }
  /** The attempt that the teacher chose does not count: it is outside the period, or no longer one of the cell's. */
  readonly 'lost-choice': CheckedCell & { readonly why: 'outside-period' | 'gone' }
  readonly 'outside-period': CheckedCell
}

export type CheckKind = keyof CheckedPlaces

/** One thing to look at before a gradebook leaves the house. */
export type CheckOf<Kind extends CheckKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each
    readonly severity: CheckSeverity
    /** How many there are, of which `places` may list only the first. */
    readonly count: number
    readonly places: readonly CheckedPlaces[Each][]
  }
}[Kind]
export type GradebookCheck = CheckOf<CheckKind>

/** @returns null where there is none */
export function checkOf<Kind extends CheckKind>(
  kind: Kind,
  severity: CheckSeverity,
  places: readonly CheckedPlaces[Kind][],
  count = places.length,
): GradebookCheck | null {
  if (count === 0) return null
  return { kind, severity, count, places } as unknown as GradebookCheck
}

/** A check with no more places than are listed: the first. */
export const listed = (check: GradebookCheck): GradebookCheck =>
  ({ ...check, places: check.places.slice(0, mostCheckPlaces) }) as GradebookCheck
