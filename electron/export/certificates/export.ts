import { existsSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { CertificatesQuery } from '../../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading } from '../../store/api.ts'
import { filterLines, sortWords } from '../filter-words.ts'
import type { WriteOrder } from '../kinds.ts'
import { type ExportedAccount, exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, summaryLines } from '../settings.ts'
import { refuseTooMany } from '../writer/limits.ts'
import { type ExportRun, writeTable } from '../writer/table.ts'
import { type SettingsSection, workbookWriter } from '../writer/workbook.ts'
import { type Certificate, certificateColumns, certificateLegend } from './columns.ts'

const sheetName = 'Certificates'

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

/**
 * Writes the certificates of a query to a workbook, in the order of the list on screen.
 * @throws AppError as `Exporter.run`; the signal's reason when it is aborted
 */
export function exportCertificates(
  { databaseFile, target, temporaryFile, request }: WriteOrder<CertificatesRequest>,
  exportRun: ExportRun,
): Promise<CertificatesOutcome> {
  const { file, exportedAt } = request
  const query = withoutAsking(request.query)
  return inOneReading(databaseFile, async (reading) => {
    const certificates = reading.countCertificates(query.filter)
    refuseTooMany(certificates, 'xlsx')
    const accounts = exportedAccounts(reading, query.filter)
    const summary = summaryLines(accounts)
    const settings = settingsOf(reading, accounts, query, exportedAt, certificates)
    const writer = (handle: FileHandle) =>
      workbookWriter(handle, { sheetName, columns: certificateColumns, summary, settings, exportedAt })
    const rows = rowsOf(reading, query)
    const { sheets } = await writeTable({ target, temporaryFile }, rows, certificates, writer, exportRun)
    return { file, sheets, certificates }
  })
}

/** Only certificates are looked at, whatever a filter says of them. */
function withoutAsking({ filter, sort }: CertificatesQuery): CertificatesQuery {
  const { certificate: _, ...asked } = filter
  return { filter: asked, sort }
}

/** The matching certificates in order. Only one is held at a time. */
function* rowsOf(reading: Reading, query: CertificatesQuery): Generator<Certificate, void> {
  const clocks = new Map([...reading.zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  for (const certificate of reading.certificates(query)) {
    yield {
      certificate,
      url: certificate.certificate_url,
      onThisComputer: certificate.path !== null && existsSync(certificate.path),
      wallClock: clocks.get(certificate.accountId) ?? utc,
    }
  }
}

function settingsOf(
  reading: Reading,
  accounts: readonly ExportedAccount[],
  { filter, sort }: CertificatesQuery,
  exportedAt: UnixSeconds,
  certificates: number,
): SettingsSection[] {
  return [
    fileSection(exportedAt, accounts, [
      { label: 'Certificates', value: certificates },
      ...summaryLines(accounts),
      { label: 'Sorted by', value: sortWords(sort) },
      ...filterLines(reading, filter, 'names', 'certificate'),
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: certificateLegend },
  ]
}
