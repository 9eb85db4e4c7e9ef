import { AppError } from '../../../shared/errors.ts'
import { classColumnsOf, withLastNamesFirst } from '../../../shared/model/class-columns.ts'
import { type ClassColumn, type ClassColumns, classColumns } from '../../../shared/model/class-file.ts'
import { columnLetter, type TableRow } from '../../../shared/model/table.ts'
import type { Table } from '../../import/tables.ts'
import { type CommandContext, usage } from '../command.ts'
import { columnNames, columnsCalled, type FileSource, refuseGuessedLetters, tableIn } from '../table-source.ts'
import { plainText } from '../terminal.ts'

/** A list of people in a file, with the columns that were named. */
export interface PeopleSource extends FileSource {
  readonly columns: Readonly<Partial<Record<ClassColumn, string>>>
}

/** What columns are called on the command line. */
const words = {
  first: 'first',
  last: 'last',
  name: 'name',
  email: 'email',
  externalId: 'external-id',
  extraTime: 'extra-time',
  learnerId: 'learner-id',
} as const satisfies Readonly<Record<ClassColumn, string>>

export const columnWords: string = Object.values(words).join(', ')
export const learnerIdWord = words.learnerId

/** Reads `last=Surname`. @throws AppError `usage/invalid` */
export function namedColumn(said: string): [ClassColumn, string] {
  const at = said.indexOf('=')
  const column = classColumns.find((each) => words[each] === said.slice(0, at))
  if (column === undefined || at === said.length - 1) {
    throw usage(`--column says which column is what, such as last=Surname; what is one of ${columnWords}.`)
  }
  return [column, said.slice(at + 1)]
}

/**
 * The rows of a list of people, and its columns: those that were named, and the others by their headings.
 * @param isPlatform whether they are learners of a learning platform, who are known by its id alone
 * @throws AppError `table/*`; `usage/*` where sheet, column or encoding would have to be guessed
 */
export async function peopleIn(
  { columns: named, ...source }: PeopleSource,
  isPlatform: boolean,
  context: CommandContext,
): Promise<{ readonly rows: readonly TableRow[]; readonly columns: ClassColumns }> {
  if (named.learnerId !== undefined && !isPlatform)
    throw usage(`“${words.learnerId}” is of a learning platform; ClassMarker’s students are found by name and address.`)
  const table = await tableIn(source, context)
  if (table.rows.length === 0) throw new AppError('table/only-headings', { fileName: table.fileName })
  const columns = { ...headedColumns(table, named, isPlatform), ...chosenColumns(table, named) }
  if (isPlatform) {
    // A heading that reads as a name's was said to be the id's.
    if (columns.name === columns.learnerId) delete columns.name
    if (columns.learnerId === undefined) throw asked(table, `No heading says “${words.learnerId}”.`, words.learnerId)
  } else if (columns.name === undefined && columns.first === undefined && columns.last === undefined) {
    const only = table.columns.length === 1 && table.header === null
    if (!only) throw asked(table, 'No heading says “first name”, “last name” or “name”.')
    columns.name = 0
  }
  const places = Object.values(columns)
  refuseGuessedLetters(
    table,
    table.rows.flatMap(({ cells }) => places.map((at) => cells[at] ?? '')),
  )
  const heading = columns.name === undefined ? '' : (table.header?.[columns.name] ?? '')
  const rows = columns.name === undefined ? table.rows : withLastNamesFirst(table.rows, columns.name, heading)
  return { rows, columns }
}

type Chosen = Partial<Record<ClassColumn, number>>

function chosenColumns(table: Table, named: PeopleSource['columns']): Chosen {
  const chosen: Chosen = {}
  for (const [column, name] of Object.entries(named) as [ClassColumn, string][]) {
    const [at, another] = table.header === null ? [] : columnsCalled(name, table.columns)
    if (another !== undefined) throw asked(table, `More than one column is called “${name}”.`)
    const lettered = table.columns.findIndex((_, place) => columnLetter(place) === name.trim().toUpperCase())
    const found = at ?? lettered
    if (found === -1) throw asked(table, `There is no column “${name}”.`)
    chosen[column] = found
  }
  return chosen
}

/** Columns that their headings name, each only once. A whole name is not looked for beside a part that was named. */
function headedColumns(table: Table, named: PeopleSource['columns'], isPlatform: boolean): Chosen {
  const { header, isWider } = table
  if (header === null) return {}
  const found: Chosen = {}
  const headed = classColumnsOf(header, isPlatform)
  const hasPart = named.first !== undefined || named.last !== undefined
  for (const column of classColumns) {
    if (named[column] !== undefined || (column === 'name' && hasPart)) continue
    if (named.name !== undefined && (column === 'first' || column === 'last')) continue
    const [at, another] = headed[column]
    if (another !== undefined) throw asked(table, `Several headings may be “${words[column]}”.`)
    if (at !== undefined) found[column] = at
  }
  if (isWider) throw asked(table, 'Some rows have more cells than there are headings.')
  return found
}

const asked = (table: Table, problem: string, what = 'last') =>
  usage(
    `${problem} “${plainText(table.fileName)}” has the columns ${plainText(columnNames(table))}. ` +
      `Say which is what: --column ${what}=NAME, or its letter.`,
  )
