import type { ResultsQuery } from '../../../shared/model/filter.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { ExportFormat } from '../writer/table.ts'

/** Which attempt of a student at a test counts. */
export type AttemptPolicy = 'best' | 'first' | 'last' | 'average'

/** `pseudonyms` leaves out names, e-mail addresses, access codes and certificate serials. */
export type IdentityLevel = 'names' | 'pseudonyms'

export interface ExportRequest {
  readonly query: ResultsQuery
  /** Absolute path of the file to write; one that is there is replaced in one step. */
  readonly file: string
  readonly format: ExportFormat
  readonly policy: AttemptPolicy
  /** Ids of the columns that are switched off in the list on screen; theirs stand behind the others. */
  readonly hiddenColumns: readonly string[]
  readonly identity: IdentityLevel
  /** Secret of this installation in hexadecimal; used for pseudonyms only. */
  readonly pseudonymKey: string
  readonly exportedAt: UnixSeconds
}

export interface ExportOutcome {
  readonly file: string
  /** Names of the sheets in order; empty for CSV. */
  readonly sheets: readonly string[]
  /** Different students among the attempts. */
  readonly students: number
  readonly attempts: number
  /** CSV only: texts that a spreadsheet would take for a formula when it opens the file. A workbook's texts stay text. */
  readonly formulaLikeTexts: number
}
