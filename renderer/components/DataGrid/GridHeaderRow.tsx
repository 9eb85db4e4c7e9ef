import { ArrowDown, ArrowUp } from 'lucide-react'
import type { PointerEvent } from 'react'
import { t } from '../../i18n.ts'
import type { Arranging } from '../../list/use-arranging.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './DataGrid.module.css'
import type { GridSelection } from './grid-selection.ts'
import { SelectBox } from './SelectBox.tsx'

const ariaSort = { asc: 'ascending', desc: 'descending' } as const

/** A header cell: its column, how the list is sorted by it, and what a press does. */
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
  /** -1 when the focus is below. */
  readonly activeColumn: number
  readonly selection: GridSelection | undefined
  readonly arranging: Pick<Arranging, 'onWidth' | 'onFit' | 'onAsk'>
}

/**
 * The header: each cell is itself the control that sorts by its column, and the first selects everything. Its end is an
 * edge to drag; what else can be done with a column is in a menu.
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
 * The end of a header, for the pointer alone: keys on the header do the same. Dragged, it makes the column as wide as
 * that; pressed twice, as wide as its content again.
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
