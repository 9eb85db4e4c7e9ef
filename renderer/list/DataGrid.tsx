import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef } from 'react'
import { classNames } from '../ui/class-names.ts'
import { type FootRow, GridFoot } from './GridFoot.tsx'
import { GridHeaderRow, headersOf } from './GridHeader.tsx'
import { GridBodyRow, rowStyle } from './GridRow.tsx'
import { widthOf } from './grid-column.ts'
import { type GridReading, useGridFocus, useReadingPlace } from './grid-focus.ts'
import { possibleRowHeight, useScrollRail, useVirtualRows } from './grid-scrolling.ts'
import { HeaderMenu } from './HeaderMenu.tsx'
import styles from './ListGrid.module.css'
import { RowMenu, type RowMenuGiven } from './row-actions.tsx'
import { type GridSelection, useGridSelecting } from './selection.ts'
import { type ColumnsGiven, useShownColumns } from './shown-columns.ts'
import { useArranging } from './use-arranging.ts'
import { askMenuByKey, useRowMenu } from './use-row-menu.ts'
import { useWideColumns } from './wide-columns.ts'
import { askWide, onWideKey, type WideGrid } from './wide-grid.ts'

/** The row opened beside the list in the detail panel, and how to open another one. */
export interface OpenedRow<Row> {
  readonly openId: number | null
  /** Its index in the list; null where the list does not hold it. */
  readonly openIndex: number | null
  /** @param column the id of the column it was opened in */
  onOpen(row: Row, index: number, column: string): void
  /** The keys moved to another row while one is open; in a grid that scrolls sideways, to another cell. */
  onFollow(index: number, column: string): void
}

export interface DataGridProps<Row extends { readonly id: number }, Sort extends string>
  extends OpenedRow<Row>,
    ColumnsGiven<Row, Sort> {
  readonly label: string
  readonly loadingWords: string
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode
  /** Makes rows selectable, by a first column of boxes. */
  readonly selection?: GridSelection
  readonly wide?: WideGrid<Row>
  readonly menu?: RowMenuGiven<Row>
  onSort(sort: { field: Sort; direction: 'asc' | 'desc' }): void
  readonly rowHeight: number
  /** By how many rows the reader's place has moved. */
  readonly moved: { readonly rows: number; readonly turn: number }
  onReading(reading: GridReading): void
  onColumnsShown(ids: readonly string[]): void
}

const none: readonly string[] = []
const noFoot: readonly FootRow[] = []

/**
 * The one grid: virtual rows over a list loaded in pages, one tab stop, the keys of the W3C data grid pattern. The row
 * in focus stays in the document wherever the list is scrolled to.
 */
