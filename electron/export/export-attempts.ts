import type { FileHandle } from 'node:fs/promises'
import { attemptColumns } from './attempt-columns.ts'
import { type Attempt, attemptsInOrder } from './attempts.ts'
import { csvWriter } from './csv.ts'
import { type ExportPlan, planOf } from './export-plan.ts'
import type { OrderOf } from './messages.ts'
import { inOneReading } from './one-reading.ts'
import type { ExportOutcome, ExportRequest } from './request.ts'
import type { TableWriter } from './table-writer.ts'
import { workbookWriter } from './workbook.ts'
import { type Course, writeTable } from './write-table.ts'

/**
 * Writes one file of attempts, start to end, on the calling thread.
 * @throws AppError as `Exporter.run`; the signal's reason when it is aborted
 */
export function exportAttempts(
  { databaseFile, target, temporaryFile, request }: OrderOf<'attempts'>,
  course: Course,
): Promise<ExportOutcome> {
  const { file } = request
  return inOneReading(databaseFile, async ({ db, run }) => {
    const plan = await planOf(db, run, request, course.pace)
    const { students, attempts, zones, standings } = plan
    const rows = attemptsInOrder(run, request, zones, standings)
    const writer = (handle: FileHandle) => writerFor(handle, request, plan)
    const written = await writeTable({ target, temporaryFile }, rows, attempts, writer, course)
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
