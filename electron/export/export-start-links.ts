import type { FileHandle } from 'node:fs/promises'
import { explainWriting } from '../files/output-file.ts'
import { csvWriter } from './csv.ts'
import type { OrderOf } from './messages.ts'
import type { StartLinksOutcome } from './request.ts'
import { startLinkColumns } from './start-link-columns.ts'
import { workbookWriter } from './workbook.ts'
import { type Course, writeTable } from './write-table.ts'

/**
 * Writes people with their start links, as a workbook or as CSV for mail merge.
 * @throws AppError as `Exporter.runStartLinks`
 */
export async function exportStartLinks(
  { target, temporaryFile, request }: OrderOf<'start-links'>,
  course: Course,
): Promise<StartLinksOutcome> {
  const { file, format, people, exportedAt } = request
  const writer = (handle: FileHandle) =>
    format === 'csv'
      ? csvWriter(handle, startLinkColumns, 'spreadsheet')
      : workbookWriter(handle, { sheetName: 'Start links', columns: startLinkColumns, settings: [], exportedAt })
  try {
    await writeTable({ target, temporaryFile }, people, people.length, writer, course)
  } catch (thrown) {
    throw explainWriting(thrown)
  }
  return { file, people: people.length }
}
