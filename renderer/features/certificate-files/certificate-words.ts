import {
  type CertificateRow,
  type RenewalRow,
  serialKey,
  serialKeyOfWord,
  typedSerialKey,
} from '../../../shared/model/certificate.ts'
import { isOutcomeUnknown } from '../../../shared/model/result.ts'
import { searchWords } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { calendarDayOf, dayWords, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'

/**
 * The status of a certificate: `real` only if the test was passed, it has not expired, and nothing is left to grade.
 */
export type CertificateStatus =
  | 'real'
  | 'provisional'
  | 'not-passed'
  | 'outcome-unknown'
  | 'grading-unknown'
  | 'expired'
  | 'no-pass-mark'

/** The answer to somebody who asks whether a certificate is real; for invented data, only that it is a sample. */
export type Verdict = CertificateStatus | 'sample'

/** The facts of the account that a verdict depends on. */
export interface VerdictAccount {
  readonly timeZone: string
  readonly sample: boolean
}

type Judged = Pick<CertificateRow, 'outcome' | 'passMark' | 'survey' | 'requiresGrading' | 'expiresOn'>

/**
 * Grading comes first: a result still to be graded may lose its certificate, whatever its dates. Issued is not yet
 * passed.
 */
function certificateStatusOf(row: Judged, now: UnixSeconds, zone: string): CertificateStatus {
  if (row.requiresGrading) return 'provisional'
  if (!row.survey && row.outcome === 'not-passed') return 'not-passed'
  if (!row.survey && isOutcomeUnknown(row)) return 'outcome-unknown'
  if (hasExpired(row, now, zone)) return 'expired'
  if (row.survey || row.outcome === 'none') return 'no-pass-mark'
  return row.requiresGrading === null ? 'grading-unknown' : 'real'
}

/** Whether the last day on which it counts is over. */
export const hasExpired = ({ expiresOn }: Pick<Judged, 'expiresOn'>, now: UnixSeconds, zone: string): boolean =>
  expiresOn !== null && expiresOn < calendarDayOf(now, zone)

export const verdictOf = (row: Judged, now: UnixSeconds, { timeZone, sample }: VerdictAccount): Verdict =>
  sample ? 'sample' : certificateStatusOf(row, now, timeZone)

/** The verdict as a sentence: "This certificate is real". */
export const verdictWords = (row: Judged, now: UnixSeconds, account: VerdictAccount): string =>
  sentenceOf(row, verdictOf(row, now, account), now, account.timeZone)

/** The reason for the verdict, in a sentence or two. A sample's also says what it would be otherwise. */
export function verdictReason(row: Judged, now: UnixSeconds, account: VerdictAccount): string {
  const verdict = verdictOf(row, now, account)
  const reason = t(`certificates.desk.verdictText.${verdict}`)
  const status = certificateStatusOf(row, now, account.timeZone)
  if (verdict !== 'sample' || status === 'real') return reason
  return `${sentenceOf(row, status, now, account.timeZone)}. ${reason}`
}

/** The verdict for a list: "Not passed". A sample's also says what it would be otherwise. */
export function verdictShort(row: Judged, now: UnixSeconds, account: VerdictAccount): string {
  const verdict = verdictOf(row, now, account)
  const status = certificateStatusOf(row, now, account.timeZone)
  const words = t(`certificates.desk.short.${verdict}`)
  if (verdict !== 'sample' || status === 'real') return words
  return `${words} · ${t(`certificates.desk.short.${status}`)}`
}

const sentenceOf = ({ expiresOn }: Judged, verdict: Verdict, now: UnixSeconds, zone: string): string =>
  t(`certificates.desk.verdict.${verdict}`, { day: expiresOn ? dayWords(expiresOn, now, zone) : '' })

/** "Renewed 12 Oct", and whether that test was not passed. */
export function renewalWords(row: RenewalRow, now: UnixSeconds, zone: string): string {
  const words = t(`certificates.renewals.rowState.${row.state}`, {
    day: row.renewedAt === null ? '' : shortDate(row.renewedAt, now, zone),
  }).trim()
  return isNotPassed(row) ? t('certificates.renewals.notPassed', { words }) : words
}

/** Whether the test was certainly not passed. */
export const isNotPassed = ({ outcome, survey, requiresGrading }: Omit<Judged, 'expiresOn' | 'passMark'>): boolean =>
  outcome === 'not-passed' && !survey && requiresGrading !== true

/**
 * Splits a serial into three parts, the middle one being what was typed (in any notation), or a word of it that the
 * search looks for in serials; null when neither is in the serial.
 */
export function typedPart(serial: string, typed: string): readonly [string, string, string] | null {
  const keys = [typedSerialKey(typed), ...(searchWords(typed) ?? []).map(serialKeyOfWord)].filter(Boolean)
  if (keys.length === 0) return null
  // The index in the serial of each character of its key; characters that are not compared have none.
  const places: number[] = []
  let key = ''
  for (const [place, sign] of [...serial].entries()) {
    for (const compared of serialKey(sign)) {
      key += compared
      places.push(place)
    }
  }
  const wanted = keys.find((each) => key.includes(each)) ?? ''
  const at = key.indexOf(wanted)
  const from = places[at]
  const to = places[at + wanted.length - 1]
  if (wanted === '' || from === undefined || to === undefined) return null
  const signs = [...serial]
  return [signs.slice(0, from).join(''), signs.slice(from, to + 1).join(''), signs.slice(to + 1).join('')]
}
