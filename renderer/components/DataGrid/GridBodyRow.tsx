import { type MouseEvent, memo } from 'react'
import { t } from '../../i18n.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import type { GridColumn } from './grid-column.ts'
import { SelectBox } from './SelectBox.tsx'

interface GridBodyRowProps<Row> {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly row: Row | undefined
  readonly columns: readonly GridColumn<Row, string>[]
  /** The column in focus, -1 when the focus is on another row. */
  readonly activeColumn: number
  readonly open: boolean
  /** Null in a grid without a selection. */
  readonly selected: boolean | null
  readonly loadingWords: string
  onOpen(index: number): void
  onSelect(index: number, how: 'toggle' | 'extend'): void
}

// How much of each cell a bar covers while the row is loading: uneven like words, the same at every repaint.
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
        // Shift would mark the words in between.
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

/** Whether a press was on the column of boxes: the whole cell, not the small box alone. */
const onBox = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('[data-select-box]') !== null

/** One row; it is drawn again only when its own facts change. */
export const GridBodyRow = memo(BodyRow) as typeof BodyRow
