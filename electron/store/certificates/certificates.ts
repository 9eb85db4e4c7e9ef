import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { type InferResult, sql } from 'kysely'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { CertificateFile, CertificatesQuery, FailedDownload } from '../../../shared/model/certificate.ts'
import { type ResultsFilter, withConditions } from '../../../shared/model/filter.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import type { StoredCertificate } from '../lists.ts'
import { type AccountZones, conditionsOf, lastDaysIn } from '../results/filter.ts'
import { idsInOrder, namedResults, ordering, rowColumns, toResultRow } from '../results/rows.ts'

// Leaves out the stored JSON and the search text, which make up most of a row and are not shown.
const namedCertificates = sqlite
  .selectFrom(namedResults.as('result'))
  // A file saved for another serial belongs to another certificate.
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
  .select(['result.email', 'result.passed', 'result.certificate_url', 'result.student'])
  .select(['certificate_file.file', 'certificate_file.saved_at', 'certificate_validity.months'])
  .select(sql<0 | 1>`certificate_download.id IS NOT NULL`.as('queued'))
  .where('result.certificate_key', 'is not', null)

/** As stored: ClassMarker's values from the result table, `test_name`, `source_name`, and the file. */
export type NamedCertificate = InferResult<typeof namedCertificates>[number]

export const onlyCertificates = (filter: ResultsFilter): ResultsFilter =>
  withConditions(filter, { field: 'certificate', op: 'is', value: true })

/** Every matching certificate in order, for a file or the command line. */
export function certificatesInOrder({ filter, sort }: CertificatesQuery, zones: AccountZones) {
  return namedCertificates.where((result) => result.and(conditionsOf(filter, zones)(result))).orderBy(ordering(sort))
}

/** The ids of all matching certificates in order. */
const certificateIdsInOrder = ({ filter, sort }: CertificatesQuery, zones: AccountZones) =>
  idsInOrder({ filter: onlyCertificates(filter), sort }, zones)

/** The certificates of these results, in any order. */
export const certificatesAmong = (ids: readonly number[]) => namedCertificates.where('result.id', 'in', [...ids])

/** Turns stored certificates into the window's form. Does not check whether the file still exists. */
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

/** A waiting download, with the values its file is named after. */
export interface WaitingDownload {
  readonly id: number
  readonly resultId: number
  readonly accountId: string
  readonly first: string
  readonly last: string
  readonly testName: string
  readonly serial: string
  readonly url: string | null
}

interface WaitingRow {
  id: number
  result_id: number
  account_id: string
  first: string
  last: string
  test_name: string
  certificate_serial: string
  certificate_url: string | null
}

const folderName = 'certificatesFolder'
const pausedName = 'certificatesPaused'
// As many as anybody reads; counts include the others.
const shownFailures = 500

