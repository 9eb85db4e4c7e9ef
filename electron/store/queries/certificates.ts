import { basename } from 'node:path'
import { type InferResult, sql } from 'kysely'
import type { CertificateFile, CertificateRow, CertificatesQuery } from '../../../shared/model/certificate.ts'
import { type ResultsFilter, withConditions } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { sqlite } from './builder.ts'
import { lastDaysIn } from './last-days.ts'
import { countOf, idsInOrder, namedResults, ordering, rowColumns, toResultRow } from './results.ts'
import { type AccountZones, conditionsOf } from './results-filter.ts'

// The stored JSON and the search text make up most of a row, and nothing here shows them.
const namedCertificates = sqlite
  .selectFrom(namedResults.as('result'))
  // A file saved for another serial is another certificate's.
  .leftJoin('certificate_file', (join) =>
    join
      .onRef('certificate_file.result_id', '=', 'result.id')
      .onRef('certificate_file.serial', '=', 'result.certificate_serial'),
  )
  .leftJoin('certificate_download', (join) =>
    join.onRef('certificate_download.result_id', '=', 'result.id').on('certificate_download.failure', 'is', null),
  )
  .leftJoin('certificate_validity', (join) =>
    join
      .onRef('certificate_validity.account_id', '=', 'result.account_id')
      .onRef('certificate_validity.test_id', '=', 'result.test_id'),
  )
  .select(rowColumns.map((column) => `result.${column}` as const))
  .select(['result.email', 'result.passed', 'result.certificate_url', 'result.student_key'])
  .select(['certificate_file.file', 'certificate_file.saved_at', 'certificate_validity.months'])
  .select(sql<0 | 1>`certificate_download.id IS NOT NULL`.as('queued'))
  .where('result.certificate_key', 'is not', null)

/** As stored: ClassMarker's values in columns of the result table, `test_name`, `source_name`, and the file. */
export type NamedCertificate = InferResult<typeof namedCertificates>[number]

/** A certificate as the window reads it, with the path of its saved PDF, which stays on this side. */
export interface StoredCertificate extends CertificateRow {
  readonly path: string | null
}

export const onlyCertificates = (filter: ResultsFilter): ResultsFilter =>
  withConditions(filter, { field: 'certificate', op: 'is', value: true })

/** Every matching certificate in order, for a workbook, a file or the command line. */
export function certificatesInOrder({ filter, sort }: CertificatesQuery, zones: AccountZones) {
  return namedCertificates.where((result) => result.and(conditionsOf(filter, zones)(result))).orderBy(ordering(sort))
}

export const certificateCountOf = (filter: ResultsFilter, zones: AccountZones) =>
  countOf(onlyCertificates(filter), zones)

/** The ids of all matching certificates in order. */
export const certificateIdsInOrder = ({ filter, sort }: CertificatesQuery, zones: AccountZones) =>
  idsInOrder({ filter: onlyCertificates(filter), sort }, zones)

/** The certificates among these results, in no order. */
export const certificatesAmong = (ids: readonly number[]) => namedCertificates.where('result.id', 'in', [...ids])

/** The window's form of certificates. Whether a file is still where it was saved, the store does not look. */
export function certificatesIn(zones: AccountZones): (row: NamedCertificate) => StoredCertificate {
  const lastDay = lastDaysIn(zones)
  return (row) => ({
    ...toResultRow(row),
    certificateSerial: row.certificate_serial ?? '',
    email: row.email,
    file: fileOf(row),
    path: row.file,
    expiresOn: row.months === null ? null : lastDay(row.account_id, row.time_finished, row.months),
  })
}

function fileOf(row: NamedCertificate): CertificateFile {
  if (row.file !== null && row.saved_at !== null) {
    return { place: 'here', fileName: basename(row.file), savedAt: unixSeconds(row.saved_at) }
  }
  if (row.queued === 1) return { place: 'queued' }
  return { place: row.certificate_url === null ? 'none' : 'online' }
}
