import { AppError } from '../../shared/errors.ts'
import { mostTableColumns, mostTableRows } from '../../shared/model/table.ts'

/** Rows as they are read. Blank ones in between stay, as empty rows; before and after them no table is. */
export class RowCollector {
  readonly #rows: (readonly string[])[] = []
  #blank = 0
  #count = 0

  /** @throws Error for more columns than a table has */
  add(cells: readonly string[]): void {
    const row = withoutBlankEnd(cells)
    if (row.length > mostTableColumns) throw new Error('More columns than a table has')
    if (row.length === 0) {
      if (this.#count > 0) this.#blank++
      return
    }
    this.#count += this.#blank + 1
    // One more than the most may be the header. Beyond that rows are only counted, to say how many there are.
    if (this.#count <= mostTableRows + 1) {
      for (; this.#blank > 0; this.#blank--) this.#rows.push([])
      this.#rows.push(row)
    }
    this.#blank = 0
  }

  /** @throws AppError `table/empty`, `table/too-many-rows` */
  rows(fileName: string): readonly (readonly string[])[] {
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