/** The queue of PDFs to download, the saved PDFs, and their folder. */
export function certificateFileQueries(db: Database, run: QueryRunner, zones: () => AccountZones) {
  // A failed download is queued anew; a waiting one keeps its place.
  const enqueue = db.prepare<[number, UnixSeconds]>(
    `INSERT INTO certificate_download (result_id, queued_at) VALUES (?, ?)
     ON CONFLICT (result_id) DO UPDATE SET failure = NULL WHERE failure IS NOT NULL`,
  )
  const waiting = `FROM certificate_download JOIN result ON result.id = certificate_download.result_id
    LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id`
  const waitingColumns = `certificate_download.id, result_id, result.account_id, first, last,
    coalesce(test.name, 'Test ' || result.test_id) AS test_name, certificate_serial, certificate_url`
  const next = db.prepare<[], WaitingRow>(
    `SELECT ${waitingColumns} ${waiting} WHERE failure IS NULL AND certificate_key IS NOT NULL
     ORDER BY certificate_download.id LIMIT 1`,
  )
  const failed = db.prepare<[], WaitingRow & { failure: string }>(
    `SELECT ${waitingColumns}, failure ${waiting} WHERE failure IS NOT NULL AND certificate_key IS NOT NULL
     ORDER BY certificate_download.id LIMIT ${shownFailures}`,
  )
  const countWaiting = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n ${waiting} WHERE failure IS NULL AND certificate_key IS NOT NULL`,
  )
  const fail = db.prepare<[string, number]>('UPDATE certificate_download SET failure = ? WHERE id = ?')
  const retry = db.prepare('UPDATE certificate_download SET failure = NULL WHERE failure IS NOT NULL')
  const leave = db.prepare<[number, number]>('DELETE FROM certificate_download WHERE id = ? AND result_id = ?')
  const clear = db.prepare('DELETE FROM certificate_download')
  // Meanwhile its account may have been removed, or a backup restored.
  const save = db.prepare<[string, number, UnixSeconds, number, string]>(
    `INSERT INTO certificate_file (result_id, serial, file, bytes, saved_at)
     SELECT id, certificate_serial, ?, ?, ? FROM result WHERE id = ? AND certificate_serial = ?
     ON CONFLICT DO UPDATE SET serial = excluded.serial, file = excluded.file, bytes = excluded.bytes,
       saved_at = excluded.saved_at`,
  )
  const setting = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?')
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const settingNamed = (name: string): unknown => JSON.parse(setting.get(name)?.value ?? 'null')

  const toWaiting = (row: WaitingRow): WaitingDownload => ({
    id: row.id,
    resultId: row.result_id,
    accountId: row.account_id,
    first: row.first,
    last: row.last,
    testName: row.test_name,
    serial: row.certificate_serial,
    url: row.certificate_url,
  })
  return {
    /** A certificate with its saved file; null if the result has none. */
    certificateFile: (resultId: number): NamedCertificate | null =>
      run.first(certificatesAmong([resultId]).compile()) ?? null,
    /** The certificates of a query that have an address, each with its saved file, in order. */
    downloadable: (query: CertificatesQuery): { id: number; file: string | null }[] =>
      run.all(
        sqlite
          .selectFrom('result')
          .leftJoin('certificate_file', (join) =>
            join
              .onRef('certificate_file.result_id', '=', 'result.id')
              .onRef('certificate_file.serial', '=', 'result.certificate_serial'),
          )
          .innerJoin(certificateIdsInOrder(query, zones()).as('listed'), 'listed.id', 'result.id')
          .select(['result.id', 'certificate_file.file'])
          .where('result.certificate_url', 'is not', null)
          .compile(),
      ),
    /** Queues results in this order, each once. @returns how many were not waiting already */
    queueDownloads: (resultIds: readonly number[], at: UnixSeconds): number =>
      db.transaction(() => resultIds.reduce((queued, id) => queued + enqueue.run(id, at).changes, 0)).immediate(),
    nextDownload: (): WaitingDownload | null => {
      const row = next.get()
      return row === undefined ? null : toWaiting(row)
    },
    waitingDownloads: (): number => countWaiting.get()?.n ?? 0,
    failedDownloads: (): FailedDownload[] =>
      failed.all().map(({ failure, ...row }) => ({
        resultId: row.result_id,
        student: `${row.first} ${row.last}`.trim(),
        testName: row.test_name,
        serial: row.certificate_serial,
        code: failure,
      })),
    failDownload: (id: number, code: ErrorCode): void => {
      fail.run(code, id)
    },
    retryDownloads: (): number => retry.run().changes,
    clearDownloads: (): number => clear.run().changes,
    /** Records a saved PDF and removes its certificate from the queue, in one transaction. */
    saveCertificateFile: (
      download: Pick<WaitingDownload, 'id' | 'resultId' | 'serial'>,
      file: { readonly path: string; readonly bytes: number },
      at: UnixSeconds,
    ): void => {
      db.transaction(() => {
        const saved = save.run(file.path, file.bytes, at, download.resultId, download.serial)
        // If the result came again with another serial meanwhile, it stays queued: this PDF is not its own any more.
        if (saved.changes > 0) leave.run(download.id, download.resultId)
      }).immediate()
    },
    certificatesFolder: (): string | null => {
      const folder = settingNamed(folderName)
      return typeof folder === 'string' ? folder : null
    },
    chooseCertificatesFolder: (folder: string): void => {
      put.run(folderName, JSON.stringify(folder))
    },
    downloadsPaused: (): boolean => settingNamed(pausedName) === true,
    pauseDownloads: (paused: boolean): void => {
      put.run(pausedName, JSON.stringify(paused))
    },
  }
}
