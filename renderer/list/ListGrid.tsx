import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { useRowHeight } from '../app/settings.ts'
import { classNames } from '../ui/class-names.ts'
import { useElementWidth, useTextScale } from '../ui/measure.ts'
import type { Alike } from './alike.ts'
import { arranged, type ColumnMemory, useColumnMemory } from './column-memory.ts'
import { useContentWidths } from './content-width.ts'
import { useFolded } from './FoldedLine.tsx'
import { type FootRow, GridFoot } from './GridFoot.tsx'
import { GridHeaderRow, headersOf } from './GridHeader.tsx'
import { boxColumn, GridBodyRow, rowStyle } from './GridRow.tsx'
import { fitColumns, type GridColumn, scaledColumn, widthOf } from './grid-column.ts'
import { type GridReading, useGridFocus, useReadingPlace } from './grid-focus.ts'
import { possibleRowHeight, useScrollRail, useVirtualRows } from './grid-scrolling.ts'
import { HeaderMenu } from './HeaderMenu.tsx'
import styles from './ListGrid.module.css'
import { ListError, LoadingRows } from './ListStates.tsx'
import { type ListStore, shownRow } from './list-store.ts'
import { type GridSelection, useGridSelecting } from './selection.ts'
import { useArranging } from './use-arranging.ts'
import { fitWide, useWideColumns } from './wide-columns.ts'

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
  /** Makes rows selectable, by a first column of boxes. */
  readonly selection?: GridSelection
  readonly wide?: WideGrid<Row>
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
          listKey={grid.wide?.place ?? shown.query}
          moved={moved}
          onReading={lookAt}
          onColumnsShown={onColumnsShown}
        />
      )}
    </>
  )
}

/** Padding at both ends of a row together, in pixels, as in the style sheet. */
const rowPadding = 26

const none: readonly string[] = []
const noFoot: readonly FootRow[] = []

/** Room for the bar by which a wide grid is scrolled, in pixels. */
const barRoom = 11

interface DataGridProps<Row extends { readonly id: number }, Sort extends string>
  extends OpenedRow<Row>,
    Pick<ListGridProps<unknown, Row, Sort>, 'label' | 'columns' | 'loadingWords' | 'empty' | 'selection' | 'wide'> {
  /** The column layout the teacher arranged. */
  readonly memory: ColumnMemory
  /**
   * Facts that are the same in all rows of the list, with one row that holds them; a `FoldedLine` shows them above the
   * grid.
   */
  readonly alike: Alike<Row> | null
  readonly sort: Order<Sort>['sort'] | null
  readonly onSort: Order<Sort>['setSort']
  /** The number of rows; while not `counted`, the number known so far. */
  readonly count: number
  readonly counted: boolean
  /** The row at an index, or undefined while it is being loaded. */
  rowAt(index: number): Row | undefined
  readonly rowHeight: number
  /** Changes when another list is shown, which then starts at its top. */
  readonly listKey: unknown
  /** By how many rows the reader's place has moved. */
  readonly moved: { readonly rows: number; readonly turn: number }
  onReading(reading: GridReading): void
  onColumnsShown(ids: readonly string[]): void
}

/**
 * The one grid: virtual rows over a list loaded in pages, one tab stop, the keys of the W3C data grid pattern. The row
 * in focus stays in the document wherever the list is scrolled to.
 */
