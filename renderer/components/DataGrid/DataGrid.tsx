import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import styles from './DataGrid.module.css'
import { GridBodyRow } from './GridBodyRow.tsx'
import { GridHeaderRow } from './GridHeaderRow.tsx'
import { fittingColumns, type GridColumn } from './grid-column.ts'
import { cellAfterKey, type GridCell } from './grid-keys.ts'
import { useElementSize } from './use-element-size.ts'
import { useGridTable } from './use-grid-table.ts'

/** Chromium lays out at most 2^25 pixels; beyond about a million rows each row gives way a little instead. */
const tallest = 33_000_000

/** Rows drawn above and below the screen, so that a small scroll meets no gap. */
const overscan = 8

interface Sorting<Sort extends string> {
  readonly field: Sort
  readonly direction: 'asc' | 'desc'
}

/** What of the list is on the screen, and which row must not move when rows come in above it. */
export interface GridReading {
  readonly first: number
  readonly last: number
  readonly anchor: number | null
}

export interface DataGridProps<Row extends { readonly id: number }, Sort extends string> {
  readonly label: string
  readonly columns: readonly GridColumn<Row, Sort>[]
  /** Ids of the columns switched off by hand. */
  readonly hiddenColumns: readonly string[]
  readonly sort: Sorting<Sort>
  onSort(sort: Sorting<Sort>): void
  readonly count: number
  /** The row at an index, or undefined while it is being loaded. */
  rowAt(index: number): Row | undefined
  readonly rowHeight: number
  /** Changes when the list is another one, which is then shown from its top. */
  readonly listKey: unknown
  /** By how many rows what is being read has moved. */
  readonly moved: { readonly rows: number; readonly turn: number }
  /** The row opened in the detail panel. */
  readonly openId: number | null
  readonly openIndex: number | null
  onOpen(row: Row, index: number, by: 'keyboard' | 'pointer'): void
  onReading(reading: GridReading): void
  onColumnsShown(ids: readonly string[]): void
  readonly loadingWords: string
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode
}

/**
 * The one grid: virtual rows over a list that is loaded in pages, one tab stop, the keys of the W3C's data grid pattern.
 * The row in focus stays in the document wherever the list is scrolled to.
 */
