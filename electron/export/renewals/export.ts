import type { FileHandle } from 'node:fs/promises'
import { dueWithin, type RenewalState, type RenewalsFilter, renewalStates } from '../../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading, StoredRenewal } from '../../store/api.ts'
import { type ExportedAccount, exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, filterLines, summaryLines } from '../settings.ts'
import { refuseTooMany, type SheetColumn, yesOrNo } from '../writer/columns.ts'
import { type ExportRun, type WriteOrder, writeTable } from '../writer/table.ts'
import { type SettingsLine, type SettingsSection, workbookWriter } from '../writer/workbook.ts'

const sheetName = 'Renewals'

export interface RenewalsRequest {
  readonly filter: RenewalsFilter
  /** Absolute path of the workbook to write. */
  readonly file: string
  readonly exportedAt: UnixSeconds
}

export interface RenewalsOutcome {
  readonly file: string
  readonly sheets: readonly string[]
  readonly renewals: number
}

/**
 * Writes the renewals of a filter to a workbook, in the order of the list on screen.
 * @throws AppError as `Exporter.run`
 */
export function exportRenewals(
  { databaseFile, target, temporaryFile, request }: WriteOrder<RenewalsRequest>,
  exportRun: ExportRun,
): Promise<RenewalsOutcome> {
  const { file, filter, exportedAt } = request
  return inOneReading(databaseFile, async (reading) => {
    const counts = reading.countRenewals(filter, exportedAt)
    const asked = filter.states.length > 0 ? filter.states : renewalStates
    const renewals = asked.reduce((sum, state) => sum + counts[state], 0)
    refuseTooMany(renewals, 'xlsx')
    const accounts = exportedAccounts(reading, filter.results)
    const summary = summaryLines(accounts)
    const ofStates = asked.map((state) => ({ label: renewalStateWords[state], value: counts[state] }))
    const settings = settingsOf(
      reading,
      accounts,
      filter,
      [{ label: 'Renewals', value: renewals }, ...ofStates],
      exportedAt,
    )
    const writer = (handle: FileHandle) =>
      workbookWriter(handle, { sheetName, columns: renewalColumns, summary, settings, exportedAt })
    const rows = rowsOf(reading, filter, exportedAt)
    const { sheets } = await writeTable({ target, temporaryFile }, rows, renewals, writer, exportRun)
    return { file, sheets, renewals }
  })
}

function* rowsOf(reading: Reading, filter: RenewalsFilter, now: UnixSeconds): Generator<Renewal, void> {
  const clocks = new Map([...reading.zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  for (const renewal of reading.renewals(filter, now))
    yield { renewal, wallClock: clocks.get(renewal.accountId) ?? utc }
}

function settingsOf(
  reading: Reading,
  accounts: readonly ExportedAccount[],
  { states, results }: RenewalsFilter,
  counts: readonly SettingsLine[],
  exportedAt: UnixSeconds,
): SettingsSection[] {
  const chosen: SettingsLine[] =
    states.length > 0
      ? [{ label: 'Filter: State', value: states.map((state) => renewalStateWords[state]).join(' or ') }]
      : []
  return [
    fileSection(exportedAt, accounts, [
      ...counts,
      ...summaryLines(accounts),
      { label: 'Sorted by', value: 'Valid until, ascending; what is renewed stands last' },
      ...chosen,
      ...filterLines(reading, results, 'names', 'certificate'),
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: renewalLegend },
  ]
}

/** One row of the Renewals sheet. */
interface Renewal {
  readonly renewal: StoredRenewal
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

const renewalStateWords: Readonly<Record<RenewalState, string>> = {
  expired: 'Expired',
  due: `Due within ${dueWithin} days`,
  valid: 'Valid',
  renewed: 'Renewed',
}

const renewalColumns: readonly SheetColumn<Renewal>[] = [
  { header: 'Last name', kind: 'text', value: ({ renewal }) => renewal.last },
  { header: 'First name', kind: 'text', value: ({ renewal }) => renewal.first },
  { header: 'E-mail', kind: 'text', value: ({ renewal }) => renewal.email },
  { header: 'Test', kind: 'text', value: ({ renewal }) => renewal.testName },
  { header: 'State', kind: 'text', value: ({ renewal }) => renewalStateWords[renewal.state] },
  { header: 'Valid until', kind: 'day', value: ({ renewal }) => renewal.expiresOn },
  {
    header: 'Earned',
    kind: 'moment',
    value: ({ renewal }) => renewal.timeFinished,
    wallClock: ({ wallClock }) => wallClock,
  },
  {
    header: 'Renewed',
    kind: 'moment',
    value: ({ renewal }) => renewal.renewedAt,
    wallClock: ({ wallClock }) => wallClock,
  },
  { header: 'Percent', kind: 'percent', value: ({ renewal }) => renewal.percentage },
  {
    header: 'Passed',
    kind: 'text',
    value: ({ renewal: { outcome } }) => (outcome === 'none' ? null : yesOrNo(outcome === 'passed')),
  },
  { header: 'Serial', kind: 'text', value: ({ renewal }) => renewal.certificateSerial },
]

/** Explains the columns of the Renewals sheet. */
const renewalLegend: readonly SettingsLine[] = [
  { label: 'Which ones', value: 'Certificates of tests for which a validity is set in Gradekeep.' },
  {
    label: 'State',
    value: `As on the day of the export, in the account's time zone. Due: it ends within ${dueWithin} days. Renewed: the same student holds a newer one of the same test.`,
  },
  { label: 'Valid until', value: 'The last day, by the months set for the test, counted from the day of finishing.' },
  { label: 'Passed', value: 'Empty where the test has no pass mark, or the outcome is not known.' },
]
