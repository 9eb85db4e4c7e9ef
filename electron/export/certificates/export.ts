import { existsSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { CertificatesQuery } from '../../../shared/model/certificate.ts'
import { without } from '../../../shared/model/filter.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading, StoredCertificate } from '../../store/api.ts'
import { type ExportedAccount, exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, filterLines, sortWords, summaryLines } from '../settings.ts'
import { mostLinks, refuseTooMany, type SheetColumn, yesOrNo } from '../writer/columns.ts'
import { type ExportRun, type WriteOrder, writeTable } from '../writer/table.ts'
import { type SettingsLine, type SettingsSection, workbookWriter } from '../writer/workbook.ts'

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
 * @throws AppError as `Exporter.run`
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

/** Drops the filter's conditions about whether a result has a certificate: all rows here have one. */
const withoutAsking = ({ filter, sort }: CertificatesQuery): CertificatesQuery => ({
  filter: without(filter, 'certificate'),
  sort,
})

/** The matching certificates in order. Holds only one in memory at a time. */
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

/** One row of the Certificates sheet. */
interface Certificate {
  readonly certificate: StoredCertificate
  /** ClassMarker's address of the PDF. */
  readonly url: string | null
  /** Whether the saved PDF is where it was saved. */
  readonly onThisComputer: boolean
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

const certificateColumns: readonly SheetColumn<Certificate>[] = [
  { header: 'Last name', kind: 'text', value: ({ certificate }) => certificate.last },
  { header: 'First name', kind: 'text', value: ({ certificate }) => certificate.first },
  { header: 'E-mail', kind: 'text', value: ({ certificate }) => certificate.email },
  { header: 'Test', kind: 'text', value: ({ certificate }) => certificate.testName },
  { header: 'Group or link', kind: 'text', value: ({ certificate }) => certificate.sourceName },
  { header: 'Percent', kind: 'percent', value: ({ certificate }) => certificate.percentage },
  {
    header: 'Passed',
    kind: 'text',
    value: ({ certificate: { outcome } }) => (outcome === 'none' ? null : yesOrNo(outcome === 'passed')),
  },
  {
    header: 'Provisional',
    kind: 'text',
    value: ({ certificate }) => (certificate.requiresGrading ? yesOrNo(true) : null),
  },
  {
    header: 'Finished',
    kind: 'moment',
    value: ({ certificate }) => certificate.timeFinished,
    wallClock: ({ wallClock }) => wallClock,
  },
  { header: 'Valid until', kind: 'day', value: ({ certificate }) => certificate.expiresOn },
  { header: 'Serial', kind: 'text', value: ({ certificate }) => certificate.certificateSerial },
  { header: 'Link', kind: 'link', value: ({ url }) => url },
  { header: 'On this computer', kind: 'text', value: ({ onThisComputer }) => yesOrNo(onThisComputer) },
]

/** Explains the columns of the Certificates sheet. */
const certificateLegend: readonly SettingsLine[] = [
  {
    label: 'Which ones',
    value: 'Only those that are earned: where a test gives certificates to those who passed, others are left out.',
  },
  { label: 'Percent', value: "ClassMarker's own figure." },
  { label: 'Passed', value: 'Empty where the test has no pass mark.' },
  { label: 'Provisional', value: 'Yes where the result still needs grading, and its percentage may change.' },
  { label: 'Finished', value: "Date and time of day in the account's time zone." },
  {
    label: 'Valid until',
    value:
      'The last day, by the months set for the test in Gradekeep, counted from the day of finishing. Empty where none are set.',
  },
  {
    label: 'Link',
    value: `The PDF at ClassMarker. Whoever has the address can open it. Excel follows ${mostLinks} links in a sheet; those below are text.`,
  },
  {
    label: 'On this computer',
    value: 'Whether the PDF had been downloaded, and was still there, when this was written.',
  },
]
