import type { Tenths } from './result-values.ts'

/**
 * How two names are alike: the same, but for accents, case and signs (`accent`), in another order (`order`), or but for
 * one letter (`typo`).
 */
export type NameLikeness = 'same' | 'accent' | 'order' | 'typo'

/** What two keys share besides the likeness of their names; `nothing`: addresses, ids or groups tell them apart. */
export type SharedFact = 'email' | 'code' | 'group' | 'nothing'

/** One of two who may be one person. */
export interface Lookalike {
  readonly key: string
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly results: number
}

/** That somebody whom the teacher is about to add may be here already. The teacher says so; nothing else does. */
export interface PerhapsHere {
  /** The place among those that are to be added. */
  readonly place: number
  /** The likeliest first, at most five. `likeness`: null where only the address is the same. */
  readonly alike: readonly (Lookalike & { readonly likeness: NameLikeness | null; readonly sharesEmail: boolean })[]
  readonly count: number
}

/** Two students of one account who may be one person. The teacher says so; nothing else does. */
export interface IdentitySuggestion {
  readonly account: string
  /** The key that stays if they are merged. */
  readonly one: Lookalike
  readonly other: Lookalike
  readonly likeness: NameLikeness
  readonly shared: SharedFact
  /** Whether the teacher said “later”. */
  readonly isPutOff: boolean
}

export interface IdentityInbox {
  /** The likeliest first, those put off last; the first 200. */
  readonly suggestions: readonly IdentitySuggestion[]
  /** How many there are without those put off, 2,000 at most. */
  readonly count: number
  /** Whether results are still being read: more may come, and none that is shown is wrong. */
  readonly isReading: boolean
}

/** What one student has, or what two would have together. */
export interface MergeFigures {
  readonly results: number
  /** Tests with an attempt that can be graded. */
  readonly tests: number
  readonly certificates: number
  readonly codes: readonly string[]
  /** Under the usual rules, as on a student's page; null without a score. */
  readonly average: Tenths | null
}

/** What merging two students does. */
export interface MergePreview {
  readonly one: MergeFigures
  readonly other: MergeFigures
  readonly together: MergeFigures
}

export type IdentityVerdict = 'different' | 'later'