function DataGrid<Row extends { readonly id: number }, Sort extends string>(props: DataGridProps<Row, Sort>) {
  const { memory, count, openId, rowAt, onOpen, onColumnsShown, selection, wide } = props
  const hidden = memory.layout.hidden ?? none
  const scale = useTextScale()
  const scaled = useMemo(
    () => (scale === 1 ? props.columns : props.columns.map((column) => scaledColumn(column, scale))),
    [props.columns, scale],
  )
  const columns = useMemo(() => arranged(scaled, memory.layout, scale), [scaled, memory.layout, scale])
  const boxes = selection === undefined ? 0 : 1
  const isWide = wide !== undefined
  const foot = count > 0 && wide ? wide.foot : noFoot
  const grid = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rail = useRef<HTMLDivElement>(null)
  const width = useElementWidth(grid)
  const ordered = columns.find(({ sort }) => sort !== null && sort === props.sort?.field)?.id ?? null
  const folded = useFolded(columns, props, { alike: props.alike, hidden, ordered })
  const contents = useContentWidths({ ...props, columns: scaled, scroller })
  const fitted = useMemo(() => {
    const measured = columns
      .filter(({ id }) => !folded.some((column) => column.id === id))
      .map((column) => ({ ...column, width: column.fixed ? column.width : (contents.get(column.id) ?? column.width) }))
    if (width === 0) return measured
    if (isWide) return fitWide(measured, width - barRoom)
    const room = width - rowPadding - boxes * boxColumn
    return fitColumns(measured, { room, hidden, ordered })
  }, [columns, folded, contents, width, hidden, ordered, boxes, isWide])
  const shown = useSame(
    useMemo(() => fitted.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []), [columns, fitted]),
  )
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const headers = headersOf(shown, props.sort, props.onSort)
  const arranging = useArranging({ memory, all: columns, shown, widths: fitted, scale })
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
  const { active } = focus
  const selecting = useGridSelecting(selection, focus, rowAt)
  const { drawn, reveal } = useWideColumns({
    scroller,
    columns: shown,
    fitted,
    room: Math.max(0, width - barRoom),
    kept: active.column,
  })
  sideways.current = reveal
  const rows = useVirtualRows(scroller, count, rowHeight, active.row < count ? active.row : -1)
  const scrolls = rows.getTotalSize() > (rows.scrollRect?.height ?? 0)
  useScrollRail(scroller, rail, scrolls && !isWide)
  useReadingPlace({ ...props, scroller, focus, rowHeight, scrolled: rows.scrollOffset !== 0, range: rows.range })
  const onKeyDown = (event: KeyboardEvent) => {
    const onHeader = active.row < 0 ? shown[active.column - boxes] : undefined
    if (wide && onWideKey(event, wide)) event.preventDefault()
    else if (!arranging.onKey(event, onHeader)) selecting.onKeyDown(event)
  }
  const onWideKey = (event: KeyboardEvent, { onColumnMenu, onCellKey }: WideGrid<Row>): boolean => {
    const column = columnIds[active.column]
    const row = active.row < count ? rowAt(active.row) : undefined
    if (column === undefined || event.ctrlKey || event.metaKey) return false
    if (active.row >= 0) return row !== undefined && onCellKey(event, row, column)
    const header = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null
    if (header === null || !(event.altKey && event.key === 'ArrowDown')) return false
    onColumnMenu(column, header)
    return true
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
          boxes,
          padding: isWide ? 0 : rowPadding,
        })}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.counted ? count + 1 + foot.length : -1}
        aria-colcount={shown.length + boxes}
        aria-multiselectable={selection ? true : undefined}
        {...focus.handlers}
        onKeyDown={onKeyDown}
      >
        {!isWide && head}
        <div ref={scroller} className={styles.scroller} role={count === 0 || isWide ? 'presentation' : 'rowgroup'}>
          {isWide && head}
          {count > 0 && (
            <div
              className={styles.rows}
              role={isWide ? 'rowgroup' : 'presentation'}
              style={{ height: rows.getTotalSize() }}
            >
              {rows.getVirtualItems().map(({ index, start }) => {
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
                    selected={selection ? row !== undefined && selection.isSelected(row.id) : null}
                    loadingWords={props.loadingWords}
                    onOpen={open}
                    onSelect={selecting.onSelect}
                  />
                )
              })}
            </div>
          )}
          {foot.length > 0 && <GridFoot rows={foot} first={count} columns={shown} drawn={drawn} active={active} />}
        </div>
        {scrolls && !isWide && (
          <div ref={rail} className={styles.rail} tabIndex={-1} aria-hidden>
            <div style={{ height: rows.getTotalSize() }} />
          </div>
        )}
      </div>
      {count === 0 && <div className={styles.empty}>{props.empty}</div>}
      {arranging.asked && (
        <HeaderMenu asked={arranging.asked} onAction={arranging.onAction} onClose={arranging.onClose} />
      )}
    </>
  )
}

/** The array given before, while it has the same members: other widths alone draw no row again. */
function useSame<Member>(members: readonly Member[]): readonly Member[] {
  const last = useRef(members)
  const isSame =
    members.length === last.current.length && members.every((member, place) => member === last.current[place])
  if (!isSame) last.current = members
  return last.current
}

const askWide =
  ({ onColumnMenu }: Pick<WideGrid<never>, 'onColumnMenu'>) =>
  (column: string, event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    onColumnMenu(column, event.currentTarget)
  }
