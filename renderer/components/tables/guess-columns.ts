import {
  codeColumnsOf,
  headerWords,
  isWordFor,
  loneFirstNames,
  loneNames,
  loneSurnames,
} from '../../../shared/model/column-words.ts'

const isEmail = (cell: string): boolean => /^\S+@\S+\.\S+$/.test(cell.trim())

/** Letters and what stands between them in names, and no digit. */
const isWords = (cell: string): boolean => /^\p{L}[\p{L}\p{M}\s.,'’-]*$/u.test(cell.trim())

/** Which of the file's columns each wanted one is; null where no header says so. */
export type ColumnChoice<Id extends string> = Readonly<Record<Id, number | null>>

/** The first free column whose cells are, nearly all, what `is` says. */
function columnOfCells(
  sample: readonly (readonly string[])[],
  columns: number,
  taken: ReadonlySet<number>,
  is: (cell: string) => boolean,
): number | null {
  for (let column = 0; column < columns; column++) {
    const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '')
    if (!taken.has(column) && cells.length > 0 && cells.filter(is).length > cells.length * 0.8) return column
  }
  return null
}

interface GuessedFrom<Id extends string> {
  readonly wanted: readonly { readonly id: Id; readonly required: boolean }[]
  /** The header of each column; null where the first row is a row like the others. */
  readonly headers: readonly string[] | null
  readonly columns: number
  /** Whether rows reach beyond the headers, so that cells may stand under the wrong one. */
  readonly isWider?: boolean
  readonly sample: readonly (readonly string[])[]
}

const codeIds: ReadonlySet<string> = new Set(['code', 'accessCode'])

/** The one column headed as access codes; codes are sent away, so that several, or cells that may have moved, are asked about. */
function codesAmong(headers: readonly string[] | null, isWider: boolean): number | null {
  const [column, another] = headers === null || isWider ? [] : codeColumnsOf(headers)
  return another === undefined ? (column ?? null) : null
}

/**
 * Guesses which column is which by its header, addresses also by their cells. A required one that no header names is the
 * only column there is, or is asked for.
 */
export function guessColumns<Id extends string>({
  wanted,
  headers,
  columns,
  isWider = false,
  sample,
}: GuessedFrom<Id>): ColumnChoice<Id> {
  const found = new Map<string, number>()
  const taken = new Set<number>()
  const take = (id: string, column: number | null | undefined) => {
    if (column === null || column === undefined || column < 0 || found.has(id)) return
    found.set(id, column)
    taken.add(column)
  }
  const isWanted = (id: string) => wanted.some((one) => one.id === id)
  const lone = (words: ReadonlySet<string>) =>
    headers?.findIndex((header, column) => !taken.has(column) && words.has(headerWords(header)))

  // Without headers: two columns of words are first and last name, a single one is the whole name.
  const guessNames = () => {
    const one = columnOfCells(sample, columns, taken, isWords)
    const two = one === null ? null : columnOfCells(sample, columns, new Set([...taken, one]), isWords)
    if (two !== null && isWanted('first') && isWanted('last')) {
      take('first', one)
      take('last', two)
    } else if (isWanted('name')) take('name', one)
  }

  // A whole name is looked for last: beside a first name, "Name" is a surname.
  for (const { id } of wanted.filter((one) => one.id !== 'name')) {
    if (codeIds.has(id)) take(id, codesAmong(headers, isWider))
    else
      take(
        id,
        headers?.findIndex((header, column) => !taken.has(column) && isWordFor(id, header)),
      )
  }
  if (isWanted('last') && found.has('first')) take('last', lone(loneSurnames))
  if (isWanted('first') && found.has('last')) take('first', lone(loneFirstNames))
  if (isWanted('name') && !found.has('first') && !found.has('last')) {
    take(
      'name',
      headers?.findIndex((header, column) => !taken.has(column) && isWordFor('name', header)),
    )
    take('name', lone(loneNames))
  }
  if (isWanted('email')) take('email', columnOfCells(sample, columns, taken, isEmail))
  if (headers === null) guessNames()
  if (columns === 1 && taken.size === 0) for (const { id } of wanted.filter(({ required }) => required)) take(id, 0)
  return Object.fromEntries(wanted.map(({ id }) => [id, found.get(id) ?? null])) as ColumnChoice<Id>
}
