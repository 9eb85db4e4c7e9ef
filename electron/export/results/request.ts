import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { ExportFormat } from '../writer/table.ts'

/** `pseudonyms` leaves out names, e-mail addresses, access codes and certificate serials. */
export type IdentityLevel = 'names' | 'pseudonyms'

export interface ExportRequest {
  readonly query: ResultsQuery
  /** Absolute path of the file to write; an existing one is replaced in one step. */
  readonly file: string
  readonly format: ExportFormat
  readonly policy: AttemptPolicy
  /** Ids of the columns switched off in the list on screen; they come after the others in the file. */
  readonly hiddenColumns: readonly string[]
  readonly identity: IdentityLevel
  /** Secret of this installation, in hexadecimal; used only for pseudonyms. */
  readonly pseudonymKey: string
  readonly exportedAt: UnixSeconds
}

export interface ExportOutcome {
  readonly file: string
  /** Names of the sheets in order; empty for CSV. */
  readonly sheets: readonly string[]
  /** Number of different students among the attempts. */
  readonly students: number
  readonly attempts: number
  /** CSV only: number of texts that a spreadsheet would run as a formula. In a workbook, texts stay text. */
  readonly formulaLikeTexts: number
}
