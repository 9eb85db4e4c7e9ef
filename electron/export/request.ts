import type { CertificatesQuery, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../shared/model/query.ts'
import type { StartLink } from '../../shared/model/start-link.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** Which attempt of a student at a test counts. */
export type AttemptPolicy = 'best' | 'first' | 'last' | 'average'

/** `pseudonyms` leaves out names, e-mail addresses, access codes and certificate serials. */
export type IdentityLevel = 'names' | 'pseudonyms'

export type ExportFormat = 'xlsx' | 'csv'

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

export interface CertificatesRequest {
  readonly query: CertificatesQuery
  /** Absolute path of the workbook to write. */
  readonly file: string
  readonly exportedAt: UnixSeconds
}

export interface CertificatesOutcome {
  readonly file: string
  readonly sheets: readonly string[]
  readonly certificates: number
}

export interface RenewalsRequest {
  readonly filter: RenewalsFilter
  /** Absolute path of the workbook to write. */
  readonly file: string
  readonly exportedAt: UnixSeconds
}

export interface RenewalsOutcome {
  readonly file: string
  readonly sheets: readonly string[]
  readonly renewals: number
}

/** People with the addresses that start their test. */
export interface StartLinksRequest {
  readonly people: readonly StartLink[]
  /** Absolute path of the file to write. */
  readonly file: string
  readonly format: ExportFormat
  readonly exportedAt: UnixSeconds
}

export interface StartLinksOutcome {
  readonly file: string
  readonly people: number
}
