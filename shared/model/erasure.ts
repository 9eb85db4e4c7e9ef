/** What erasing a student removes, counted before it is done. */
export interface ErasureContents {
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly results: number
  readonly certificates: number
  /** Saved PDF files. */
  readonly files: number
  readonly notes: number
  /** Codes that only this student used, or that were given to them. */
  readonly codes: number
  readonly classes: number
  /** Own attempts at assessments whose submission is this student's. */
  readonly attempts: number
  /** Others in whose answers the name is left out, also where they are still to be submitted. */
  readonly answered: number
  /** Results that could not be read and name the student. */
  readonly unreadable: number
  /** Steps of undo: all of them go, because an older one could bring something back. */
  readonly steps: number
  /** Names and codes that stand in any text: what was written about others is not searched for them. */
  readonly notSearched: readonly string[]
}

/** The same, with the copies beside the results, which may hold the student too. */
export interface ErasurePreview extends ErasureContents {
  readonly copies: number
}

/** What was erased, and what could not be. */
export interface Erasure {
  readonly results: number
  /** Copies that were deleted for a new one. */
  readonly copiesRemoved: number
  /** Copies beside the results that still hold the student. */
  readonly copiesLeft: number
  /** Names of files that could not be deleted. */
  readonly filesLeft: readonly string[]
  /** Whether what SQLite keeps of deleted rows is gone too; otherwise it goes at the next start. */
  readonly isClean: boolean
}
