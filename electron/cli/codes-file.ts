import { AppError } from '../../shared/errors.ts'
import type { GivenCode } from '../../shared/model/access-code.ts'
import type { TableReading } from '../../shared/model/table.ts'
import { boundedBytes } from '../import/file-bytes.ts'
import { sheetList } from '../import/sheet-choice.ts'
import type { Table } from '../import/tables.ts'
import { codesColumn } from './codes-column.ts'
import type { CommandContext } from './context.ts'
import { plainText } from './plain-text.ts'
import { type Terminal, write } from './terminal.ts'

/** Where codes are read from: a file, or standard input for `-`. What is not said is found out, or asked for. */
export interface CodesSource extends TableReading {
  readonly file: string
  readonly column?: string | undefined
}

/**
 * The codes of a table, each with its line. Rows without a code are passed over.
 * @throws AppError `table/*`; `usage/which-*` where sheet, column or letters would have to be guessed
 */
export async function codesIn(source: CodesSource, context: CommandContext): Promise<GivenCode[]> {
  const { core, terminal } = context
  const { file, column, ...asked } = source
  const table =
    file === '-'
      ? await core.tables.readBytes(standardInput, await given(terminal), asked)
      : await core.tables.readTable(file, asked)
  const { fileName, sheets, sheet } = table
  if (table.isSheetGuess) throw new AppError('usage/which-sheet', { fileName, sheets: sheetList(sheets) })
  const { at, name, rows } = codesColumn(table, column)
  const filled = rows.filter(({ cells }) => cells.length > 0)
  const codes = filled.flatMap(({ line, cells, flaws }) => {
    const code = cells[at] ?? ''
    return code.trim() === '' ? [] : [{ code, name: null, line, flaw: flaws?.[at] }]
  })
  if (codes.length === 0) throw new AppError('table/empty', { fileName })
  refuseGuessedLetters(table, codes)
  if (sheets.length > 1) {
    await write(
      terminal.err,
      `The codes are those of sheet “${plainText(sheet ?? '')}”, column “${plainText(name)}”.\n`,
    )
  }
  const without = filled.length - codes.length
  if (without > 0) await write(terminal.err, `${without === 1 ? '1 row has' : `${without} rows have`} no code.\n`)
  return codes
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
const ascii = /^[\u0000-\u007f]*$/

/** Names may be guessed, for nothing is sent of them; a code that comes out otherwise in other letters may not. */
function refuseGuessedLetters({ encoding, fileName }: Table, codes: readonly GivenCode[]): void {
  if (encoding === null || !encoding.isGuess || codes.every(({ code }) => ascii.test(code))) return
  const encodings = [encoding.name, ...encoding.others].join(', ')
  throw new AppError('usage/which-encoding', { fileName, encodings })
}

const standardInput = 'standard input'

async function given({ in: input }: Terminal): Promise<Buffer> {
  try {
    return await boundedBytes(input as AsyncIterable<Buffer | string>)
  } catch (cause) {
    throw new AppError('table/not-readable', { fileName: standardInput }, { cause })
  }
}