export function DataGrid<Row extends { readonly id: number }, Sort extends string>(props: DataGridProps<Row, Sort>) {
  const { columns, hiddenColumns, count, moved, listKey, openId, openIndex, onReading, onColumnsShown } = props
  const grid = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const { width, height } = useElementSize(scroller)
  const shown = useMemo(
    () => (width === 0 ? columns : fittingColumns(columns, width, hiddenColumns)),
    [columns, width, hiddenColumns],
  )
  const headers = useGridTable(columns, shown, props.sort, props.onSort)
  const rowHeight = count === 0 ? props.rowHeight : Math.min(props.rowHeight, Math.floor(tallest / count))

  const [active, setActive] = useState<GridCell>({ row: 0, column: 0 })
  const [hasFocus, setHasFocus] = useState(false)
  const wantsFocus = useRef(false)
  const activeRow = Math.min(active.row, count - 1)
  const activeColumn = Math.min(active.column, shown.length - 1)

  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    rangeExtractor: ({ startIndex, endIndex }) => {
      const first = Math.max(0, startIndex - overscan)
      const last = Math.min(count - 1, endIndex + overscan)
      const indexes = Array.from({ length: last - first + 1 }, (_, place) => first + place)
      if (activeRow >= 0 && activeRow < first) indexes.unshift(activeRow)
      if (activeRow > last) indexes.push(activeRow)
      return indexes
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are kept until the row height changes
  useLayoutEffect(() => rows.measure(), [rowHeight])

  // A new list starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the list changes, not when the grid does
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    setActive(({ row, column }) => ({ row: Math.min(row, 0), column }))
  }, [listKey])

  // Rows came in above: the same rows stay under the reader's eyes, and the focus on the same row.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one move is followed once
  useLayoutEffect(() => {
    if (moved.turn === 0 || scroller.current === null) return
    scroller.current.scrollTop += moved.rows * rowHeight
    setActive(({ row, column }) => ({ row: row < 0 ? row : Math.max(0, row + moved.rows), column }))
    if (hasFocus) wantsFocus.current = true
  }, [moved.turn])

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    if (activeRow >= 0) rows.scrollToIndex(activeRow, { align: 'auto' })
    grid.current
      ?.querySelector<HTMLElement>(`[data-row="${activeRow}"] [data-column="${activeColumn}"]`)
      ?.focus({ preventScroll: true })
  })

  // The open row stays visible while previous and next walk through the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another open row scrolls
  useEffect(() => {
    if (openIndex === null) return
    rows.scrollToIndex(openIndex, { align: 'auto' })
    if (!hasFocus) setActive(({ column }) => ({ row: openIndex, column }))
  }, [openId])

  const { startIndex: first, endIndex: last } = rows.range ?? { startIndex: 0, endIndex: 0 }
  const onScreen = (index: number | null): index is number => index !== null && index >= first && index <= last
  const held = [hasFocus ? activeRow : null, openIndex].find(onScreen)
  const anchor = held ?? (first > 0 ? first : null)
  useEffect(() => {
    if (count > 0) onReading({ first: Math.max(0, first - overscan), last: last + overscan, anchor })
  }, [onReading, first, last, anchor, count])
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const focusCell = (cell: GridCell) => {
    wantsFocus.current = true
    setActive({ ...cell })
  }
  const open = (index: number, by: 'keyboard' | 'pointer') => {
    const row = props.rowAt(index)
    if (row) props.onOpen(row, index, by)
  }
  const openByPointer = useCallback(
    (index: number) => {
      const row = props.rowAt(index)
      if (row) props.onOpen(row, index, 'pointer')
    },
    [props.rowAt, props.onOpen],
  )

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const page = Math.max(1, Math.floor(height / rowHeight) - 1)
    const next = cellAfterKey({ row: activeRow, column: activeColumn }, event.key, event.ctrlKey, {
      rows: count,
      columns: shown.length,
      page,
    })
    if (next) {
      event.preventDefault()
      focusCell(next)
    } else if (event.key === 'Enter' && activeRow >= 0) {
      event.preventDefault()
      open(activeRow, 'keyboard')
    } else if ((event.key === 'Enter' || event.key === ' ') && activeRow < 0) {
      event.preventDefault()
      headers[activeColumn]?.press()
    }
  }

  const onFocus = (event: React.FocusEvent) => {
    setHasFocus(true)
    const cell = event.target.closest<HTMLElement>('[data-column]')
    const row = cell?.closest<HTMLElement>('[data-row]')
    if (!cell || !row) return
    const next = { row: Number(row.dataset['row']), column: Number(cell.dataset['column']) }
    if (next.row !== active.row || next.column !== active.column) setActive(next)
  }

  const template = shown
    .map(({ width: least, grow }) => (grow > 0 ? `minmax(${least}px, ${grow}fr)` : `${least}px`))
    .join(' ')
  const style = { '--grid-columns': template, '--grid-row': `${rowHeight}px` } as CSSProperties

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold virtual rows
    <div
      ref={grid}
      className={styles.grid}
      style={style}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={shown.length}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setHasFocus(false)
      }}
    >
      <GridHeaderRow headers={headers} activeColumn={activeRow < 0 || count === 0 ? activeColumn : -1} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={scroller} className={styles.scroller} role={count === 0 ? undefined : 'rowgroup'} data-grid-scroller="">
        {count === 0 ? (
          props.empty
        ) : (
          <div className={styles.rows} role="presentation" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const row = props.rowAt(index)
              return (
                <GridBodyRow
                  key={index}
                  index={index}
                  top={start}
                  row={row}
                  columns={shown}
                  activeColumn={index === activeRow ? activeColumn : -1}
                  open={row !== undefined && row.id === openId}
                  loadingWords={props.loadingWords}
                  onOpen={openByPointer}
                />
              )
            })}
          </div>
        )}
      </div>
    </div>
  )
}
