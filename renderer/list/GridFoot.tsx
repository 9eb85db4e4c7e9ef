import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'
import type { GridCell } from './grid-focus.ts'
import styles from './ListGrid.module.css'
import type { DrawnColumn } from './wide-columns.ts'

/** A row at the foot of a grid: something said of each column. */
export interface FootRow {
  readonly id: string
  readonly label: string
  /** What it says of a column; null for nothing. */
  cell(column: string): ReactNode
}

interface GridFootProps {
  readonly rows: readonly FootRow[]
  /** The index of its first row: the number of rows above it. */
  readonly first: number
  readonly columns: readonly { readonly id: string; readonly frozen?: 'end' }[]
  readonly drawn: readonly DrawnColumn[]
  readonly active: GridCell
}

/** Rows that stay at the foot of a grid and scroll sideways with its columns. */
export function GridFoot({ rows, first, columns, drawn, active }: GridFootProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div className={styles.foot} role="rowgroup" data-sticks="">
      {rows.map(({ id, label, cell }, number) => {
        const index = first + number
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div key={id} className={styles.row} role="row" aria-rowindex={index + 2} data-row={index} tabIndex={-1}>
            {drawn.map(({ place, style, frozen }) => (
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a column index
              <div
                key={place}
                role={place === 0 ? 'rowheader' : 'gridcell'}
                className={classNames(
                  styles.footCell,
                  place > 0 && styles.end,
                  frozen === 'start' && styles.atStart,
                  frozen === 'end' && styles.atEnd,
                )}
                style={style}
                aria-colindex={place + 1}
                data-column={place}
                tabIndex={index === active.row && place === active.column ? 0 : -1}
              >
                {place === 0 ? label : cell(columns[place]?.id ?? '')}
              </div>
            ))}
          </div>
        )
      })}
    </div>
  )
}
