import type { FileHandle } from 'node:fs/promises'
import type { Reading } from '../../store/api.ts'
import { filterLines, sortWords } from '../filter-words.ts'
import { exportedAccounts, inOneReading } from '../reading.ts'
import { summaryLines } from '../settings.ts'
import { refuseTooMany } from '../writer/columns.ts'
import { csvWriter } from '../writer/csv.ts'
import { type ExportRun, type TableWriter, type WriteOrder, writeTable } from '../writer/table.ts'
import { type SettingsLine, type SettingsSection, workbookWriter } from '../writer/workbook.ts'
import { type Attempt, AttemptRanks, attemptsInOrder } from './attempts.ts'
import { attemptColumns } from './columns.ts'
import type { ExportOutcome, ExportRequest } from './request.ts'
import { settingsSections } from './settings.ts'

/**
 * Writes one file of attempts, start to end, on the calling thread.
 * @throws AppError as `Exporter.run`; the signal's reason when it is aborted
 */
export function exportResults(
  { databaseFile, target, temporaryFile, request }: WriteOrder<ExportRequest>,
  exportRun: ExportRun,
): Promise<ExportOutcome> {
  const { file } = request
  return inOneReading(databaseFile, async (reading) => {
    const plan = await planOf(reading, request, exportRun)
    const { students, attempts, ranks } = plan
    const rows = attemptsInOrder(reading, request, ranks)
    const writer = (handle: FileHandle) => writerFor(handle, request, plan)
    const written = await writeTable({ target, temporaryFile }, rows, attempts, writer, exportRun)
    return { file, students, attempts, ...written }
  })
}

function writerFor(
  file: FileHandle,
  { format, identity, hiddenColumns, exportedAt }: ExportRequest,
  { summary, settings }: ExportPlan,
): TableWriter<Attempt> {
  const columns = attemptColumns(identity, hiddenColumns)
  return format === 'csv'
    ? csvWriter(file, columns)
    : workbookWriter(file, { sheetName: 'Attempts', columns, summary, settings, exportedAt })
}

/** What must be known of all attempts before the first is written. */
interface ExportPlan {
  readonly ranks: AttemptRanks
  readonly attempts: number
  readonly students: number
  readonly summary: readonly SettingsLine[]
  readonly settings: readonly SettingsSection[]
}

const rowsPerTurn = 2_000

/** Reads what an export needs to know beforehand. @throws AppError `export/too-many-rows` */
async function planOf(reading: Reading, request: ExportRequest, exportRun: ExportRun): Promise<ExportPlan> {
  const { filter, sort } = request.query
  const attempts = reading.countResults(filter)
  refuseTooMany(attempts, request.format)

  const ranks = new AttemptRanks()
  for (const attempt of reading.attemptsToRank(request.query)) {
    ranks.add(attempt)
    if (ranks.attempts % rowsPerTurn === 0) await exportRun.yieldToEvents()
  }
  ranks.finish()

  const accounts = exportedAccounts(reading, filter)
  const summary = summaryLines(accounts, ranks.hidden)
  const settings = settingsSections({
    request,
    accounts,
    attempts,
    students: ranks.students,
    hidden: ranks.hidden,
    filter: filterLines(reading, filter, request.identity, 'attempt'),
    sorted: sortWords(sort),
  })
  return { ranks, attempts, students: ranks.students, summary, settings }
}
