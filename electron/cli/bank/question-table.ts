import { AppError } from '../../../shared/errors.ts'
import { isHeadingRow, proposedFor, questionColumns } from '../../../shared/model/question-columns.ts'
import type { ChosenRows, QuestionColumns } from '../../../shared/model/question-file.ts'
import { columnLetter } from '../../../shared/model/table.ts'
import type { Table } from '../../import/tables.ts'
import { headingsOf } from '../../questions/desk.ts'
import { usage } from '../command.ts'
import { columnNames, columnsCalled } from '../table-source.ts'

/** What `--column` said, in order: what a column holds, and its heading or letter. */
export interface NamedColumn {
  readonly holds: (typeof questionColumns)[number] | 'option'
  readonly column: string
}

const holdings = [...questionColumns, 'option'] as const

/** "question=B". @throws AppError `usage/invalid` */
export function namedColumn(given: string): NamedColumn {
  const [, holds = '', column = ''] = /^(\w+)=(.+)$/s.exec(given) ?? []
  const known = holdings.find((each) => each === holds)
  if (known === undefined)
    throw usage(
      `--column says what a column holds, as in question=B, and one of ${holdings.join(', ')}; not “${given}”.`,
    )
  return { holds: known, column }
}

/** The columns of a table of questions, and the rows below its headings. */
export interface ChosenTable {
  readonly columns: QuestionColumns
  readonly rows: ChosenRows
}

/**
 * The columns that are named; null where nothing is named and the headings say it.
 * @throws AppError `usage/which-question-columns` where they would be a guess
 */
export function chosenTable(
  table: Table,
  named: readonly NamedColumn[],
  sheet: string | undefined,
): ChosenTable | null {
  if (named.length === 0 && headingsOf(table.allRows) !== null) return null
  const names = named.map(({ column }) => column)
  const at = headingRow(table, names)
  const headings = at < 0 ? [] : (table.allRows[at]?.cells ?? [])
  const width = table.allRows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const columns = Array.from({ length: width }, (_, column) => headings[column]?.trim() || columnLetter(column))
  const refuse = (problem: string): AppError => asked(table.fileName, columns, at < 0 ? [] : headings, problem)
  if (named.length === 0)
    throw refuse(
      at < 0 ? 'There are no headings that say which column is which.' : 'Which column is which is not certain.',
    )
  const placeOf = (column: string): number => {
    const [place, another] = columnsCalled(column, headings)
    if (another !== undefined) throw refuse(`More than one column is called “${column}”.`)
    const found = place ?? columns.findIndex((_, each) => columnLetter(each) === column.trim().toUpperCase())
    if (found < 0) throw refuse(`There is no column “${column}”.`)
    return found
  }
  const lone = (holds: NamedColumn['holds']): number | null => {
    const [one, another] = named.filter((each) => each.holds === holds)
    if (another !== undefined) throw usage(`--column names ${holds} once.`)
    return one === undefined ? null : placeOf(one.column)
  }
  const question = lone('question')
  if (question === null) throw refuse('No column is named for the question.')
  const others = questionColumns.filter((each) => each !== 'question').map((each) => [each, lone(each)] as const)
  const options = named.filter(({ holds }) => holds === 'option').map(({ column }) => placeOf(column))
  return {
    columns: { ...(Object.fromEntries(others) as Omit<QuestionColumns, 'question' | 'options'>), question, options },
    rows: { sheet, skipped: at + 1 },
  }
}

/** The row with the headings: one that has the names that were said, else one that reads like headings; -1 for none. */
function headingRow({ allRows, header, skipped }: Table, names: readonly string[]): number {
  const firstRows = allRows.slice(0, lookedForHeadings)
  const said = names.filter((name) => !/^[a-z]{1,2}$/i.test(name.trim()))
  const named = firstRows.findIndex(({ cells }) => said.some((name) => columnsCalled(name, cells).length > 0))
  if (named >= 0) return named
  const likely = firstRows.findIndex(({ cells }) => isHeadingRow(cells))
  return likely < 0 && header !== null ? skipped : likely
}

// Titles stand above the headings.
const lookedForHeadings = 20

/** The error names every column, and what its heading proposes, in the words to be written. */
function asked(fileName: string, columns: readonly string[], headings: readonly string[], problem: string): AppError {
  const said = headings.flatMap((heading, at) => {
    const holds = proposedFor(heading)
    return holds === null ? [] : [`--column ${holds === 'options' ? 'option' : holds}=${columnLetter(at)}`]
  })
  const example = ['--column question=A', '--column option=B', '--column option=C', '--column correct=D']
  const proposal = (said.some((each) => each.includes('question')) ? said : example).join(' ')
  return new AppError('usage/which-question-columns', {
    fileName,
    problem,
    columns: columnNames({ columns }),
    proposal,
  })
}
