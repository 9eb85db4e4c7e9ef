import { type CSSProperties, type MouseEvent, memo } from 'react'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import { SelectBox } from './GridHeader.tsx'
import { type FittedColumn, type GridColumn, widthOf } from './grid-column.ts'
import styles from './ListGrid.module.css'
import type { DrawnColumn } from './wide-columns.ts'

interface RowStyled {
  /** The grid's own width in pixels. */
  readonly width: number
  readonly dragged: FittedColumn | null
  readonly rowHeight: number
  /** The width of the column of boxes in pixels; 0 without one. */
  readonly boxWidth: number
  /** At both ends of a row together. */
  readonly padding: number
}

/** The widths of the columns, the row height, and the least width of a row where the grid is narrower, for the style sheet. */
export function rowStyle(
  columns: readonly FittedColumn[],
  { width, dragged, rowHeight, boxWidth, padding }: RowStyled,
) {
  const fitted = columns.map((column) => (column.id === dragged?.id ? dragged : column))
  const template = fitted.map((column) => `${column.width}px`)
  if (boxWidth > 0) template.unshift(`${boxWidth}px`)
  const least = widthOf(fitted) + padding + boxWidth
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
  /** The columns to draw in a grid that scrolls sideways; null where all are. */
  readonly drawn: readonly DrawnColumn[] | null
  /** The index of the column in focus; -1 when the focus is in another row. */
  readonly activeColumn: number
  readonly open: boolean
  /** Its menu is open. */
  readonly asked: boolean
  /** Null in a grid without a selection. */
  readonly selected: boolean | null
  readonly loadingWords: string
  onOpen(index: number, column: number): void
  onSelect(index: number, how: 'toggle' | 'extend'): void
}

// The width of a loading cell's bar: uneven like words, the same at every repaint.
const barWidth = (index: number, column: number): string => `${45 + ((index * 31 + column * 17) % 45)}%`

function BodyRow<Row>(props: GridBodyRowProps<Row>) {
  const { index, top, row, columns, drawn, activeColumn, open, asked, selected, loadingWords, onOpen, onSelect } = props
  const before = selected === null ? 0 : 1
  const press = (event: MouseEvent) => {
    if (selected === null) onOpen(index, columnOf(event))
    else if (event.shiftKey) onSelect(index, 'extend')
    else if (event.ctrlKey || event.metaKey || onBox(event)) onSelect(index, 'toggle')
    else onOpen(index, columnOf(event))
  }
  const cellAt = (column: GridColumn<Row, string>, place: number, at?: DrawnColumn) => (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a column index
    <div
      key={column.id}
      role={place === 0 ? 'rowheader' : 'gridcell'}
      className={classNames(
        styles.cell,
        row !== undefined && column.isLine && styles.line,
        column.align === 'end' && styles.end,
        at?.frozen === 'start' && styles.atStart,
        at?.frozen === 'end' && styles.atEnd,
        column.frozen && styles.total,
      )}
      style={at?.style}
      aria-colindex={place + before + 1}
      data-column={place + before}
      tabIndex={place + before === activeColumn ? 0 : -1}
      title={row && column.title?.(row)}
    >
      {row ? column.cell(row) : <span className={styles.loading} style={{ width: barWidth(index, place) }} />}
      {row === undefined && place === 0 && <span className="visually-hidden">{loadingWords}</span>}
    </div>
  )
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the grid for the cell in focus
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div
      role="row"
      className={classNames(
        styles.row,
        styles.bodyRow,
        (selected === true || asked) && styles.selected,
        open && styles.open,
      )}
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
      {drawn === null
        ? columns.map((column, place) => cellAt(column, place))
        : drawn.map((at) => {
            const column = columns[at.place]
            return column && cellAt(column, at.place, at)
          })}
    </div>
  )
}

/** The index of the column that was pressed; the first where it was beside every cell. */
const columnOf = ({ target }: MouseEvent): number =>
  Number((target instanceof Element && target.closest('[data-column]')?.getAttribute('data-column')) || 0)

/** Whether a press was in the column of boxes: the whole cell counts, not just the small box. */
const onBox = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('[data-select-box]') !== null

/** One row; drawn again only when its own props change. */
export const GridBodyRow = memo(BodyRow) as typeof BodyRow
