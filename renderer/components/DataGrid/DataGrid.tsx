import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import { GridBodyRow } from './GridBodyRow.tsx'
import { GridHeaderRow } from './GridHeaderRow.tsx'
import { fittingColumns, type GridColumn } from './grid-column.ts'
import type { GridSelection } from './grid-selection.ts'
import { useElementWidth } from './use-element-width.ts'
import { useGridFocus } from './use-grid-focus.ts'
import { useGridSelecting } from './use-grid-selecting.ts'
import { useGridTable } from './use-grid-table.ts'
import { type GridReading, useReadingPlace } from './use-reading-place.ts'
import { useScrollRail } from './use-scroll-rail.ts'
import { possibleRowHeight, useVirtualRows } from './use-virtual-rows.ts'

/** Pixels left free at both ends of a row together, as in the style sheet. */
const rowPadding = 26

/** The column of boxes. */
const boxColumn = 30

export interface DataGridProps<Row extends { readonly id: number }, Sort extends string> {
  readonly label: string
  readonly columns: readonly GridColumn<Row, Sort>[]
  /** Ids of the columns switched off by hand. */
  readonly hiddenColumns: readonly string[]
  /** Null where the list has its own order. */
  readonly sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' } | null
  onSort(sort: { field: Sort; direction: 'asc' | 'desc' }): void
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
  /** Lets rows be selected, by a first column of boxes. */
  readonly selection?: GridSelection
}

/**
 * The one grid: virtual rows over a list that is loaded in pages, one tab stop, the keys of the W3C's data grid pattern.
 * The row in focus stays in the document wherever the list is scrolled to.
 */
export function DataGrid<Row extends { readonly id: number }, Sort extends string>(props: DataGridProps<Row, Sort>) {
  const { columns, hiddenColumns, count, openId, rowAt, onOpen, onColumnsShown, selection } = props
  const boxes = selection === undefined ? 0 : 1
  const grid = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rail = useRef<HTMLDivElement>(null)
  const width = useElementWidth(scroller)
  const shown = useMemo(
    () => (width === 0 ? columns : fittingColumns(columns, width - rowPadding - boxes * boxColumn, hiddenColumns)),
    [columns, width, hiddenColumns, boxes],
  )
  useEffect(() => onColumnsShown(shown.map(({ id }) => id)), [onColumnsShown, shown])

  const headers = useGridTable(columns, shown, props.sort, props.onSort)
  const rowHeight = possibleRowHeight(props.rowHeight, count)
  const open = useCallback(
    (index: number, by: 'keyboard' | 'pointer') => {
      const row = rowAt(index)
      if (row) onOpen(row, index, by)
    },
    [rowAt, onOpen],
  )
  const focus = useGridFocus({
    grid,
    scroller,
    rows: count,
    columns: shown.length + boxes,
    firstColumn: boxes,
    rowHeight,
    onOpenRow: (index) => open(index, 'keyboard'),
    onPressHeader: (column) => headers[column - boxes]?.press(),
  })
  const { active } = focus
  const selecting = useGridSelecting(selection, focus, rowAt)
  const rows = useVirtualRows(scroller, count, rowHeight, active.row)
  const scrolls = rows.getTotalSize() > (rows.scrollRect?.height ?? 0)
  useScrollRail(scroller, rail, scrolls)
  useReadingPlace({ ...props, scroller, focus, rowHeight, range: rows.range })

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold virtual rows */}
      <div
        ref={grid}
        className={classNames(styles.grid, count === 0 && styles.noRows)}
        style={rowStyle(shown, rowHeight, boxes)}
        role="grid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={shown.length + boxes}
        aria-multiselectable={selection ? true : undefined}
        {...focus.handlers}
        onKeyDown={selecting.onKeyDown}
      >
        <GridHeaderRow headers={headers} activeColumn={active.row < 0 ? active.column : -1} selection={selection} />
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
    </>
  )
}

/** The columns' widths and the row height, for the style sheet. */
function rowStyle(
  shown: readonly { readonly width: number; readonly grow: number }[],
  rowHeight: number,
  boxes: number,
) {
  const template = shown.map(({ width, grow }) => (grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`))
  if (boxes > 0) template.unshift(`${boxColumn}px`)
  return { '--grid-columns': template.join(' '), '--grid-row': `${rowHeight}px` } as CSSProperties
}
