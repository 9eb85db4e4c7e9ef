import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react'
import { type MouseEvent, memo, type PointerEvent } from 'react'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import styles from './DataGrid.module.css'
import gridRowsStyles from './GridRows.module.css'
import type { GridColumn } from './grid-column.ts'
import type { GridSelection } from './selection.ts'
import type { Arranging } from './use-arranging.ts'

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
export const GridBodyRow = memo(BodyRow) as typeof BodyRow

const ariaSort = { asc: 'ascending', desc: 'descending' } as const

/** A header cell: its column, how the list is sorted by it, and what pressing it does. */
export interface GridHeader {
  readonly id: string
  readonly words: string
  readonly wordsHidden: boolean
  readonly align: 'start' | 'end'
  readonly sorted: 'asc' | 'desc' | null
  readonly sortable: boolean
  press(): void
}

interface GridHeaderRowProps {
  readonly headers: readonly GridHeader[]
  /** The index of the column in focus; -1 when the focus is in a row below. */
  readonly activeColumn: number
  readonly selection: GridSelection | undefined
  readonly arranging: Pick<Arranging, 'onWidth' | 'onFit' | 'onAsk'>
}

/**
 * The header: each cell is itself the control that sorts by its column, and the first selects everything. The edge at a
 * cell's end can be dragged; a menu holds the other actions.
 */
export function GridHeaderRow({ headers, activeColumn, selection, arranging }: GridHeaderRowProps) {
  const before = selection === undefined ? 0 : 1
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div className={styles.head} role="rowgroup">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className={styles.row} role="row" aria-rowindex={1} data-row={-1} tabIndex={-1}>
        {selection && (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the box in it has the focus
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Space are handled by the grid for the box in focus
          <div role="columnheader" className={styles.boxCell} aria-colindex={1} onClick={selection.toggleAll}>
            <span className="visually-hidden">{t('grid.select')}</span>
            <SelectBox
              label={t('grid.selectAll')}
              checked={selection.state === 'some' ? 'mixed' : selection.state === 'all'}
              active={activeColumn === 0}
            />
          </div>
        )}
        {headers.map((header, column) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Space are handled by the grid for the cell in focus
          <div
            key={header.id}
            role="columnheader"
            className={classNames(
              styles.headCell,
              header.align === 'end' && styles.end,
              header.sorted !== null && styles.sorted,
              !header.sortable && styles.fixed,
            )}
            aria-colindex={column + before + 1}
            aria-sort={header.sortable ? (header.sorted === null ? 'none' : ariaSort[header.sorted]) : undefined}
            data-column={column + before}
            tabIndex={column + before === activeColumn ? 0 : -1}
            title={header.wordsHidden ? header.words : undefined}
            onClick={header.press}
            onContextMenu={(event) => arranging.onAsk(header.id, event)}
          >
            <span className={header.wordsHidden ? 'visually-hidden' : styles.headWords}>{header.words}</span>
            {header.sorted === 'asc' && <ArrowUp className={styles.arrow} aria-hidden />}
            {header.sorted === 'desc' && <ArrowDown className={styles.arrow} aria-hidden />}
            <ColumnEdge id={header.id} arranging={arranging} />
          </div>
        ))}
      </div>
    </div>
  )
}

/**
 * The edge of a header, for the pointer alone, since keys on the header do the same. Dragging sets the column's width;
 * pressing twice fits it to its content again.
 */
function ColumnEdge({ id, arranging }: { id: string; arranging: Pick<Arranging, 'onWidth' | 'onFit'> }) {
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    const edge = event.currentTarget
    const from = event.clientX
    const before = edge.parentElement?.getBoundingClientRect().width ?? 0
    edge.setPointerCapture(event.pointerId)
    edge.onpointermove = ({ clientX }) => arranging.onWidth(id, before + clientX - from, false)
    edge.onlostpointercapture = ({ clientX }) => {
      edge.onpointermove = null
      edge.onlostpointercapture = null
      if (clientX !== from) arranging.onWidth(id, before + clientX - from, true)
    }
  }
  return (
    <span
      className={styles.edge}
      data-column-edge={id}
      aria-hidden
      onPointerDown={follow}
      onDoubleClick={() => arranging.onFit(id)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}

interface SelectBoxProps {
  readonly label: string
  readonly checked: boolean | 'mixed'
  /** Whether it is the tab stop; the grid moves the focus and handles the keys. */
  readonly active: boolean
}

/** The box of the first column. The grid handles its keys, and the cell around it handles presses. */
function SelectBox({ label, checked, active }: SelectBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input would take keys that belong to the grid
    <span
      role="checkbox"
      className={classNames(gridRowsStyles.box, checked !== false && gridRowsStyles.on)}
      aria-label={label}
      aria-checked={checked}
      data-column={0}
      tabIndex={active ? 0 : -1}
    >
      {checked === true && <Check aria-hidden />}
      {checked === 'mixed' && <Minus aria-hidden />}
    </span>
  )
}
