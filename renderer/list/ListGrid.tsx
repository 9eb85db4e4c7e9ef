import { useCallback } from 'react'
import { useRowHeight } from '../app/settings.ts'
import { useColumnMemory } from './column-memory.ts'
import { DataGrid, type DataGridProps, type OpenedRow } from './DataGrid.tsx'
import { LoadingRows, PartError } from './ListStates.tsx'
import { type ListStore, shownRow } from './list-store.ts'

interface Order<Sort extends string> {
  readonly sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' }
  setSort(sort: { field: Sort; direction: 'asc' | 'desc' }): void
}

interface ListGridProps<Query, Row extends { readonly id: number }, Sort extends string>
  extends Pick<
    DataGridProps<Row, Sort>,
    'label' | 'columns' | 'loadingWords' | 'empty' | 'selection' | 'wide' | 'menu'
  > {
  /** The name under which its columns are remembered. */
  readonly name: string
  readonly list: ListStore<Query, Row>
  /** Null where the list has an order of its own. */
  readonly order: Order<Sort> | null
  readonly opened: OpenedRow<Row>
  /** Asks again after a failure. */
  onRetry(): void
  onColumnsShown?(ids: readonly string[]): void
}

const nothing = () => undefined

/** A long list: its grid with the arranged columns, or the error that keeps it from being shown. */
export function ListGrid<Query, Row extends { readonly id: number }, Sort extends string>({
  name,
  list,
  order,
  opened,
  onRetry,
  onColumnsShown = nothing,
  ...grid
}: ListGridProps<Query, Row, Sort>) {
  const { shown, error, moved, lookAt } = list()
  const memory = useColumnMemory(name)
  const rowHeight = useRowHeight()
  const rowAt = useCallback((index: number) => shownRow(shown, index), [shown])
  return (
    <>
      <PartError error={error} focus={shown === null} asBefore={shown !== null} onRetry={onRetry} />
      {shown === null && error === null && <LoadingRows />}
      {shown !== null && (
        <DataGrid
          {...grid}
          {...opened}
          memory={memory}
          alike={shown.alike}
          sort={order?.sort ?? null}
          onSort={order?.setSort ?? nothing}
          count={shown.count}
          counted={shown.counted}
          rowAt={rowAt}
          rowHeight={rowHeight}
          listKey={grid.wide?.place ?? shown.query}
          moved={moved}
          onReading={lookAt}
          onColumnsShown={onColumnsShown}
        />
      )}
    </>
  )
}
