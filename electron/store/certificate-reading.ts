import { type SqlBool, sql } from 'kysely'
import { serialKey } from '../../shared/model/certificate.ts'
import { sqlite } from './queries/builder.ts'
import { serialMatch, wordsMatch } from './queries/certificate-lookup.ts'
import { type AccountZones, conditionsOf } from './queries/results-filter.ts'

export interface CertificatesQuestion {
  /** A part of a serial, or words of names, e-mail address or test, as at the desk; blank asks for all. */
  readonly text: string
  readonly accounts: readonly string[]
}

/**
 * Every certificate that the desk would find, however many there are: the newest first, but before all others those
 * whose whole serial was given.
 */
export function certificatesFound(question: CertificatesQuestion, zones: AccountZones) {
  const found = matching(question, zones)
  return {
    total: found.select(({ fn }) => fn.countAll<number>().as('n')),
    order: found.select('result.id').orderBy(exactFirst(question.text)).orderBy(newestFirst),
  }
}

function matching({ text, accounts }: CertificatesQuestion, zones: AccountZones) {
  const certificates = sqlite
    .selectFrom('result')
    .where((result) => result.and(conditionsOf({ accounts, certificate: true }, zones)(result)))
  const asked = [serialMatch(serialKey(text)), wordsMatch(text)].filter((match) => match !== null)
  // Nothing asked finds all of them; what no certificate can hold finds none.
  if (asked.length === 0) return text.trim() === '' ? certificates : certificates.where(sql<SqlBool>`0`)
  const match = asked.map((each) => `(${each})`).join(' OR ')
  return certificates.where(
    sql<SqlBool>`result.id IN (SELECT rowid FROM certificate_search WHERE certificate_search MATCH ${match})`,
  )
}

const exactFirst = (text: string) => sql`result.certificate_key = ${serialKey(text)} DESC`
const newestFirst = sql`result.time_finished DESC, result.id DESC`
