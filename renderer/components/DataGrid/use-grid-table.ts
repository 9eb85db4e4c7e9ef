import { columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { GridColumn } from './grid-column.ts'

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature })
const noRows: never[] = []

/** A header cell: its column, how the list is sorted by it, and what a press does. */
export interface GridHeader {
  readonly id: string
  readonly words: string
  readonly wordsHidden: boolean
  readonly align: 'start' | 'end'
  readonly sorted: 'asc' | 'desc' | null
  readonly sortable: boolean
  press(): void
}

/**
 * The columns' state, kept by TanStack Table in manual mode: SQLite sorts and pages, so the table holds no rows, only
 * which columns are visible and which one sorts.
 */
export function useGridTable<Row, Sort extends string>(
  columns: readonly GridColumn<Row, Sort>[],
  shown: readonly GridColumn<Row, Sort>[],
  sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' } | null,
  onSort: (sort: { field: Sort; direction: 'asc' | 'desc' }) => void,
): readonly GridHeader[] {
  const definitions = useMemo(
    () => columns.map(({ id, header, firstDirection }) => ({ id, header, sortDescFirst: firstDirection === 'desc' })),
    [columns],
  )
  const sorting = columns
    .filter((column) => column.sort !== null && column.sort === sort?.field)
    .map(({ id }) => ({ id, desc: sort?.direction === 'desc' }))
  const columnVisibility = Object.fromEntries(columns.map(({ id }) => [id, shown.some((column) => column.id === id)]))

  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting, columnVisibility },
    onSortingChange: (updater) => {
      const [next] = typeof updater === 'function' ? updater(sorting) : updater
      const column = columns.find(({ id }) => id === next?.id)
      if (next && column?.sort != null) onSort({ field: column.sort, direction: next.desc ? 'desc' : 'asc' })
    },
  })

  return table.getVisibleLeafColumns().flatMap((column) => {
    const definition = columns.find(({ id }) => id === column.id)
    if (!definition) return []
    const sorted = column.getIsSorted()
    return [
      {
        id: column.id,
        words: definition.header,
        wordsHidden: definition.headerHidden ?? false,
        align: definition.align ?? 'start',
        sorted: sorted === false ? null : sorted,
        sortable: definition.sort !== null,
        press: () => {
          if (definition.sort === null) return
          column.toggleSorting(sorted === false ? definition.firstDirection === 'desc' : sorted === 'asc', false)
        },
      },
    ]
  })
}
