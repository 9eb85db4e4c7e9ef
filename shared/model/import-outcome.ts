import type { CsvDates, FilePlace, ImportProblem, ListedAttempt, ReadFile, SignatureCounts } from './imported.ts'
import type { Tenths } from './result-values.ts'
import type { Gap } from './sync.ts'
import type { UnixSeconds } from './time.ts'

/** A row of ClassMarker's list that is not certainly one result, with the results that it may be. Nothing of it is kept. */
export interface RowToConfirm extends Pick<ListedAttempt, 'first' | 'last' | 'testName' | 'finished'> {
  readonly place: FilePlace
  /** Null where the file says none. */
  readonly percentage: Tenths | null
  /** Results that finished at that time and are of the same student or test; often none. */
  readonly candidates: readonly MatchCandidate[]
}

/** A result here that a row of ClassMarker's list may be. */
export interface MatchCandidate {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly testName: string
  readonly sourceName: string
  readonly timeFinished: UnixSeconds
  readonly percentage: Tenths | null
  /** Whether it is of the student whom the row names. */
  readonly isNamed: boolean
}

/** The only one of the student whom a row names; null where there are several, or none. */
export function likelyMatch(candidates: readonly MatchCandidate[]): number | null {
  const [one, ...others] = candidates.filter(({ isNamed }) => isNamed)
  return one !== undefined && others.length === 0 ? one.id : null
}

/** A row of ClassMarker's list that the teacher said is this result. */
export interface ConfirmedRow {
  readonly place: FilePlace
  /** What the row said when the teacher saw it; another row that stands there now is not confirmed. */
  readonly about: Pick<ListedAttempt, 'first' | 'last' | 'testName'> & { readonly finished: UnixSeconds }
  readonly result: number
}

/** A gap of the account into which results of the files fall. */
export interface FilledGap {
  readonly gap: Gap
  /** Results of the files that finished in it. */
  readonly results: number
  /** Whether the files prove that they hold all of it. */
  readonly isWhole: boolean
}

/** The numbers of an import. */
export interface ImportCounts
  extends Pick<ImportOutcome, 'results' | 'answers' | 'samples' | 'unfinished' | 'signatures'> {
  readonly problems: number
}

/** What importing files came to, or would come to. An attempt that stands twice among them counts once. */
export interface ImportOutcome {
  readonly files: readonly ReadFile[]
  readonly results: { readonly added: number; readonly updated: number; readonly unchanged: number }
  /** Attempts whose answers were kept, anew or otherwise than before. */
  readonly answers: number
  /** ClassMarker's samples, left out. */
  readonly samples: number
  /** People listed without a finish, left out. */
  readonly unfinished: number
  readonly signatures: SignatureCounts
  /** All problems, those told among the rows of a preview included. */
  readonly problemCount: number
  /** None where they are told among the rows of a preview. */
  readonly problems: readonly ImportProblem[]
  /** Each of them is one of the problems too. None where they are told among the rows of a preview. */
  readonly toConfirm: readonly RowToConfirm[]
  /** Of each results CSV. */
  readonly dates: readonly CsvDates[]
  readonly gaps: readonly FilledGap[]
  /** How many gaps it closed. */
  readonly closed: number
}
