import type { ListedField, ValueOf, WordsFilter } from './result-fields.ts'
import type { ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** One line of the results grid: the listed fields, and no more. */
export type ResultRow = { readonly [F in ListedField]: ValueOf<F> } & {
  readonly accountId: string
  readonly testName: string
  readonly sourceName: string
  readonly survey: boolean
  /** Whether the serial is a certificate: one that was graded down afterwards is not. See shared/model/certificate. */
  readonly certificateEarned: boolean
}

/** Another attempt of the same student at the same test. */
export interface AttemptRow {
  readonly id: number
  readonly percentage: Tenths | null
  readonly outcome: Outcome
  readonly requiresGrading: boolean | null
  readonly timeFinished: UnixSeconds
  /** Not in progress: only then it is the first, the latest or the best. */
  readonly finished: boolean
}

/** Everything known of one result. */
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
  /** Every field ClassMarker sent, decoded, in its own names and order: what the panel's columns do not name is here. */
  readonly sentFields: readonly (readonly [name: string, value: string])[]
}

export interface TestFacet {
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

/** What the filters can offer. */
export interface Facets {
  readonly tests: readonly TestFacet[]
  readonly sources: readonly SourceFacet[]
  /** The words of each field that holds a set of them. */
  readonly words: Readonly<Record<WordsFilter, readonly WordFacet[]>>
  /** Results in all, before any filter. */
  readonly total: number
}

/*
 * Facts of a row that a whole list may have alike, by the ids of the columns that show them. What is alike in every row
 * is said once, above the list.
 */

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
