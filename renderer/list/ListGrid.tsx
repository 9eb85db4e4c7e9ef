import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { useRowHeight } from '../app/settings.ts'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import { useElementWidth, useTextScale } from '../ui/measure.ts'
import type { Alike } from './alike.ts'
import { arranged, type ColumnMemory, useColumnMemory } from './column-memory.ts'
import { useContentWidths } from './content-width.ts'
import { useFolded } from './FoldedLine.tsx'
import { GridHeaderRow, headersOf, SelectBox } from './GridHeader.tsx'
import { type FittedColumn, fitColumns, type GridColumn, scaledColumn } from './grid-column.ts'
import { type GridReading, useGridFocus, useReadingPlace } from './grid-focus.ts'
import { possibleRowHeight, useScrollRail, useVirtualRows } from './grid-scrolling.ts'
import { HeaderMenu } from './HeaderMenu.tsx'
import styles from './ListGrid.module.css'
import { ListError, LoadingRows } from './ListStates.tsx'
import { type ListStore, shownRow } from './list-store.ts'
import { type GridSelection, useGridSelecting } from './selection.ts'
import { useArranging } from './use-arranging.ts'

/** The row opened beside the list in the detail panel, and how to open another one. */
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
  /** Makes rows selectable, by a first column of boxes. */
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

/** Padding at both ends of a row together, in pixels, as in the style sheet. */
const rowPadding = 26

const none: readonly string[] = []

/** The width of the column of boxes, in pixels. */
const boxColumn = 30

