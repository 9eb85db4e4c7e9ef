import { memo } from 'react'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import type { GridColumn } from './grid-column.ts'

interface GridBodyRowProps<Row> {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly row: Row | undefined
  readonly columns: readonly GridColumn<Row, string>[]
  /** The column in focus, -1 when the focus is on another row. */
  readonly activeColumn: number
  readonly open: boolean
  readonly loadingWords: string
  onOpen(index: number, by: 'keyboard' | 'pointer'): void
}

// How much of each cell a bar covers while the row is loading: uneven like words, the same at every repaint.
const barWidth = (index: number, column: number): string => `${45 + ((index * 31 + column * 17) % 45)}%`

function BodyRow<Row>({ index, top, row, columns, activeColumn, open, loadingWords, onOpen }: GridBodyRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the grid for the cell in focus
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div
      role="row"
      className={classNames(styles.row, styles.bodyRow, open && styles.open)}
      style={{ top }}
      aria-rowindex={index + 2}
      aria-current={open ? 'true' : undefined}
      data-row={index}
      tabIndex={-1}
      onClick={() => onOpen(index, 'pointer')}
    >
      {columns.map((column, place) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a column index
        <div
          key={column.id}
          role={place === 0 ? 'rowheader' : 'gridcell'}
          className={classNames(styles.cell, column.align === 'end' && styles.end)}
          aria-colindex={place + 1}
          data-column={place}
          tabIndex={place === activeColumn ? 0 : -1}
          title={row && column.title?.(row)}
        >
          {row ? column.cell(row) : <span className={styles.loading} style={{ width: barWidth(index, place) }} />}
          {row === undefined && place === 0 && <span className="visually-hidden">{loadingWords}</span>}
        </div>
      ))}
    </div>
  )
}

/** One row; it is drawn again only when its own facts change. */
export const GridBodyRow = memo(BodyRow) as typeof BodyRow
