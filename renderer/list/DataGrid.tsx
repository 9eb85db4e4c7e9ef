import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { classNames } from '../ui/class-names.ts'
import { useElementWidth, useTextScale } from '../ui/measure.ts'
import type { Alike } from './alike.ts'
import { arranged, type ColumnMemory } from './column-memory.ts'
import { useContentWidths } from './content-width.ts'
import styles from './DataGrid.module.css'
import { foldedColumns, useFoldedColumns } from './FoldedLine.tsx'
import { GridBodyRow, type GridHeader, GridHeaderRow } from './GridRows.tsx'
import { type FittedColumn, fitColumns, type GridColumn, scaledColumn } from './grid-column.ts'
import { type GridReading, useGridFocus, useReadingPlace } from './grid-focus.ts'
import { possibleRowHeight, useScrollRail, useVirtualRows } from './grid-scrolling.ts'
import { HeaderMenu } from './HeaderMenu.tsx'
import { type GridSelection, useGridSelecting } from './selection.ts'
import { useArranging } from './use-arranging.ts'

/** Padding at both ends of a row together, in pixels, as in the style sheet. */
const rowPadding = 26

const none: readonly string[] = []

/** The width of the column of boxes, in pixels. */
const boxColumn = 30

export interface DataGridProps<Row extends { readonly id: number }, Sort extends string> {
  readonly label: string
  readonly columns: readonly GridColumn<Row, Sort>[]
  /** The column layout the teacher arranged. */
  readonly memory: ColumnMemory
  /**
   * Facts that are the same in all rows of the list, with one row that holds them; a `FoldedLine` shows them above the
   * grid.
   */
  readonly alike: Alike<Row> | null
  /** Null where the list has its own order. */
  readonly sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' } | null
  onSort(sort: { field: Sort; direction: 'asc' | 'desc' }): void
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
  /** The id of the row opened in the detail panel. */
  readonly openId: number | null
  readonly openIndex: number | null
  onOpen(row: Row, index: number): void
  /** The keys moved to another row while one is open. */
  onFollow(index: number): void
  onReading(reading: GridReading): void
  onColumnsShown(ids: readonly string[]): void
  readonly loadingWords: string
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode
  /** Makes rows selectable, by a first column of boxes. */
  readonly selection?: GridSelection
}

/**
 * The one grid: virtual rows over a list loaded in pages, one tab stop, the keys of the W3C data grid pattern. The row
 * in focus stays in the document wherever the list is scrolled to.
 */
export function DataGrid<Row extends { readonly id: number }, Sort extends string>(props: DataGridProps<Row, Sort>) {
  const { memory, count, openId, rowAt, onOpen, onColumnsShown, selection } = props
  const hidden = memory.layout.hidden ?? none
  const scale = useTextScale()
  const scaled = useScaled(props.columns, scale)
  const columns = useMemo(() => arranged(scaled, memory.layout, scale), [scaled, memory.layout, scale])
  const boxes = selection === undefined ? 0 : 1
  const grid = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rail = useRef<HTMLDivElement>(null)
  const width = useElementWidth(grid)
  const ordered = columns.find(({ sort }) => sort !== null && sort === props.sort?.field)?.id ?? null
  const folded = useFolded({ ...props, columns }, hidden, ordered)
  const contents = useContentWidths({ ...props, columns: scaled, grid, scroller })
  const fitted = useMemo(() => {
    const measured = columns
      .filter(({ id }) => !folded.some((column) => column.id === id))
      .map((column) => ({ ...column, width: column.fixed ? column.width : (contents.get(column.id) ?? column.width) }))
    if (width === 0) return measured
    const room = width - rowPadding - boxes * boxColumn
    return fitColumns(measured, { room, hidden, ordered })
  }, [columns, folded, contents, width, hidden, ordered, boxes])
  const shown = useMemo(
    () => fitted.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []),
    [columns, fitted],
  )
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const headers = headersOf(shown, props.sort, props.onSort)
  const arranging = useArranging({ memory, all: columns, shown, widths: fitted, scale })
  const rowHeight = possibleRowHeight(props.rowHeight, count)
  const open = useCallback(
    (index: number) => {
      const row = rowAt(index)
      if (row) onOpen(row, index)
    },
    [rowAt, onOpen],
  )
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
  useReadingPlace({ ...props, scroller, focus, rowHeight, range: rows.range })
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
        style={rowStyle(fitted, arranging.dragged, rowHeight, boxes)}
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

/**
 * The columns folded into the line above the grid, published to that line before anything is painted. Returns the same
 * array until one of them changes.
 */
function useFolded<Row extends { readonly id: number }, Sort extends string>(
  { columns, alike, count }: Pick<DataGridProps<Row, Sort>, 'columns' | 'alike' | 'count'>,
  hidden: readonly string[],
  ordered: string | null,
) {
  const last = useRef<ReturnType<typeof foldedColumns>>([])
  const folded = foldedColumns(columns, { alike, hidden, ordered })
  if (JSON.stringify(folded) !== JSON.stringify(last.current)) last.current = folded
  const same = last.current
  useLayoutEffect(() => useFoldedColumns.setState({ columns: same, count }), [same, count])
  useLayoutEffect(() => () => useFoldedColumns.setState({ columns: [], count: 0 }), [])
  return same
}

/** The columns, their widths scaled with the letters. */
function useScaled<Row, Sort extends string>(columns: readonly GridColumn<Row, Sort>[], scale: number): typeof columns {
  return useMemo(() => {
    if (scale === 1) return columns
    return columns.map((column) => scaledColumn(column, scale))
  }, [columns, scale])
}

/** The header cells of the columns shown. A press sorts by the column; the next press reverses the order. */
function headersOf<Row extends { readonly id: number }, Sort extends string>(
  shown: readonly GridColumn<Row, Sort>[],
  sort: DataGridProps<Row, Sort>['sort'],
  onSort: DataGridProps<Row, Sort>['onSort'],
): readonly GridHeader[] {
  return shown.map((column) => {
    const { sort: field, firstDirection } = column
    const sorted = sort !== null && field === sort.field ? sort.direction : null
    const next = sorted === null ? firstDirection : sorted === 'asc' ? 'desc' : 'asc'
    return {
      id: column.id,
      words: column.header,
      wordsHidden: column.headerHidden ?? false,
      align: column.align ?? 'start',
      sorted,
      sortable: field !== null,
      press: () => field !== null && onSort({ field, direction: next }),
    }
  })
}

/** The widths of the columns, their sum, and the row height, as properties for the style sheet. */
function rowStyle(columns: readonly FittedColumn[], dragged: FittedColumn | null, rowHeight: number, boxes: number) {
  const fitted = columns.map((column) => (column.id === dragged?.id ? dragged : column))
  const template = fitted.map(({ width }) => `${width}px`)
  if (boxes > 0) template.unshift(`${boxColumn}px`)
  const least = fitted.reduce((sum, { width }) => sum + width, rowPadding + boxes * boxColumn)
  return {
    '--grid-columns': template.join(' '),
    '--grid-row': `${rowHeight}px`,
    '--grid-least': `${Math.floor(least)}px`,
  } as CSSProperties
}
