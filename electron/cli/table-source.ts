import { AppError } from '../../shared/errors.ts'
import { headerWords } from '../../shared/model/column-words.ts'
import { columnLetter, type TableReading } from '../../shared/model/table.ts'
import { boundedBytes, sheetList, whyUnreadable } from '../import/table-content.ts'
import type { Table } from '../import/tables.ts'
import type { CommandContext } from './command.ts'
import type { Terminal } from './terminal.ts'

/** A table to read: a file, or standard input for `-`. */
export interface FileSource extends TableReading {
  readonly file: string
}

/** Reads a table. @throws AppError `table/*`; `usage/which-sheet` where the sheet would have to be guessed */
export async function tableIn({ file, ...asked }: FileSource, context: CommandContext): Promise<Table> {
  const { tables } = context.core
  const table =
    file === '-'
      ? await tables.readBytes(standardInput, await given(context.terminal), asked)
      : await tables.readTable(file, asked)
  const { fileName, sheets, isSheetGuess } = table
  if (isSheetGuess) throw new AppError('usage/which-sheet', { fileName, sheets: sheetList(sheets) })
  return table
}

const standardInput = 'standard input'

async function given({ in: input }: Terminal): Promise<Buffer> {
  try {
    return await boundedBytes(input as AsyncIterable<Buffer | string>)
  } catch (cause) {
    throw whyUnreadable(cause, standardInput)
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
const ascii = /^[\u0000-\u007f]*$/

/** Refuses a guessed encoding if it affects these texts. @throws AppError `usage/which-encoding` */
export function refuseGuessedLetters({ encoding, fileName }: Table, texts: readonly string[]): void {
  if (encoding === null || !encoding.isGuess || texts.every((text) => ascii.test(text))) return
  const encodings = [encoding.name, ...encoding.others].join(', ')
  throw new AppError('usage/which-encoding', { fileName, encodings })
}

/** The columns with a heading of these words; those with exactly this heading, where there are any. */
export function columnsCalled(named: string, headings: readonly string[]): readonly number[] {
  const called = (is: (heading: string) => boolean) => headings.flatMap((each, at) => (is(each) ? [at] : []))
  const same = called((each) => each.trim().toLowerCase() === named.trim().toLowerCase())
  return same.length > 0 ? same : called((each) => headerWords(each) !== '' && headerWords(each) === headerWords(named))
}

// As many names as can be read at a glance.
const mostNamed = 40

/** The columns by heading and letter, for an error message. */
export function columnNames({ columns }: Pick<Table, 'columns'>): string {
  const names = columns.slice(0, mostNamed).map((heading, at) => {
    const name = heading.replace(/\s+/g, ' ')
    const letter = columnLetter(at)
    return name === letter ? letter : `“${name}” (${letter})`
  })
  const more = columns.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
