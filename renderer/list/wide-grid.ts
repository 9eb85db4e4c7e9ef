import type { KeyboardEvent, MouseEvent } from 'react'
import type { FootRow } from './GridFoot.tsx'

/** A grid with more columns than fit a window: no column leaves, they scroll sideways beside the first. */
export interface WideGrid<Row> {
  /** Rows about the columns that stay at the foot. */
  readonly foot: readonly FootRow[]
  /** While it stays the same, another query keeps the reader's place. */
  readonly place: unknown
  /** A menu was asked for on a header. */
  onColumnMenu(column: string, header: HTMLElement): void
  /** A key was pressed on a cell that does not move the focus. @returns whether it was used */
  onCellKey(event: KeyboardEvent, row: Row, column: string): boolean
}

/** The cell in focus. */
interface FocusedCell<Row> {
  readonly isHeader: boolean
  /** Undefined in the header, at the foot, and while it is being loaded. */
  readonly row: Row | undefined
  readonly column: string | undefined
}

/** Gives a key to the cell in focus, or opens the menu of its column. @returns whether it was used */
export function onWideKey<Row>(
  event: KeyboardEvent,
  { onColumnMenu, onCellKey }: WideGrid<Row>,
  { isHeader, row, column }: FocusedCell<Row>,
): boolean {
  if (column === undefined || event.ctrlKey || event.metaKey) return false
  if (!isHeader) return row !== undefined && onCellKey(event, row, column)
  const header = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null
  if (header === null || !(event.altKey && event.key === 'ArrowDown')) return false
  onColumnMenu(column, header)
  return true
}

/** Opens the menu of a column where the pointer asks for one. */
export const askWide =
  ({ onColumnMenu }: Pick<WideGrid<never>, 'onColumnMenu'>) =>
  (column: string, event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    onColumnMenu(column, event.currentTarget)
  }
