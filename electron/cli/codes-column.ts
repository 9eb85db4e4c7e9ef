import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf, headerWords, isHeading } from '../../shared/model/column-words.ts'
import type { TableRow } from '../../shared/model/table.ts'
import { columnLetter, rowHolding } from '../../shared/model/table-columns.ts'
import type { Table } from '../import/tables.ts'

export interface CodesColumn {
  readonly at: number
  readonly name: string
  readonly rows: readonly TableRow[]
}

/**
 * The column of the codes: the one that was named, by its heading or its letter, else the one headed as access codes, else
 * the only one.
 * @throws AppError `usage/which-column` where it would have to be guessed
 */
export function codesColumn(table: Table, named: string | undefined): CodesColumn {
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

// Headings of names, but alone over codes rather one of them.
const ordinal = /^(?:first|last)$/i

/** A single column has no heading but one that says so: a first code that looks unlike the others is still a code. */
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

function columnsCalled(named: string, headings: readonly string[]): readonly number[] {
  const called = (is: (heading: string) => boolean) => headings.flatMap((each, at) => (is(each) ? [at] : []))
  const same = called((each) => each.trim().toLowerCase() === named.trim().toLowerCase())
  return same.length > 0 ? same : called((each) => headerWords(each) !== '' && headerWords(each) === headerWords(named))
}

/** A row that holds the name is the header, though nothing else told so. */
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
  // As on each page of a printed list.
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

// As many as can be read at a glance.
const mostNamed = 40

function asked({ fileName, columns }: Table, problem: string): AppError {
  const names = columns.slice(0, mostNamed).map((heading, at) => {
    const name = heading.replace(/\s+/g, ' ')
    const letter = columnLetter(at)
    return name === letter ? letter : `“${name}” (${letter})`
  })
  const more = columns.length - names.length
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return new AppError('usage/which-column', { fileName, problem, columns: list })
}
