import type { FilePlace, ImportProblem, ListedAttempt, ReadFile, SignatureCounts } from './imported.ts'

/** A row of ClassMarker's list that is not certainly one result, with the results that it may be. Nothing of it is kept. */
export interface RowToConfirm extends Pick<ListedAttempt, 'first' | 'last' | 'testName' | 'finished'> {
  readonly place: FilePlace
  /** Ids of results that finished at that time and are of the same student or test; often none. */
  readonly candidates: readonly number[]
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
  readonly problems: readonly ImportProblem[]
  /** Each of them is one of the problems too. */
  readonly toConfirm: readonly RowToConfirm[]
}