interface DataGridProps<Row extends { readonly id: number }, Sort extends string>
  extends OpenedRow<Row>,
    Pick<ListGridProps<unknown, Row, Sort>, 'label' | 'columns' | 'loadingWords' | 'empty' | 'selection'> {
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
  const { memory, count, openId, rowAt, onOpen, onColumnsShown, selection } = props
  const hidden = memory.layout.hidden ?? none
  const scale = useTextScale()
  const scaled = useMemo(
    () => (scale === 1 ? props.columns : props.columns.map((column) => scaledColumn(column, scale))),
    [props.columns, scale],
  )
  const columns = useMemo(() => arranged(scaled, memory.layout, scale), [scaled, memory.layout, scale])
  const boxes = selection === undefined ? 0 : 1
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
    const room = width - rowPadding - boxes * boxColumn
    return fitColumns(measured, { room, hidden, ordered })
  }, [columns, folded, contents, width, hidden, ordered, boxes])
  const shown = useSame(
    useMemo(() => fitted.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []), [columns, fitted]),
  )
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const headers = headersOf(shown, props.sort, props.onSort)
  const arranging = useArranging({ memory, all: columns, shown, widths: fitted, scale })
  const rowHeight = possibleRowHeight(props.rowHeight, count)
  const latest = useRef({ rowAt, onOpen })
  latest.current = { rowAt, onOpen }
  // Rows are drawn again only when their props change, so this stays the same when another page comes in.
  const open = useCallback((index: number) => {
    const row = latest.current.rowAt(index)
    if (row) latest.current.onOpen(row, index)
  }, [])
  const columnIds = selection === undefined ? shown.map(({ id }) => id) : ['', ...shown.map(({ id }) => id)]
  const focus = useGridFocus({
    grid,
    scroller,
    rows: count,
    columnIds,
    firstColumn: boxes,
    rowHeight,
    onOpenRow: open,
    onMoved: (index) => {
      if (openId !== null && index >= 0) props.onFollow(index)
    },
    onPressHeader: (column) => headers[column - boxes]?.press(),
  })
  const { active } = focus
  const selecting = useGridSelecting(selection, focus, rowAt)
  const rows = useVirtualRows(scroller, count, rowHeight, active.row)
  const scrolls = rows.getTotalSize() > (rows.scrollRect?.height ?? 0)
  useScrollRail(scroller, rail, scrolls)
  useReadingPlace({ ...props, scroller, focus, rowHeight, scrolled: rows.scrollOffset !== 0, range: rows.range })
  const onKeyDown = (event: KeyboardEvent) => {
    const onHeader = active.row < 0 ? shown[active.column - boxes] : undefined
    if (!arranging.onKey(event, onHeader)) selecting.onKeyDown(event)
  }

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold virtual rows */}
      <div
        ref={grid}
        className={classNames(styles.grid, count === 0 && styles.noRows)}
        style={rowStyle(fitted, { width, dragged: arranging.dragged, rowHeight, boxes })}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.counted ? count + 1 : -1}
        aria-colcount={shown.length + boxes}
        aria-multiselectable={selection ? true : undefined}
        {...focus.handlers}
        onKeyDown={onKeyDown}
      >
        <GridHeaderRow
          headers={headers}
          activeColumn={active.row < 0 ? active.column : -1}
          selection={selection}
          arranging={arranging}
        />
        <div ref={scroller} className={styles.scroller} role={count === 0 ? 'presentation' : 'rowgroup'}>
          {count > 0 && (
            <div className={styles.rows} role="presentation" style={{ height: rows.getTotalSize() }}>
              {rows.getVirtualItems().map(({ index, start }) => {
                const row = rowAt(index)
                return (
                  <GridBodyRow
                    key={index}
                    index={index}
                    top={start}
                    row={row}
                    columns={shown}
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
        </div>
        {scrolls && (
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

interface RowStyled {
  /** The grid's own width in pixels. */
  readonly width: number
  readonly dragged: FittedColumn | null
  readonly rowHeight: number
  readonly boxes: number
}

/** The widths of the columns, the row height, and the least width of a row where the grid is narrower, for the style sheet. */
function rowStyle(columns: readonly FittedColumn[], { width, dragged, rowHeight, boxes }: RowStyled) {
  const fitted = columns.map((column) => (column.id === dragged?.id ? dragged : column))
  const template = fitted.map((column) => `${column.width}px`)
  if (boxes > 0) template.unshift(`${boxColumn}px`)
  const least = fitted.reduce((sum, column) => sum + column.width, rowPadding + boxes * boxColumn)
  return {
    gridTemplateColumns: template.join(' '),
    '--grid-row': `${rowHeight}px`,
    '--grid-least': `${least > width ? Math.floor(least) : 0}px`,
  } as CSSProperties
}

interface GridBodyRowProps<Row> {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly row: Row | undefined
  readonly columns: readonly GridColumn<Row, string>[]
  /** The index of the column in focus; -1 when the focus is in another row. */
  readonly activeColumn: number
  readonly open: boolean
  /** Null in a grid without a selection. */
  readonly selected: boolean | null
  readonly loadingWords: string
  onOpen(index: number): void
  onSelect(index: number, how: 'toggle' | 'extend'): void
}

// The width of a loading cell's bar: uneven like words, the same at every repaint.
const barWidth = (index: number, column: number): string => `${45 + ((index * 31 + column * 17) % 45)}%`

function BodyRow<Row>(props: GridBodyRowProps<Row>) {
  const { index, top, row, columns, activeColumn, open, selected, loadingWords, onOpen, onSelect } = props
  const before = selected === null ? 0 : 1
  const press = (event: MouseEvent) => {
    if (selected === null) onOpen(index)
    else if (event.shiftKey) onSelect(index, 'extend')
    else if (event.ctrlKey || event.metaKey || onBox(event)) onSelect(index, 'toggle')
    else onOpen(index)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the grid for the cell in focus
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div
      role="row"
      className={classNames(styles.row, styles.bodyRow, selected === true && styles.selected, open && styles.open)}
      style={{ top }}
      aria-rowindex={index + 2}
      aria-current={open ? 'true' : undefined}
      aria-selected={selected ?? undefined}
      data-row={index}
      tabIndex={-1}
      onMouseDown={(event) => {
        // Shift would otherwise mark the words in between.
        if (event.shiftKey && selected !== null) event.preventDefault()
      }}
      onClick={press}
    >
      {selected !== null && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: the box in it has the focus
        <div role="gridcell" className={styles.boxCell} aria-colindex={1} data-select-box="">
          <SelectBox
            label={t('grid.selectRow', { name: (row && columns[0]?.title?.(row)) ?? loadingWords })}
            checked={selected}
            active={activeColumn === 0}
          />
        </div>
      )}
      {columns.map((column, place) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a column index
        <div
          key={column.id}
          role={place === 0 ? 'rowheader' : 'gridcell'}
          className={classNames(styles.cell, column.align === 'end' && styles.end)}
          aria-colindex={place + before + 1}
          data-column={place + before}
          tabIndex={place + before === activeColumn ? 0 : -1}
          title={row && column.title?.(row)}
        >
          {row ? column.cell(row) : <span className={styles.loading} style={{ width: barWidth(index, place) }} />}
          {row === undefined && place === 0 && <span className="visually-hidden">{loadingWords}</span>}
        </div>
      ))}
    </div>
  )
}

/** Whether a press was in the column of boxes: the whole cell counts, not just the small box. */
const onBox = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('[data-select-box]') !== null

/** One row; drawn again only when its own props change. */
const GridBodyRow = memo(BodyRow) as typeof BodyRow
