import type { FileHandle } from 'node:fs/promises'
import type { StartLink } from '../../../shared/model/start-link.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { explainWriting } from '../../files/output-file.ts'
import type { SheetColumn } from '../writer/columns.ts'
import { csvWriter } from '../writer/csv.ts'
import { type ExportFormat, type ExportRun, type WriteOrder, writeTable } from '../writer/table.ts'
import { workbookWriter } from '../writer/workbook.ts'

/** People with the links that start their test. */
export interface StartLinksRequest {
  readonly people: readonly StartLink[]
  /** Absolute path of the file to write. */
  readonly file: string
  readonly format: ExportFormat
  readonly exportedAt: UnixSeconds
}

export interface StartLinksOutcome {
  readonly file: string
  readonly people: number
}

/** The headers serve as merge fields in a letter. */
export const startLinkColumns: readonly SheetColumn<StartLink>[] = [
  { header: 'First name', kind: 'text', value: ({ first }) => first },
  { header: 'Last name', kind: 'text', value: ({ last }) => last },
  { header: 'E-mail', kind: 'text', value: ({ email }) => email },
  { header: 'User ID', kind: 'text', value: ({ userId }) => userId },
  { header: 'Access code', kind: 'text', value: ({ accessCode }) => accessCode },
  { header: 'Start link', kind: 'link', value: ({ url }) => url },
]

/**
 * Writes people with their start links, as a workbook or as CSV for mail merge.
 * @throws AppError as `Exporter.run`
 */
export async function exportStartLinks(
  { target, temporaryFile, request }: WriteOrder<StartLinksRequest>,
  exportRun: ExportRun,
): Promise<StartLinksOutcome> {
  const { file, format, people, exportedAt } = request
  const writer = (handle: FileHandle) =>
    format === 'csv'
      ? csvWriter(handle, startLinkColumns, 'spreadsheet')
      : workbookWriter(handle, { sheetName: 'Start links', columns: startLinkColumns, settings: [], exportedAt })
  try {
    await writeTable({ target, temporaryFile }, people, people.length, writer, exportRun)
  } catch (thrown) {
    throw explainWriting(thrown)
  }
  return { file, people: people.length }
}
