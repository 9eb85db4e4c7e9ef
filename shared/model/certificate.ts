import type { ResultsFilter, ResultsSort } from './filter.ts'
import type { Result } from './result.ts'
import type { ResultRow } from './results-view.ts'
import { foldSerial } from './text.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

// Copied from a PDF or a page, a serial can bring a minus for a dash, and signs that nobody sees.
const pastedAlong = /[\u2212\p{Cf}]/gu

/** A serial or a part of one as it is compared: no dashes, spaces or case, and one sign for 0/O and one for 1/I/L. */
export const serialKey = (text: string): string =>
  foldSerial(text).replace(pastedAlong, '').replace(/o/g, '0').replace(/[il]/g, '1')

/**
 * Whether a result holds a certificate. A serial alone does not make one: where the certificate is given only to those
 * who passed, a result that was graded down afterwards has lost it (API page, `give_certificate_only_when_passed`).
 */
export const holdsCertificate = (result: CertificateFacts): boolean =>
  Boolean(result.certificateSerial) && !(result.giveCertificateOnlyWhenPassed === true && result.passed === false)

/** The serial as it is compared, null where there is no certificate. */
export const earnedSerialKey = (result: CertificateFacts): string | null =>
  holdsCertificate(result) && result.certificateSerial !== null ? serialKey(result.certificateSerial) || null : null

type CertificateFacts = Pick<Result, 'certificateSerial' | 'giveCertificateOnlyWhenPassed' | 'passed'>

/** Where the PDF of a certificate is. */
export type CertificateFile =
  /** On this computer. */
  | { readonly place: 'here'; readonly fileName: string; readonly savedAt: UnixSeconds }
  /** It was saved and is no longer where it was. */
  | { readonly place: 'moved'; readonly fileName: string; readonly savedAt: UnixSeconds }
  /** In the queue, to be downloaded. */
  | { readonly place: 'queued' }
  /** At ClassMarker only. */
  | { readonly place: 'online' }
  /** ClassMarker gave no address for it. */
  | { readonly place: 'none' }

/** One line of the certificates list. The serial is there and earned. */
export interface CertificateRow extends ResultRow {
  readonly certificateSerial: string
  readonly email: string | null
  readonly file: CertificateFile
  /** The last day on which it counts, in the account's time zone; null where the test has no validity. */
  readonly expiresOn: CalendarDay | null
}

export const certificatesSortFields = ['finished', 'name', 'test', 'percentage', 'certificate'] as const
export type CertificatesSortField = (typeof certificatesSortFields)[number]

export interface CertificatesQuery {
  /** Need not ask for certificates: only those are looked at. */
  readonly filter: ResultsFilter
  readonly sort: ResultsSort & { readonly field: CertificatesSortField }
}

/** A certificate that answers what was typed. */
export interface CertificateMatch extends CertificateRow {
  /** Whether the serial itself answers, rather than a name, an e-mail address or a test. */
  readonly bySerial: boolean
}

/** A serial that was once a certificate's, and is one no more. */
export interface FormerSerial {
  readonly serial: string
  readonly resultId: number
  readonly accountId: string
  readonly student: string
  readonly testName: string
  /** `replaced`: ClassMarker sent the result again with another serial; `not-earned`: the result is not passed any more. */
  readonly reason: 'replaced' | 'not-earned'
  /** The serial that counts now; null where there is none. */
  readonly now: string | null
  readonly seenAt: UnixSeconds
}

/** The answer of the desk. */
export interface CertificateLookup {
  /** Serials first, then the newest. At most `mostMatches`. */
  readonly matches: readonly CertificateMatch[]
  /** Whether there are more than these. */
  readonly more: boolean
  readonly former: readonly FormerSerial[]
  /** Certificates that were looked through. */
  readonly searched: number
}

/** As many as anybody reads while typing on. */
export const mostMatches = 25

/** Fewer characters than this are looked for as the beginning of a word. */
export const shortestFragment = 3

/** How long certificates of a test count, as the teacher set it. */
export interface TestValidity {
  readonly accountId: string
  readonly testId: number
  readonly testName: string
  readonly certificates: number
  /** Null: for good. */
  readonly months: number | null
}

export const longestValidity = 600

export const renewalStates = ['expired', 'due', 'valid', 'renewed'] as const

/** `due`: it ends within `dueWithin` days. `renewed`: the same student holds a newer one of the same test. */
export type RenewalState = (typeof renewalStates)[number]

/** Days before its end in which a certificate is due. */
export const dueWithin = 60

export interface RenewalRow extends CertificateRow {
  readonly expiresOn: CalendarDay
  readonly state: RenewalState
  /** When the newer certificate was earned; null unless `renewed`. */
  readonly renewedAt: UnixSeconds | null
}

export interface RenewalsFilter {
  /** Of which results. */
  readonly results: ResultsFilter
  /** None asks for all. */
  readonly states: readonly RenewalState[]
}

/** The addresses of those who have to renew, to be written to. */
export interface RenewalEmails {
  /** Each once, whatever its capitals, in the order of the list. */
  readonly emails: readonly string[]
  /** Certificates with which no address came. */
  readonly without: number
}

/** Downloads under way, and what waits for them. */
export interface DownloadQueue {
  readonly waiting: number
  readonly failed: readonly FailedDownload[]
  readonly paused: boolean
  /** Where files are saved; null before the first. */
  readonly folder: string | null
}

export interface FailedDownload {
  readonly resultId: number
  readonly student: string
  readonly testName: string
  readonly serial: string
  /** A code of shared/errors. */
  readonly code: string
}

export interface DownloadProgress {
  readonly saved: number
  readonly failed: number
  readonly total: number
}
