import type { ListedField, ValueOf, WordsFilter } from './result-fields.ts'
import type { ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** A row of the results grid: only the listed fields. */
export type ResultRow = { readonly [F in ListedField]: ValueOf<F> } & {
  readonly accountId: string
  readonly testName: string
  readonly sourceName: string
  readonly survey: boolean
  /**
   * Whether the serial is an earned certificate, which a result graded down afterwards has lost. See
   * shared/model/certificate.
   */
  readonly certificateEarned: boolean
  /** Absent where there are none. */
  readonly marks?: RowMarks
}

/** An attempt in the list of one student's attempts at one test. */
export interface AttemptRow {
  readonly id: number
  readonly percentage: Tenths | null
  readonly outcome: Outcome
  readonly requiresGrading: boolean | null
  readonly timeFinished: UnixSeconds
  /** Not in progress: only a finished attempt can be the first, the latest or the best. */
  readonly finished: boolean
}

/** Everything known about one result. */
export interface ResultDetail extends ResultRow {
  readonly email: string | null
  readonly userId: ClassMarkerId | null
  readonly linkResultId: ClassMarkerId | null
  readonly cmUserId: string | null
  readonly accessCode: string | null
  readonly extraInfo: readonly (string | null)[]
  readonly ipAddress: string | null
  readonly duration: string | null
  readonly certificateUrl: string | null
  readonly viewResultsUrl: string | null
  readonly studentKey: string
  readonly firstSeenAt: UnixSeconds
  /** The account's time zone, in which the panel writes its times. */
  readonly timeZone: string
  /** Every attempt of this student at this test, oldest first, this one included. */
  readonly attempts: readonly AttemptRow[]
  /** Every field ClassMarker sent, decoded, in its own names and order, including those the panel has no place for. */
  readonly sentFields: readonly (readonly [name: string, value: string])[]
}

/** What the teacher put on a result, for a mark in its row. */
export interface RowMarks {
  readonly note: boolean
  /** By name. */
  readonly labels: readonly string[]
  /** The student is excused from the test. */
  readonly excused: boolean
}

export interface TestFacet {
  /** Of all accounts that have a test of this number. */
  readonly id: number
  readonly name: string
  readonly results: number
}

export interface SourceFacet extends TestFacet {
  readonly feed: Feed
}

export interface WordFacet {
  readonly word: string
  readonly results: number
}

/** What accounts call what has one number in each of them, where they differ by each of the names: "History / Maths". */
export const namesTogether = (names: readonly string[]): string => [...new Set(names)].sort().join(' / ')

/** The choices that filters can offer. */
export interface Facets {
  readonly tests: readonly TestFacet[]
  readonly sources: readonly SourceFacet[]
  /** The words found in each set filter of words. */
  readonly words: Readonly<Record<WordsFilter, readonly WordFacet[]>>
  /** All results, before any filter. */
  readonly total: number
}

/** Fields whose choices are counted before one is chosen. */
export const countedFields = ['test', 'source', 'outcome', 'type', 'class', 'label', 'grading', 'certificate'] as const
export type CountedField = (typeof countedFields)[number]

/** How many results a choice would leave: a test by its number, "links:12", a word, or "yes" and "no" of a flag. */
export interface ChoiceCount {
  readonly id: string
  readonly results: number
}

/* Facts that may be the same in all rows of a list, by the ids of the columns that show them. Such a fact is shown
   once, above the list. */

export const resultFacts = [
  'test',
  'source',
  'percentage',
  'points',
  'outcome',
  'finished',
  'duration',
  'certificate',
] as const
export type ResultFact = (typeof resultFacts)[number]

export const certificateFacts = ['test', 'percentage', 'outcome', 'finished', 'validUntil', 'file'] as const
export type CertificateFact = (typeof certificateFacts)[number]

export const renewalFacts = ['test'] as const
export type RenewalFact = (typeof renewalFacts)[number]

export const codeFacts = ['name', 'uses', 'lastUsed', 'state'] as const
export type CodeFact = (typeof codeFacts)[number]
