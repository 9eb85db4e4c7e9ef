import { ArrowDown, ArrowUp } from 'lucide-react'
import { t } from '../../i18n.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import type { GridSelection } from './grid-selection.ts'
import { SelectBox } from './SelectBox.tsx'
import type { GridHeader } from './use-grid-table.ts'

const ariaSort = { asc: 'ascending', desc: 'descending' } as const

interface GridHeaderRowProps {
  readonly headers: readonly GridHeader[]
  /** -1 when the focus is below. */
  readonly activeColumn: number
  readonly selection: GridSelection | undefined
}

/** The header: each cell is itself the control that sorts by its column, and the first selects everything. */
export function GridHeaderRow({ headers, activeColumn, selection }: GridHeaderRowProps) {
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
