import { AppError } from '../../../shared/errors.ts'
import type { UncheckedAccessCode } from '../../../shared/model/access-code.ts'
import { codeColumnsOf, headerWords, isHeading } from '../../../shared/model/column-words.ts'
import { columnLetter, rowHolding, type TableRow } from '../../../shared/model/table.ts'
import { translator } from '../../../shared/translate.ts'
import type { Table } from '../../import/tables.ts'
import type { CommandContext } from '../command.ts'
import { columnNames, columnsCalled, type FileSource, refuseGuessedLetters, tableIn } from '../table-source.ts'
import { plainText, write } from '../terminal.ts'

/**
 * Where to read codes from: a file, or standard input for `-`. Details not given are detected, or asked for by an
 * error.
 */
export interface CodesSource extends FileSource {
  readonly column?: string | undefined
}

const words = translator({
  without_one: '{{count}} row has no code.\n',
  without_other: '{{count}} rows have no code.\n',
})

/**
 * The codes of a table, each with its line. Skips rows without a code.
 * @throws AppError `table/*`; `usage/which-*` where sheet, column or encoding would have to be guessed
 */
export async function codesIn(source: CodesSource, context: CommandContext): Promise<UncheckedAccessCode[]> {
  const { terminal } = context
  const { column, ...asked } = source
  const table = await tableIn(asked, context)
  const { fileName, sheets, sheet } = table
  const { at, name, rows } = codesColumn(table, column)
  const filled = rows.filter(({ cells }) => cells.length > 0)
  const codes = filled.flatMap(({ line, cells, flaws }) => {
    const code = cells[at] ?? ''
    return code.trim() === '' ? [] : [{ code, name: null, line, flaw: flaws?.[at] }]
  })
  if (codes.length === 0) throw new AppError('table/empty', { fileName })
  // Names may be guessed, because they are not sent.
  refuseGuessedLetters(
    table,
    codes.map(({ code }) => code),
  )
  if (sheets.length > 1) {
    await write(
      terminal.err,
      `The codes are those of sheet “${plainText(sheet ?? '')}”, column “${plainText(name)}”.\n`,
    )
  }
  const without = filled.length - codes.length
  if (without > 0) await write(terminal.err, words('without', { count: without }))
  return codes
}

interface CodesColumn {
  readonly at: number
  readonly name: string
  readonly rows: readonly TableRow[]
}

/**
 * The column of the codes: the one named by its heading or letter, else the one headed “access codes”, else the only
 * one.
 * @throws AppError `usage/which-column` where it would have to be guessed
 */
function codesColumn(table: Table, named: string | undefined): CodesColumn {
  return named === undefined ? headedColumn(table) : namedColumn(table, named)
}

function headedColumn(table: Table): CodesColumn {
  const { header, isWider, columns, rows } = table
  const [at, another] = header === null ? [] : codeColumnsOf(header)
  if (at === undefined) {
    if (columns.length > 1)
      throw asked(table, header === null ? 'There are no headings.' : 'No heading says “access code”.')
    return onlyColumn(table)
  }
  if (another !== undefined) throw asked(table, 'Several headings say “access code”.')
  if (isWider) throw asked(table, 'Some rows have more cells than there are headings.')
  return { at, name: columns[at] ?? '', rows }
}

// Headings of name columns; above a single column of codes they are rather a code.
const ordinal = /^(?:first|last)$/i

/**
 * The only column. Its first cell is a heading only if it says so: a first code that looks unlike the others is still a
 * code.
 */
function onlyColumn(table: Table): CodesColumn {
  const { allRows, header } = table
  const cells = allRows.map((row) => row.cells[0] ?? '')
  const [first = '', ...below] = cells
  const hasTitle = /\s/.test(first.trim()) && below.length > 0 && below.every((cell) => !/\s/.test(cell.trim()))
  if (header !== null && isHeading(first) && !ordinal.test(first.trim()))
    throw asked(table, 'The only heading does not say “access code”.')
  if (hasTitle) throw asked(table, 'The first line may be a title or a code.')
  if (below.some((cell) => codeColumnsOf([cell]).length > 0)) throw asked(table, 'There are codes above a heading.')
  return { at: 0, name: columnLetter(0), rows: allRows }
}

function namedColumn(table: Table, named: string): CodesColumn {
  const { columns, header, rows } = table
  if (header !== null) {
    const found = columnsCalled(named, columns)
    if (found.length > 1) throw asked(table, `More than one column is called “${named}”.`)
    if (found[0] !== undefined) return { at: found[0], name: columns[found[0]] ?? '', rows }
  }
  return columnOfRow(table, named) ?? columnOfLetter(table, named) ?? noColumn(table, named)
}

/** The column in a row that contains the name; that row then is the header, even if it was not recognised as one. */
function columnOfRow(table: Table, named: string): CodesColumn | null {
  const { allRows } = table
  const row =
    headerWords(named) === ''
      ? -1
      : rowHolding(
          allRows.map(({ cells }) => cells),
          named,
        )
  const [at, another] = columnsCalled(named, allRows[row]?.cells ?? [])
  if (at === undefined) return null
  if (another !== undefined) throw asked(table, `More than one column is called “${named}”.`)
  // The header repeated, as on each page of a printed list.
  const isAgain = ({ cells }: TableRow) => columnsCalled(named, [cells[at] ?? '']).length > 0
  return { at, name: named, rows: allRows.slice(row + 1).filter((each) => !isAgain(each)) }
}

function columnOfLetter({ columns, rows }: Table, named: string): CodesColumn | null {
  const at = columns.findIndex((_, column) => columnLetter(column) === named.trim().toUpperCase())
  return at < 0 ? null : { at, name: columns[at] ?? '', rows }
}

function noColumn(table: Table, named: string): never {
  throw asked(table, `There is no column “${named}”.`)
}

const asked = (table: Table, problem: string): AppError =>
  new AppError('usage/which-column', { fileName: table.fileName, problem, columns: columnNames(table) })
