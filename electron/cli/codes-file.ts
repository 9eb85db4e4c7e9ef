import { buffer } from 'node:stream/consumers'
import { AppError } from '../../shared/errors.ts'
import { columnsOf } from '../../shared/model/table-columns.ts'
import { fold } from '../../shared/model/text.ts'
import { csvRows } from '../import/csv-rows.ts'
import { textOf } from '../import/text-of.ts'
import type { CommandContext } from './context.ts'
import { plainText } from './plain-text.ts'
import { type Terminal, write } from './terminal.ts'

interface CodesTable {
  readonly fileName: string
  readonly header: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

/**
 * The codes of a CSV, text or Excel file, or of standard input for `-`: those of the column that is headed “code” or
 * “access code”, else of the first. Blank lines are passed over.
 * @throws AppError `table/*`
 */
export async function codesIn(file: string, context: CommandContext): Promise<string[]> {
  const { core, terminal } = context
  const table = file === '-' ? await given(terminal) : await core.tables.readTable(file)
  const { header, rows } = table
  const headed = header?.findIndex((cell) => headings.has(fold(cell))) ?? -1
  const codes = rows.filter((row) => row.length > 0).map((row) => row[Math.max(0, headed)] ?? '')
  if (header === null || headed >= 0) return codes
  // A single column has no heading but one that says so: a first code that looks unlike the others is still a code.
  if (columnsIn(table) === 1) return [header[0] ?? '', ...codes]
  await write(terminal.err, `The first line of ${plainText(table.fileName)} is taken for its headings.\n`)
  return codes
}

const headings = new Set(['code', 'codes', 'access code', 'access codes', 'access_code', 'accesscode'])

const columnsIn = ({ header, rows }: CodesTable): number =>
  rows.reduce((most, row) => Math.max(most, row.length), header?.length ?? 0)

async function given({ in: input }: Terminal): Promise<CodesTable> {
  const fileName = 'standard input'
  const text = textOf(await buffer(input))
  if (text === null) throw new AppError('table/not-readable', { fileName })
  const rows = csvRows(text, fileName)
  const { hasHeader } = columnsOf(rows)
  return { fileName, header: hasHeader ? (rows[0] ?? []) : null, rows: hasHeader ? rows.slice(1) : rows }
}
