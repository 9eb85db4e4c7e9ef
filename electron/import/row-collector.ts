import { AppError } from '../../shared/errors.ts'
import { type CellFlaw, mostTableColumns, mostTableRows, type TableRow } from '../../shared/model/table.ts'

/** Rows as they are read. Blank ones in between stay, as empty rows; before and after them no table is. */
export class RowCollector {
  readonly #rows: TableRow[] = []
  readonly #blank: TableRow[] = []
  #blanks = 0
  #count = 0

  /** @throws Error for more columns than a table has */
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
    // One more than the most may be the header. Beyond that rows are only counted, to say how many there are.
    if (this.#count <= mostTableRows + 1) {
      this.#rows.push(...this.#blank, flaws === undefined ? { line, cells: row } : { line, cells: row, flaws })
    }
    this.#blank.length = 0
    this.#blanks = 0
  }

  /** Whether there is nothing but blank rows. */
  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** The first rows, whatever there are of them. */
  start(rows: number): readonly (readonly string[])[] {
    return this.#rows.slice(0, rows).map(({ cells }) => cells)
  }

  /** @throws AppError `table/empty`, `table/too-many-rows` */
  rows(fileName: string): readonly TableRow[] {
    if (this.#count === 0) throw new AppError('table/empty', { fileName })
    if (this.#count > mostTableRows + 1) throw tooManyRows(fileName, this.#count)
    return this.#rows
  }
}

export const tooManyRows = (fileName: string, rows: number): AppError =>
  new AppError('table/too-many-rows', { fileName, rows, most: mostTableRows })

function withoutBlankEnd(cells: readonly string[]): readonly string[] {
  let length = cells.length
  while (length > 0 && !cells[length - 1]?.trim()) length--
  return length === cells.length ? cells : cells.slice(0, length)
}
