import { AppError } from '../../shared/errors.ts'
import { type CellFlaw, mostTableColumns, mostTableRows, type TableRow } from '../../shared/model/table.ts'
import { fold } from '../../shared/model/text.ts'

/**
 * Collects rows as they are read. Keeps blank rows inside the table, as empty rows, and drops those before and after
 * it.
 */
export class RowCollector {
  readonly #rows: TableRow[] = []
  readonly #blank: TableRow[] = []
  #blanks = 0
  #count = 0

  /** @throws Error for more columns than a table may have */
  add(cells: readonly string[], line: number, flaws?: Readonly<Record<number, CellFlaw>>): void {
    const row = withoutBlankEnd(cells)
    if (row.length > mostTableColumns) throw new Error('More columns than a table has')
    if (row.length === 0) {
      if (this.#count === 0) return
      this.#blanks++
      if (this.#blank.length <= mostTableRows) this.#blank.push({ line, cells: [] })
      return
    }
    this.#count += this.#blanks + 1
    // One row more than the maximum may be the header. Further rows are only counted, for the error message.
    if (this.#count <= mostTableRows + 1) {
      this.#rows.push(...this.#blank, flaws === undefined ? { line, cells: row } : { line, cells: row, flaws })
    }
    this.#blank.length = 0
    this.#blanks = 0
  }

  /** Whether all rows so far are blank. */
  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** The first rows, or all if there are fewer. */
  start(rows: number): readonly (readonly string[])[] {
    return this.#rows.slice(0, rows).map(({ cells }) => cells)
  }

  /** All rows. @throws AppError `table/empty`, `table/too-many-rows` */
  rows(fileName: string): readonly TableRow[] {
    if (this.#count === 0) throw new AppError('table/empty', { fileName })
    if (this.#count > mostTableRows + 1) throw tooManyRows(fileName, this.#count)
    return this.#rows
  }
}

export const tooManyRows = (fileName: string, rows: number): AppError =>
  new AppError('table/too-many-rows', { fileName, rows, most: mostTableRows })

/** The cells of a row without the empty ones at its end. */
export function withoutBlankEnd(cells: readonly string[]): readonly string[] {
  let length = cells.length
  while (length > 0 && !cells[length - 1]?.trim()) length--
  return length === cells.length ? cells : cells.slice(0, length)
}

// The main thread copies a part of this size in a few milliseconds.
const cellsPerPart = 10_000
const charactersPerPart = 500_000

/** Splits rows into parts that are cheap to send to the main thread. */
export function* rowParts(rows: readonly TableRow[]): Generator<readonly TableRow[], void> {
  let part: TableRow[] = []
  let cells = 0
  let characters = 0
  for (const row of rows) {
    part.push(row)
    cells += 1 + row.cells.length
    characters += row.cells.reduce((sum, cell) => sum + cell.length, 0)
    if (cells < cellsPerPart && characters < charactersPerPart) continue
    yield part
    part = []
    cells = 0
    characters = 0
  }
  if (part.length > 0) yield part
}

// In English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and Turkish, folded.
const totals = [
  'total',
  'totals',
  'grand total',
  'subtotal',
  'summe',
  'gesamt',
  'gesamtsumme',
  'insgesamt',
  'anzahl',
].concat(['somme', 'suma', 'somma', 'totale', 'totaal', 'aantal', 'razem', 'toplam'])
/** Words that may be codes; they mark a summary only beside figures. */
const figured = ['sum', 'count', 'number', 'average', 'mean', 'median', 'mittelwert', 'durchschnitt', 'nombre'].concat([
  'moyenne',
  'promedio',
  'media',
  'som',
  'gemiddelde',
  'soma',
  'srednia',
  'ortalama',
])

const labelled = (words: readonly string[], end: string): RegExp =>
  new RegExp(`^(?:${words.join('|')})(?: (?:of|der|de|des) \\D+)?${end}$`)
const bare = labelled([...totals, ...figured], '[\\s:=]*')
const withFigure = labelled([...totals, ...figured], '[\\s:=]+[\\d.,]+')
const total = labelled(totals, '[\\s:=]*')
/** What a list has a number of. */
const counted = ['students', 'pupils', 'learners', 'participants', 'people', 'names', 'codes', 'entries', 'records']
  .concat(['rows', 'schuler', 'schulerinnen', 'teilnehmer', 'personen', 'namen', 'eintrage', 'eleves', 'etudiants'])
  .concat(['personnes', 'alumnos', 'estudiantes', 'personas', 'codigos', 'studenti', 'alunni', 'codici'])
  .concat(['leerlingen', 'deelnemers', 'alunos', 'estudantes', 'uczniow', 'osob', 'ogrenci'])
  .join('|')
// “Total students: 25”; with a colon before the figure it is no code, whatever stands between.
const explained = new RegExp(`^(?:${[...totals, ...figured].join('|')}) [^\\d:=]+[:=] ?[\\d.,]+$`)
// “25 students”, “Students: 25”.
const count = new RegExp(`^(?:\\d+ (?:${counted})|(?:${counted}) ?[:=] ?\\d+)(?: (?:in )?total)?\\.?$`)
const isFigure = (cell: string): boolean => /^\s*[-+]?\d[\d.,\s]*%?\s*$/.test(cell)

function isSummary({ cells }: TableRow): boolean {
  const [label = '', ...figures] = cells.filter((cell) => cell.trim() !== '')
  if (!figures.every(isFigure)) return false
  const words = fold(label)
  if (explained.test(words) || count.test(words)) return true
  return total.test(words) || withFigure.test(words) || (figures.length > 0 && bare.test(words))
}

/** The line of maximum points below the headings of a Canvas gradebook. */
const isPointsPossible = ({ cells }: TableRow): boolean =>
  fold(cells.find((cell) => cell.trim() !== '') ?? '') === 'points possible'

/**
 * Flags the rows that sum a list up, so that their cells are refused with their line number.
 * @param rows those below a header
 */
export function withSummariesMarked(rows: readonly TableRow[]): readonly TableRow[] {
  let end = rows.length
  while (end > 0 && rows.slice(end - 1, end).every((row) => row.cells.length === 0 || isSummary(row))) end--
  const begin = rows.slice(0, 1).every(isPointsPossible) ? 1 : 0
  if (end === rows.length && begin === 0) return rows
  return rows.map((row, at) => (at < begin || at >= end ? marked(row) : row))
}

const marked = (row: TableRow): TableRow => ({
  ...row,
  flaws: Object.fromEntries(row.cells.map((_, at) => [at, 'summary-row' as const])),
})
