import { z } from 'zod'
import { mostCodesPerList } from '../model/access-code.ts'
import type { StartableLink, StartLink } from '../model/start-link.ts'
import { mostTableColumns, type OpenedTable, type TableReading, type TableRow } from '../model/table.ts'
import { type InputsOf, invoke } from './call.ts'
import { accounts, id, nothing, text } from './shapes.ts'

export const tablesInputs = () => ({
  open: nothing(),
  reopen: z.strictObject({
    id: id(),
    sheet: text(1_000).optional(),
    encoding: text(50).optional(),
  }) satisfies z.ZodType<TableReading>,
  columns: z.strictObject({
    id: id(),
    columns: z
      .array(
        z
          .int()
          .min(0)
          .max(mostTableColumns - 1),
      )
      .min(1)
      .max(20),
    withFirstRow: z.boolean(),
  }),
})
type Tables = InputsOf<typeof tablesInputs>

export const tables = {
  /** Asks for a CSV file or a workbook and reads it; null when the dialog was closed. */
  open: invoke<Tables['open'], OpenedTable | null>(),
  /** Reads the file opened last once more: another sheet of it, or in other letters. */
  reopen: invoke<Tables['reopen'], OpenedTable>(),
  /** The chosen columns of the table opened last, row by row; a missing cell is ''. */
  columns: invoke<Tables['columns'], readonly TableRow[]>(),
}

export const startLinksInputs = () => {
  const part = text(1_000).nullable()
  const person = z.strictObject({
    first: part,
    last: part,
    email: part,
    userId: part,
    accessCode: part,
    url: text(10_000),
  }) satisfies z.ZodType<StartLink>
  return {
    links: z.strictObject({ accounts: accounts() }),
    save: z.strictObject({
      format: z.enum(['xlsx', 'csv']),
      linkName: text(1_000),
      people: z.array(person).max(mostCodesPerList),
    }),
    show: nothing(),
  }
}
type StartLinks = InputsOf<typeof startLinksInputs>

export const startLinks = {
  links: invoke<StartLinks['links'], readonly StartableLink[]>(),
  /** Asks where to save, then writes the people and their addresses; null when the dialog was closed. */
  save: invoke<StartLinks['save'], { fileName: string } | null>(),
  /** Shows the file saved last in its folder. */
  show: invoke<StartLinks['show'], void>(),
}
