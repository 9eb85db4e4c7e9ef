import type { FileHandle } from 'node:fs/promises'
import { type RenewalsFilter, renewalStates } from '../../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading } from '../../store/api.ts'
import { filterLines } from '../filter-words.ts'
import type { WriteOrder } from '../kinds.ts'
import { type ExportedAccount, exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, summaryLines } from '../settings.ts'
import { refuseTooMany } from '../writer/limits.ts'
import { type ExportRun, writeTable } from '../writer/table.ts'
import { type SettingsLine, type SettingsSection, workbookWriter } from '../writer/workbook.ts'
import { type Renewal, renewalColumns, renewalLegend, renewalStateWords } from './columns.ts'

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
 * @throws AppError as `Exporter.run`; the signal's reason when it is aborted
 */
export function exportRenewals(
  { databaseFile, target, temporaryFile, request }: WriteOrder<RenewalsRequest>,
  exportRun: ExportRun,
): Promise<RenewalsOutcome> {
  const { file, filter, exportedAt } = request
  return inOneReading(databaseFile, async (reading) => {
    const counts = reading.countRenewals(filter, exportedAt)
    const asked = filter.states?.length ? filter.states : renewalStates
    const renewals = asked.reduce((sum, state) => sum + counts[state], 0)
    refuseTooMany(renewals, 'xlsx')
    const accounts = exportedAccounts(reading, filter)
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
  { states, ...filter }: RenewalsFilter,
  counts: readonly SettingsLine[],
  exportedAt: UnixSeconds,
): SettingsSection[] {
  const chosen: SettingsLine[] = states?.length
    ? [{ label: 'Filter: State', value: states.map((state) => renewalStateWords[state]).join(' or ') }]
    : []
  return [
    fileSection(exportedAt, accounts, [
      ...counts,
      ...summaryLines(accounts),
      { label: 'Sorted by', value: 'Valid until, ascending; what is renewed stands last' },
      ...chosen,
      ...filterLines(reading, filter, 'names', 'certificate'),
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: renewalLegend },
  ]
}
