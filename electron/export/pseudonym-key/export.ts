import type { GradebookDefinition, GradebookRow } from '../../../shared/model/gradebook.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { byName } from '../gradebook/content.ts'
import { inOneReading } from '../reading.ts'
import { pseudonymiser } from '../results/attempts.ts'
import type { SheetColumn } from '../writer/columns.ts'
import { csvWriter } from '../writer/csv.ts'
import { type ExportRun, type WriteOrder, writeTable } from '../writer/table.ts'

export interface PseudonymKeyRequest {
  readonly definition: GradebookDefinition
  /** In hexadecimal. */
  readonly pseudonymKey: string
  /** Absolute path of the file to write. */
  readonly file: string
  readonly exportedAt: UnixSeconds
}

export interface PseudonymKeyOutcome {
  readonly file: string
  readonly students: number
}

type KeyedRow = GradebookRow & { readonly pseudonym: string }

const keyColumns: readonly SheetColumn<KeyedRow>[] = [
  { header: 'Pseudonym', kind: 'text', value: ({ pseudonym }) => pseudonym },
  { header: 'Last name', kind: 'text', value: ({ last }) => last },
  { header: 'First name', kind: 'text', value: ({ first }) => first },
  { header: 'E-mail', kind: 'text', value: ({ email }) => email },
  { header: 'Student number', kind: 'text', value: ({ externalId }) => externalId },
  { header: 'Student key', kind: 'text', value: ({ student }) => student.key },
]

/**
 * Writes who is behind each pseudonym of a gradebook, as CSV for a spreadsheet.
 * @throws AppError as `Exporter.run`
 */
export function exportPseudonymKey(
  { databaseFile, request, ...place }: WriteOrder<PseudonymKeyRequest>,
  exportRun: ExportRun,
): Promise<PseudonymKeyOutcome> {
  const { definition, pseudonymKey, file } = request
  return inOneReading(databaseFile, async (reading) => {
    const pseudonymOf = pseudonymiser(pseudonymKey)
    const rows = [...reading.gradebook({ gradebook: definition, sort: byName }).rows()].map((row) => ({
      ...row,
      pseudonym: pseudonymOf(row.student.account, row.student.key),
    }))
    await writeTable(place, rows, rows.length, (handle) => csvWriter(handle, keyColumns, 'spreadsheet'), exportRun)
    return { file, students: rows.length }
  })
}
