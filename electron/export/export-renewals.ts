import type { FileHandle } from 'node:fs/promises'
import { dueWithin, type RenewalState, type RenewalsFilter, renewalStates } from '../../shared/model/certificate.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { wallClockIn } from '../../shared/model/zone.ts'
import { accountQueries } from '../store/queries/accounts.ts'
import type { QueryRunner } from '../store/queries/builder.ts'
import { renewalQueries, type StoredRenewal } from '../store/queries/renewals.ts'
import { type ExportedAccount, exportedAccounts } from './exported-accounts.ts'
import { filterLines } from './filter-words.ts'
import type { OrderOf } from './messages.ts'
import { inOneReading } from './one-reading.ts'
import type { RenewalsOutcome } from './request.ts'
import type { SettingsLine } from './settings-line.ts'
import { accountSections, fileSection, type SettingsSection, summaryLines } from './settings-lines.ts'
import { type SheetColumn, yesOrNo } from './sheet-column.ts'
import { refuseTooMany } from './sheet-limits.ts'
import { workbookWriter } from './workbook.ts'
import { type Course, writeTable } from './write-table.ts'

const sheetName = 'Renewals'
const rowsPerStep = 500

/** One row of the Renewals sheet. */
interface Renewal {
  readonly renewal: StoredRenewal
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

const stateWords: Readonly<Record<RenewalState, string>> = {
  expired: 'Expired',
  due: `Due within ${dueWithin} days`,
  valid: 'Valid',
  renewed: 'Renewed',
}

const columns: readonly SheetColumn<Renewal>[] = [
  { header: 'Last name', kind: 'text', value: ({ renewal }) => renewal.last },
  { header: 'First name', kind: 'text', value: ({ renewal }) => renewal.first },
  { header: 'E-mail', kind: 'text', value: ({ renewal }) => renewal.email },
  { header: 'Test', kind: 'text', value: ({ renewal }) => renewal.testName },
  { header: 'State', kind: 'text', value: ({ renewal }) => stateWords[renewal.state] },
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

const legend: readonly SettingsLine[] = [
  { label: 'Which ones', value: 'Certificates of tests for which a validity is set in Gradekeep.' },
  {
    label: 'State',
    value: `As on the day of the export, in the account's time zone. Due: it ends within ${dueWithin} days. Renewed: the same student holds a newer one of the same test.`,
  },
  { label: 'Valid until', value: 'The last day, by the months set for the test, counted from the day of finishing.' },
  { label: 'Passed', value: 'Empty where the test has no pass mark, or the outcome is not known.' },
]

/**
 * Writes the renewals of a filter to a workbook, in the order of the list on screen.
 * @throws AppError as `Exporter.runRenewals`; the signal's reason when it is aborted
 */
export function exportRenewals(
  { databaseFile, target, temporaryFile, request }: OrderOf<'renewals'>,
  course: Course,
): Promise<RenewalsOutcome> {
  const { file, filter, exportedAt } = request
  return inOneReading(databaseFile, async (reading) => {
    const zones = accountQueries(reading.db).zones()
    const queries = renewalQueries(reading.db, reading.run, () => zones)
    const counts = queries.countRenewals(filter, exportedAt)
    const asked = filter.states.length > 0 ? filter.states : renewalStates
    const renewals = asked.reduce((sum, state) => sum + counts[state], 0)
    refuseTooMany(renewals, 'xlsx')
    const accounts = exportedAccounts(reading.db, filter.results)
    const summary = summaryLines(accounts)
    const ofStates = asked.map((state) => ({ label: stateWords[state], value: counts[state] }))
    const settings = settingsOf(
      reading.run,
      accounts,
      filter,
      [{ label: 'Renewals', value: renewals }, ...ofStates],
      exportedAt,
    )
    const writer = (handle: FileHandle) => workbookWriter(handle, { sheetName, columns, summary, settings, exportedAt })
    const rows = rowsOf(queries, filter, zones, exportedAt)
    const { sheets } = await writeTable({ target, temporaryFile }, rows, renewals, writer, course)
    return { file, sheets, renewals }
  })
}

function* rowsOf(
  queries: ReturnType<typeof renewalQueries>,
  filter: RenewalsFilter,
  zones: ReadonlyMap<string, string>,
  now: UnixSeconds,
): Generator<Renewal, void> {
  const clocks = new Map([...zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  for (let offset = 0; ; offset += rowsPerStep) {
    const page = queries.renewalsPage({ filter, offset, limit: rowsPerStep }, unixSeconds(now))
    for (const renewal of page) yield { renewal, wallClock: clocks.get(renewal.accountId) ?? utc }
    if (page.length < rowsPerStep) return
  }
}

function settingsOf(
  run: QueryRunner,
  accounts: readonly ExportedAccount[],
  { states, results }: RenewalsFilter,
  counts: readonly SettingsLine[],
  exportedAt: UnixSeconds,
): SettingsSection[] {
  const chosen: SettingsLine[] =
    states.length > 0 ? [{ label: 'Filter: State', value: states.map((state) => stateWords[state]).join(' or ') }] : []
  return [
    fileSection(exportedAt, accounts, [
      ...counts,
      ...summaryLines(accounts),
      { label: 'Sorted by', value: 'Valid until, ascending; what is renewed stands last' },
      ...chosen,
      ...filterLines(run, results, 'names', 'certificate'),
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: legend },
  ]
}
