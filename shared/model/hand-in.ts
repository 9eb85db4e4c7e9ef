import type { StudentRef, TestRef } from './gradebook.ts'
import type { Score } from './grading.ts'
import type { UnixSeconds } from './time.ts'

/** What a cell held: nothing (not taken), excused, taken without a percentage, or a score. */
export type HandedInCell = null | 'excused' | 'no percentage' | Score

/** What a row held besides its cells. */
export interface HandedInAverage {
  /** Rounded, in units of the last of `places` decimals of a percent; null where nothing counts. */
  readonly rounded: number | null
  readonly places: number
  readonly grade: string
}

/** One difference between a gradebook now and as it was handed in. */
export type HandInChange = {
  readonly student: StudentRef
  readonly first: string
  readonly last: string
} & (
  | {
      readonly at: 'test'
      readonly test: TestRef & { readonly name: string }
      readonly from: HandedInCell
      readonly to: HandedInCell
    }
  | { readonly at: 'average'; readonly from: HandedInAverage; readonly to: HandedInAverage }
  /** A row more, or one less. */
  | { readonly at: 'student'; readonly change: 'new' | 'gone' }
)

/** All differences since a gradebook was last handed in. */
export interface HandInChanges {
  readonly handedInAt: UnixSeconds
  readonly changes: readonly HandInChange[]
}
