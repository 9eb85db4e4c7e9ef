import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import type { GridHeader } from './use-grid-table.ts'

const ariaSort = { asc: 'ascending', desc: 'descending' } as const

/** The header: each cell is itself the control that sorts by its column. `activeColumn` is -1 when the focus is below. */
export function GridHeaderRow({ headers, activeColumn }: { headers: readonly GridHeader[]; activeColumn: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div className={styles.head} role="rowgroup">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className={styles.row} role="row" aria-rowindex={1} data-row={-1} tabIndex={-1}>
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
            )}
            aria-colindex={column + 1}
            aria-sort={header.sorted === null ? 'none' : ariaSort[header.sorted]}
            data-column={column}
            tabIndex={column === activeColumn ? 0 : -1}
            title={header.wordsHidden ? header.words : undefined}
            onClick={header.press}
          >
            <span className={header.wordsHidden ? 'visually-hidden' : styles.headWords}>{header.words}</span>
            {header.sorted === 'asc' && <ArrowUp className={styles.arrow} aria-hidden />}
            {header.sorted === 'desc' && <ArrowDown className={styles.arrow} aria-hidden />}
          </div>
        ))}
      </div>
    </div>
  )
}
