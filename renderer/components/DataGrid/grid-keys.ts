/** A cell of the grid. Row -1 is the header. */
export interface GridCell {
  readonly row: number
  readonly column: number
}

export interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows that fit on the screen, the step of Page Up and Page Down. */
  readonly page: number
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/**
 * Where a key leads from a cell, by the W3C's data grid pattern: no wrapping, Home and End within the row, with Ctrl to
 * the grid's first and last cell. Null when the key moves nothing.
 */
export function cellAfterKey(from: GridCell, key: string, ctrl: boolean, size: GridSize): GridCell | null {
  const lastRow = size.rows - 1
  const lastColumn = size.columns - 1
  const at = (row: number, column: number): GridCell => ({
    row: clamp(row, -1, lastRow),
    column: clamp(column, 0, lastColumn),
  })
  switch (key) {
    case 'ArrowUp':
      return at(from.row - 1, from.column)
    case 'ArrowDown':
      return at(from.row + 1, from.column)
    case 'ArrowLeft':
      return at(from.row, from.column - 1)
    case 'ArrowRight':
      return at(from.row, from.column + 1)
    case 'Home':
      return ctrl ? at(Math.min(0, lastRow), 0) : at(from.row, 0)
    case 'End':
      return ctrl ? at(lastRow, lastColumn) : at(from.row, lastColumn)
    case 'PageUp':
      return at(Math.max(from.row - size.page, Math.min(0, lastRow)), from.column)
    case 'PageDown':
      return at(from.row + size.page, from.column)
    default:
      return null
  }
}
