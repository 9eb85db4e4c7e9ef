import { ArrowDown, ArrowUp, Check, ChevronDown, Minus } from 'lucide-react'
import type { PointerEvent } from 'react'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import boxStyles from './GridHeader.module.css'
import type { GridColumn } from './grid-column.ts'
import styles from './ListGrid.module.css'
import type { GridSelection } from './selection.ts'
import type { Arranging } from './use-arranging.ts'
import type { DrawnColumn } from './wide-columns.ts'

const ariaSort = { asc: 'ascending', desc: 'descending' } as const

/** A header cell: its column, how the list is sorted by it, and what pressing it does. */
export interface GridHeader {
  readonly id: string
  readonly words: string
  /** A second line, in a grid that scrolls sideways. */
  readonly note: string | null
  readonly menu: boolean
  readonly wordsHidden: boolean
  readonly align: 'start' | 'end'
  readonly sorted: 'asc' | 'desc' | null
  readonly sortable: boolean
  press(): void
}

/** The header cells of the columns shown. A press sorts by the column; the next press reverses the order. */
export function headersOf<Row extends { readonly id: number }, Sort extends string>(
  shown: readonly GridColumn<Row, Sort>[],
  sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' } | null,
  onSort: (sort: { field: Sort; direction: 'asc' | 'desc' }) => void,
): readonly GridHeader[] {
  return shown.map((column) => {
    const { sort: field, firstDirection } = column
    const sorted = sort !== null && field === sort.field ? sort.direction : null
    const next = sorted === null ? firstDirection : sorted === 'asc' ? 'desc' : 'asc'
    return {
      id: column.id,
      words: column.header,
      note: column.headerNote ?? null,
      menu: column.menu ?? false,
      wordsHidden: column.headerHidden ?? false,
      align: column.align ?? 'start',
      sorted,
      sortable: field !== null,
      press: () => field !== null && onSort({ field, direction: next }),
    }
  })
}

interface GridHeaderRowProps {
  readonly headers: readonly GridHeader[]
  /** The index of the column in focus; -1 when the focus is in a row below. */
  readonly activeColumn: number
  readonly selection: GridSelection | undefined
  readonly arranging: Pick<Arranging, 'onWidth' | 'onFit' | 'onAsk'>
  /** The columns to draw in a grid that scrolls sideways; null where all are. */
  readonly drawn: readonly DrawnColumn[] | null
}

/**
 * The header: each cell is itself the control that sorts by its column, and the first selects everything. The edge at a
 * cell's end can be dragged; a menu holds the other actions.
 */
export function GridHeaderRow({ headers, activeColumn, selection, arranging, drawn }: GridHeaderRowProps) {
  const before = selection === undefined ? 0 : 1
  const placed = drawn ?? headers.map((_, place) => ({ place, style: undefined, frozen: null }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot hold virtual rows
    <div className={styles.head} role="rowgroup" data-sticks="">
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
        {placed.map(({ place, style, frozen }) => {
          const header = headers[place]
          return (
            header && (
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
                  frozen === 'start' && styles.atStart,
                  frozen === 'end' && styles.atEnd,
                )}
                style={style}
                aria-colindex={place + before + 1}
                aria-sort={header.sortable ? (header.sorted === null ? 'none' : ariaSort[header.sorted]) : undefined}
                data-column={place + before}
                tabIndex={place + before === activeColumn ? 0 : -1}
                title={header.wordsHidden || drawn !== null ? header.words : undefined}
                onClick={header.press}
                onContextMenu={(event) => arranging.onAsk(header.id, event)}
              >
                <span className={header.wordsHidden ? 'visually-hidden' : styles.headWords}>{header.words}</span>
                {header.note !== null && <span className={styles.headNote}> {header.note}</span>}
                {header.sorted === 'asc' && <ArrowUp className={styles.arrow} aria-hidden />}
                {header.sorted === 'desc' && <ArrowDown className={styles.arrow} aria-hidden />}
                {header.menu && <ColumnMenu id={header.id} onAsk={arranging.onAsk} />}
                <ColumnEdge id={header.id} arranging={arranging} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

/** Opens the column's menu, for the pointer alone, since a key on the header does the same. */
const ColumnMenu = ({ id, onAsk }: { readonly id: string; readonly onAsk: Arranging['onAsk'] }) => (
  <span
    className={styles.columnMenu}
    data-column-menu={id}
    aria-hidden
    onClick={(event) => {
      event.stopPropagation()
      onAsk(id, event)
    }}
  >
    <ChevronDown />
  </span>
)

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
export function SelectBox({ label, checked, active }: SelectBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input would take keys that belong to the grid
    <span
      role="checkbox"
      className={classNames(boxStyles.box, checked !== false && boxStyles.on)}
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
