import { type ReactNode, useCallback, useEffect } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { useAccounts, zoneOf } from '../app/accounts.ts'
import { announce } from '../app/announcer.ts'
import { useRowHeight } from '../app/settings.ts'
import { t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorMessage } from '../ui/ErrorMessage.tsx'
import { useColumnMemory } from './column-memory.ts'
import { DataGrid } from './DataGrid.tsx'
import type { GridColumn } from './grid-column.ts'
import styles from './ListGrid.module.css'
import { LoadingRows } from './LoadingRows.tsx'
import { type ListStore, type ShownList, shownRow } from './list-store.ts'
import type { GridSelection } from './selection.ts'

/** The row opened beside the list, and how to open another one. */
export interface OpenedRow<Row> {
  readonly openId: number | null
  /** Its index in the list; null where the list does not hold it. */
  readonly openIndex: number | null
  onOpen(row: Row, index: number): void
  /** The keys moved to another row while one is open. */
  onFollow(index: number): void
}

interface Order<Sort extends string> {
  readonly sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' }
  setSort(sort: { field: Sort; direction: 'asc' | 'desc' }): void
}

interface ListGridProps<Query, Row extends { readonly id: number }, Sort extends string> {
  /** The name under which its columns are remembered. */
  readonly name: string
  readonly list: ListStore<Query, Row>
  readonly columns: readonly GridColumn<Row, Sort>[]
  /** Null where the list has an order of its own. */
  readonly order: Order<Sort> | null
  readonly opened: OpenedRow<Row>
  /** Asks again after a failure. */
  onRetry(): void
  readonly label: string
  readonly loadingWords: string
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode
  readonly selection?: GridSelection
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
      <ListError error={error} focus={shown === null} onRetry={onRetry} />
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
          listKey={shown.query}
          moved={moved}
          onReading={lookAt}
          onColumnsShown={onColumnsShown}
        />
      )}
    </>
  )
}

interface ListErrorProps {
  readonly error: AppError | null
  /** Whether there is nothing else to look at; the focus then moves to the error. */
  readonly focus: boolean
  onRetry(): void
}

/** Why a list cannot be read, above the rows still shown. */
export function ListError({ error, focus, onRetry }: ListErrorProps) {
  const accounts = useAccounts((state) => state.accounts)
  if (error === null) return null
  return (
    <div className={styles.error}>
      <ErrorMessage error={error} zone={zoneOf(accounts, null)} focus={focus}>
        <Button onPress={onRetry}>{t('action.tryAgain')}</Button>
      </ErrorMessage>
    </div>
  )
}

/** Announces how many rows a filter left, once for each filter, not each time rows come in. */
export function useCountAnnounced<Query>(
  shown: ShownList<Query, unknown> | null,
  isNarrowed: (query: Query) => boolean,
  words: (count: number) => string,
): void {
  const query = shown?.query
  const counted = shown?.counted
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered
  useEffect(() => {
    if (shown?.counted && isNarrowed(shown.query)) announce(words(shown.count))
  }, [query, counted])
}
