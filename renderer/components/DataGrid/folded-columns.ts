import { create } from 'zustand'
import type { Alike } from '../../state/alike.ts'
import type { GridColumn } from './grid-column.ts'

/** A column that stands above the grid in one line, because every row says the same. */
export interface FoldedColumn {
  readonly id: string
  readonly header: string
  /** What every row says; '' where none says anything. */
  readonly value: string
  /** Whether the line above the grid passes it over. */
  readonly quiet: boolean
}

/** What of the columns the grid on the screen has put above itself, for as many rows. */
export const useFoldedColumns = create<{ readonly columns: readonly FoldedColumn[]; readonly count: number }>()(() => ({
  columns: [],
  count: 0,
}))

interface Folding<Row> {
  readonly alike: Alike<Row> | null
  readonly hidden: readonly string[]
  /** The column the list is ordered by, which never leaves. */
  readonly ordered: string | null
}

/** The columns that leave the grid for the line above it. The first names the rows, and stays. */
export function foldedColumns<Row>(
  columns: readonly GridColumn<Row, string>[],
  { alike, hidden, ordered }: Folding<Row>,
): readonly FoldedColumn[] {
  if (alike === null) return []
  return columns.slice(1).flatMap(({ id, header, words, stays, quiet }) => {
    const folds = words !== undefined && !stays && id !== ordered && !hidden.includes(id) && alike.facts.includes(id)
    if (!folds) return []
    const value = words(alike.row)
    return [{ id, header, value, quiet: quiet === true && value === '' }]
  })
}
