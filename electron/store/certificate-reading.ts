import { type SqlBool, sql } from 'kysely'
import { serialKey } from '../../shared/model/certificate.ts'
import { ofAccounts } from '../../shared/model/filter.ts'
import { explainingFailure, openReadOnly } from './database.ts'
import { accountQueries } from './queries/accounts.ts'
import { QueryRunner, sqlite } from './queries/builder.ts'
import { serialMatch, wordsMatch } from './queries/certificate-lookup.ts'
import { certificatesAmong, type NamedCertificate, onlyCertificates } from './queries/certificates.ts'
import { type AccountZones, conditionsOf } from './queries/results-filter.ts'

export interface CertificatesQuestion {
  /** A part of a serial, or words of names, e-mail address or test, as at the desk; blank asks for all. */
  readonly text: string
  readonly accounts: readonly string[]
}

/** A whole answer at one moment. */
export interface CertificatesAnswer {
  readonly total: number
  readonly zones: AccountZones
  /** The newest first, but before all others those whose whole serial was given; each is read when it is asked for. */
  readonly rows: Iterable<NamedCertificate>
}

/**
 * Reads every certificate that the desk would find, however many there are, in one transaction on a connection of its
 * own. Only ids are held for the order; rows pass one by one.
 * @throws AppError `store/*`, and whatever `read` throws
 */
export async function readCertificates<T>(
  file: string,
  question: CertificatesQuestion,
  read: (answer: CertificatesAnswer) => Promise<T>,
): Promise<T> {
  const db = openReadOnly(file)
  try {
    const answer = explainingFailure(file, (): CertificatesAnswer => {
      db.exec('BEGIN')
      const run = new QueryRunner(db)
      const zones = accountQueries(db).zones()
      const found = matching(question, zones)
      const total = run.first(found.select(({ fn }) => fn.countAll<number>().as('n')).compile())?.n ?? 0
      const order = found.select('result.id').orderBy(exactFirst(question.text)).orderBy(newestFirst)
      return { total, zones, rows: rowsOf(file, run, order.compile()) }
    })
    return await read(answer)
  } finally {
    db.close()
  }
}

function matching({ text, accounts }: CertificatesQuestion, zones: AccountZones) {
  const certificates = sqlite
    .selectFrom('result')
    .where((result) => result.and(conditionsOf(onlyCertificates(ofAccounts(accounts)), zones)(result)))
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

function* rowsOf(
  file: string,
  run: QueryRunner,
  order: Parameters<QueryRunner['iterate']>[0],
): Generator<NamedCertificate, void> {
  const ids = run.iterate(order) as IterableIterator<{ id: number }>
  try {
    for (;;) {
      const next = explainingFailure(file, () => ids.next())
      if (next.done) return
      const row = explainingFailure(file, () => run.first(certificatesAmong([next.value.id]).compile()))
      if (row !== undefined) yield row
    }
  } finally {
    ids.return?.()
  }
}