export function DataGrid<Row extends { readonly id: number }, Sort extends string>(props: DataGridProps<Row, Sort>) {
  const { memory, count, openId, rowAt, onOpen, onColumnsShown, selection, wide } = props
  const boxes = selection === undefined ? 0 : 1
  const isWide = wide !== undefined
  const foot = count > 0 && wide ? wide.foot : noFoot
  const grid = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rail = useRef<HTMLDivElement>(null)
  const columns = useShownColumns(props, { grid, scroller, hasBoxes: selection !== undefined, isWide })
  const { shown, fitted, scale, width } = columns
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const headers = headersOf(shown, props.sort, props.onSort)
  const arranging = useArranging({ memory, all: columns.all, shown, widths: fitted, scale })
  const rowHeight = possibleRowHeight(props.rowHeight, count)
  const latest = useRef({ rowAt, onOpen, columnIds: none })
  latest.current = { rowAt, onOpen, columnIds: none }
  // Rows are drawn again only when their props change, so this stays the same when another page comes in.
  const columnIds = selection === undefined ? shown.map(({ id }) => id) : ['', ...shown.map(({ id }) => id)]
  latest.current.columnIds = columnIds
  const open = useCallback((index: number, column: number) => {
    const row = latest.current.rowAt(index)
    if (row) latest.current.onOpen(row, index, latest.current.columnIds[column] ?? '')
  }, [])
  const sideways = useRef<((column: number) => void) | null>(null)
  const focus = useGridFocus({
    grid,
    scroller,
    rows: count,
    footRows: foot.length,
    columnIds,
    firstColumn: boxes,
    rowHeight,
    onOpenRow: open,
    revealColumn: (column) => isWide && sideways.current?.(column),
    onMoved: (cell, from) => {
      const isOther = cell.row !== from.row || (isWide && cell.column !== from.column)
      if (openId !== null && isOther && cell.row >= 0 && cell.row < count)
        props.onFollow(cell.row, columnIds[cell.column] ?? '')
    },
    onPressHeader: (column) => headers[column - boxes]?.press(),
  })
  const rowMenu = useRowMenu({ menu: props.menu, selection, count, columnIds, rowAt })
  const { active } = focus
  const selecting = useGridSelecting(selection, focus, rowAt)
  const { drawn, reveal } = useWideColumns({
    scroller,
    columns: shown,
    fitted,
    room: columns.room,
    kept: active.column,
  })
  sideways.current = reveal
  const kept = active.row < count ? active.row : -1
  const { items, range, height, scrolls, isScrolled } = useVirtualRows(scroller, {
    count,
    rowHeight,
    kept,
    listKey: props.listKey,
  })
  useScrollRail(scroller, rail, scrolls && !isWide)
  useReadingPlace({ ...props, scroller, focus, rowHeight, scrolled: isScrolled, range })
  const rowElement = ({ index, start }: { readonly index: number; readonly start: number }) => {
    const row = rowAt(index)
    return (
      <GridBodyRow
        key={index}
        index={index}
        top={start}
        row={row}
        columns={shown}
        drawn={isWide ? drawn : null}
        activeColumn={index === active.row ? active.column : -1}
        open={row !== undefined && row.id === openId}
        asked={row !== undefined && row.id === rowMenu.asked?.id}
        selected={selection ? row !== undefined && selection.isSelected(row.id) : null}
        loadingWords={props.loadingWords}
        onOpen={open}
        onSelect={selecting.onSelect}
      />
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const onHeader = active.row < 0 ? shown[active.column - boxes] : undefined
    const at = { isHeader: active.row < 0, row: active.row < count ? rowAt(active.row) : undefined }
    if (askMenuByKey(event)) event.preventDefault()
    else if (wide && onWideKey(event, wide, { ...at, column: columnIds[active.column] })) event.preventDefault()
    else if (!arranging.onKey(event, onHeader)) selecting.onKeyDown(event)
  }
  const head = (
    <GridHeaderRow
      headers={headers}
      activeColumn={active.row < 0 ? active.column : -1}
      selection={selection}
      arranging={wide ? { ...arranging, onAsk: askWide(wide) } : arranging}
      drawn={isWide ? drawn : null}
    />
  )

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold virtual rows */}
      <div
        ref={grid}
        className={classNames(
          styles.grid,
          count === 0 && styles.noRows,
          isWide && styles.wide,
          isWide && widthOf(fitted) > width && styles.overflows,
        )}
        style={rowStyle(fitted, {
          width,
          dragged: arranging.dragged,
          rowHeight,
          boxWidth: columns.boxWidth,
          padding: columns.padding,
        })}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.counted ? count + 1 + foot.length : -1}
        aria-colcount={shown.length + boxes}
        aria-multiselectable={selection ? true : undefined}
        {...focus.handlers}
        onKeyDown={onKeyDown}
        onContextMenu={rowMenu.onContextMenu}
      >
        {!isWide && head}
        <div ref={scroller} className={styles.scroller} role={count === 0 || isWide ? 'presentation' : 'rowgroup'}>
          {isWide && head}
          {count > 0 && (
            <div className={styles.rows} role={isWide ? 'rowgroup' : 'presentation'} style={{ height }}>
              {items.map(rowElement)}
            </div>
          )}
          {foot.length > 0 && <GridFoot rows={foot} first={count} columns={shown} drawn={drawn} active={active} />}
        </div>
        {scrolls && !isWide && (
          <div ref={rail} className={styles.rail} tabIndex={-1} aria-hidden>
            <div style={{ height }} />
          </div>
        )}
      </div>
      {count === 0 && <div className={styles.empty}>{props.empty}</div>}
      {rowMenu.asked && <RowMenu asked={rowMenu.asked} onClose={rowMenu.onClose} />}
      {arranging.asked && (
        <HeaderMenu asked={arranging.asked} onAction={arranging.onAction} onClose={arranging.onClose} />
      )}
    </>
  )
}
