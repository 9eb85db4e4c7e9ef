import type { ImportProblem, ReadFile, SignatureCounts } from './imported.ts'

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
}
