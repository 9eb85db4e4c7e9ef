import type { ResultsFilter, ResultsSort } from './filter.ts'
import type { Result } from './result.ts'
import type { ResultRow } from './results-view.ts'
import { foldSerial } from './text.ts'
import type { CalendarDay, UnixSeconds } from './time.ts'

// Characters that come along when a serial is copied from a PDF or a page: a minus for a dash, invisible characters.
const pastedAlong = /[\u2212\p{Cf}]/gu

/**
 * A serial, or part of one, in the form it is compared in: no dashes, spaces or case; 0 and O are one character, and so
 * are 1, I and L.
 */
export const serialKey = (text: string): string =>
  foldSerial(text).replace(pastedAlong, '').replace(/o/g, '0').replace(/[il]/g, '1')

// Brackets, quotation marks and the end of a sentence that a serial stood in.
const signsAround = /^[\p{P}\p{Sm}\p{Sc}\p{Sk}]+|[\p{P}\p{Sm}\p{Sc}\p{Sk}]+$/gu

/** The key of a serial as typed or pasted into a search, which may quote it or have signs around it: "(CA1P-QY)." */
export const typedSerialKey = (text: string): string => serialKey(text).replaceAll('"', '').replace(signsAround, '')

/** Shorter text is not looked for in serials, which hold most of it by chance. */
export const shortestFragment = 3

const isFragment = (text: string): boolean => [...text].length >= shortestFragment

/** A word of a search (`searchWords`) as a part of a serial; '' for one too short to be looked for in serials. */
export function serialKeyOfWord(word: string): string {
  const key = serialKey(word)
  return isFragment(word) && isFragment(key) ? key : ''
}

/**
 * A word with dashes as it may stand in a serial with others or none, as a list looks for it: the letters that stand
 * together, and their key. Null for other words, which are found in serials with and without their dashes.
 */
export function dashedSerial(word: string): { readonly together: string; readonly key: string } | null {
  const key = word.includes('-') ? serialKeyOfWord(word) : ''
  return key === '' ? null : { together: foldSerial(word), key }
}

/**
 * Whether a result holds a certificate. A serial alone is not enough: where only those who passed get a certificate, a
 * result graded down afterwards has lost it (API page, `give_certificate_only_when_passed`).
 */
export const holdsCertificate = (result: CertificateFacts): boolean =>
  Boolean(result.certificateSerial) && !(result.giveCertificateOnlyWhenPassed === true && result.passed === false)

/** The serial in the form it is compared in; null without a certificate. */
export const earnedSerialKey = (result: CertificateFacts): string | null =>
  holdsCertificate(result) && result.certificateSerial !== null ? serialKey(result.certificateSerial) || null : null

type CertificateFacts = Pick<Result, 'certificateSerial' | 'giveCertificateOnlyWhenPassed' | 'passed'>

/** Where the PDF of a certificate is. */
export type CertificateFile =
  /** On this computer. */
  | { readonly place: 'here'; readonly fileName: string; readonly savedAt: UnixSeconds }
  /** It was saved, but is no longer where it was. */
  | { readonly place: 'moved'; readonly fileName: string; readonly savedAt: UnixSeconds }
  /** Queued for download. */
  | { readonly place: 'queued' }
  /** At ClassMarker only. */
  | { readonly place: 'online' }
  /** ClassMarker gave no address for it. */
  | { readonly place: 'none' }

/** A row of the certificates list; its serial is present and earned. */
export interface CertificateRow extends ResultRow {
  readonly certificateSerial: string
  readonly email: string | null
  readonly file: CertificateFile
  /** The last day on which it counts, in the account's time zone; null when the test has no validity. */
  readonly expiresOn: CalendarDay | null
}

export const certificatesSortFields = ['finished', 'name', 'test', 'percentage', 'certificate'] as const
export type CertificatesSortField = (typeof certificatesSortFields)[number]

export interface CertificatesQuery {
  /** Only certificates are listed, whether or not the filter asks for them. */
  readonly filter: ResultsFilter
  readonly sort: ResultsSort & { readonly field: CertificatesSortField }
}

/** A certificate that matches the text typed. */
export interface CertificateMatch extends CertificateRow {
  /** Whether the serial itself matches, rather than a name, an e-mail address, an access code or a test. */
  readonly bySerial: boolean
}

/** A serial that used to belong to a certificate. */
export interface FormerSerial {
  readonly serial: string
  readonly resultId: number
  readonly accountId: string
  readonly student: string
  readonly testName: string
  /**
   * `replaced`: ClassMarker sent the result again with another serial; `not-earned`: the result is no longer passed.
   */
  readonly reason: 'replaced' | 'not-earned'
  /** The serial that counts now; null when there is none. */
  readonly now: string | null
  readonly seenAt: UnixSeconds
}

/** The answer of the desk. */
export interface CertificateLookup {
  /** Serials first, then the newest. At most `mostMatches`. */
  readonly matches: readonly CertificateMatch[]
  /** Whether there are more matches than these. */
  readonly more: boolean
  readonly former: readonly FormerSerial[]
  /** How many certificates were searched. */
  readonly searched: number
}

/** Most matches returned, as many as anybody reads while typing. */
export const mostMatches = 25

/** How long certificates of a test count, as the teacher set it. */
export interface TestValidity {
  readonly accountId: string
  readonly testId: number
  readonly testName: string
  readonly certificates: number
  /** Months; null: for good. */
  readonly months: number | null
}

export const longestValidity = 600

export const renewalStates = ['expired', 'due', 'valid', 'renewed'] as const

/** `due`: expires within `dueWithin` days. `renewed`: the same student holds a newer one of the same test. */
export type RenewalState = (typeof renewalStates)[number]

/** A certificate is due in this many days before it expires. */
export const dueWithin = 60

export interface RenewalRow extends CertificateRow {
  readonly expiresOn: CalendarDay
  readonly state: RenewalState
  /** When the newer certificate was earned; null unless `renewed`. */
  readonly renewedAt: UnixSeconds | null
}

export interface RenewalsFilter {
  /** Limits the certificates to these results. */
  readonly results: ResultsFilter
  /** An empty array asks for all states. */
  readonly states: readonly RenewalState[]
}

/** The e-mail addresses of those who have to renew. */
export interface RenewalEmails {
  /** Each address once, ignoring case, in the order of the list. */
  readonly emails: readonly string[]
  /** How many certificates have no address. */
  readonly without: number
}

/** Downloads that run and downloads that wait. */
export interface DownloadQueue {
  readonly waiting: number
  readonly failed: readonly FailedDownload[]
  readonly paused: boolean
  /** The folder files are saved in; null before the first download. */
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
