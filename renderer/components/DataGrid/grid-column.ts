import type { ReactNode } from 'react'

/** A column of the grid. `Sort` names what the rows can be ordered by. */
export interface GridColumn<Row, Sort extends string> {
  readonly id: string
  /** The header's words; `title` says more on hover. */
  readonly header: string
  /** The least width in pixels at which the column is still worth showing. */
  readonly width: number
  /** Its share of the width that is left over; 0 keeps it as it is. */
  readonly grow: number
  readonly align?: 'start' | 'end'
  /** The larger, the earlier it leaves a narrow window; 0 never leaves. */
  readonly leaves: number
  /** What its header sorts by; null where the list is not sorted by it. */
  readonly sort: Sort | null
  /** Which way round the first press on the header sorts. */
  readonly firstDirection: 'asc' | 'desc'
  /** Shows the header's words to screen readers only, above a column of icons. */
  readonly headerHidden?: boolean
  cell(row: Row): ReactNode
  /** What the pointer resting on the cell shows: a text that may be cut off, an exact time. */
  title?(row: Row): string | undefined
}

/**
 * The columns that fit into `width`, in their order, without those `hidden` by hand: while they are too wide together,
 * the one that may leave first leaves.
 */
export function fittingColumns<C extends { readonly id: string; readonly width: number; readonly leaves: number }>(
  columns: readonly C[],
  width: number,
  hidden: readonly string[],
): readonly C[] {
  let kept = columns.filter((column) => column.leaves === 0 || !hidden.includes(column.id))
  while (kept.reduce((sum, column) => sum + column.width, 0) > width) {
    const next = kept.reduce((most, column) => Math.max(most, column.leaves), 0)
    if (next === 0) break
    kept = kept.filter((column) => column.leaves !== next)
  }
  return kept
}
