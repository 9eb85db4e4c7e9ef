import type { CertificateRow, RenewalRow } from '../../shared/model/certificate.ts'
import { serialKey } from '../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { t } from '../i18n.ts'
import { calendarDayOf, dayWords, shortDate } from './time.ts'

/** What can be said of a certificate to somebody who asks whether it is real. */
export type Verdict = 'real' | 'provisional' | 'expired'

/** A result still to be graded may lose its certificate, whatever the days say. @param zone of the account */
export function verdictOf(
  row: Pick<CertificateRow, 'requiresGrading' | 'expiresOn'>,
  now: UnixSeconds,
  zone: string,
): Verdict {
  if (row.requiresGrading) return 'provisional'
  return row.expiresOn !== null && row.expiresOn < calendarDayOf(now, zone) ? 'expired' : 'real'
}

/** "This certificate is real". */
export function verdictWords(row: CertificateRow, now: UnixSeconds, zone: string): string {
  const verdict = verdictOf(row, now, zone)
  return t(`certificates.desk.verdict.${verdict}`, { day: row.expiresOn ? dayWords(row.expiresOn, now, zone) : '' })
}

/** "Renewed 12 Oct". */
export const renewalWords = (row: RenewalRow, now: UnixSeconds, zone: string): string =>
  t(`certificates.renewals.rowState.${row.state}`, {
    day: row.renewedAt === null ? '' : shortDate(row.renewedAt, now, zone),
  }).trim()

/** A serial in three parts, the middle one being what was typed, however it was typed; null where it is not in it. */
export function typedPart(serial: string, typed: string): readonly [string, string, string] | null {
  const wanted = serialKey(typed)
  if (wanted === '') return null
  // The place in the serial of each sign of its key: signs that are not compared have none.
  const places: number[] = []
  let key = ''
  for (const [place, sign] of [...serial].entries()) {
    for (const compared of serialKey(sign)) {
      key += compared
      places.push(place)
    }
  }
  const at = key.indexOf(wanted)
  const from = places[at]
  const to = places[at + wanted.length - 1]
  if (at < 0 || from === undefined || to === undefined) return null
  const signs = [...serial]
  return [signs.slice(0, from).join(''), signs.slice(from, to + 1).join(''), signs.slice(to + 1).join('')]
}
