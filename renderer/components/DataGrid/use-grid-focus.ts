import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { cellAfterKey, type GridCell } from './grid-keys.ts'
import { revealRow } from './use-virtual-rows.ts'

interface GridFocusGiven {
  readonly grid: RefObject<HTMLElement | null>
  readonly scroller: RefObject<HTMLElement | null>
  readonly rows: number
  /** The columns there are, the boxes among them. */
  readonly columnIds: readonly string[]
  /** The column the Tab key leads to at first. */
  readonly firstColumn: number
  readonly rowHeight: number
  /** The keys have led to another row, or to the header (-1). */
  onMoved(index: number): void
  /** Enter on a row. */
  onOpenRow(index: number): void
  /** Enter or Space on a header. */
  onPressHeader(column: number): void
}

export interface GridFocus {
  /** The one cell the Tab key leads to; its row is -1 in the header. */
  readonly active: GridCell
  /** Whether the focus is in the grid at this moment. */
  readonly inside: boolean
  /** Where a key would lead from here; null when it moves nothing. */
  target(event: KeyboardEvent): GridCell | null
  /** Moves the cell the Tab key leads to; with the focus in the grid, the focus goes along. */
  setActive(next: (active: GridCell) => GridCell): void
  readonly handlers: {
    onKeyDown(event: KeyboardEvent): void
    onFocus(event: FocusEvent): void
    onBlur(event: FocusEvent): void
  }
}

/** Roving focus: one tab stop, moved by the keys of the W3C's data grid pattern. */
export function useGridFocus(given: GridFocusGiven): GridFocus {
  const { grid, scroller, rows, columnIds, rowHeight } = given
  const columns = columnIds.length
  const [wanted, setWantedCell] = useState({ row: 0, column: given.firstColumn, id: columnIds[given.firstColumn] })
  const setWanted = (next: GridCell) => setWantedCell({ ...next, id: columnIds[next.column] })
  const [inside, setInside] = useState(false)
  const moveFocus = useRef(false)
  // A column that has left beside a panel stays the wanted one, for when it comes back.
  const place = wanted.id === undefined ? -1 : columnIds.indexOf(wanted.id)
  const active = {
    row: Math.min(wanted.row, rows - 1),
    column: place >= 0 ? place : Math.min(wanted.column, columns - 1),
  }
  const movesFocus = useRef(false)

  // After the row has been drawn: it is always among the drawn ones. A column that leaves takes the focus with it, and one
  // that comes back is to have it back: then it goes to the active cell, too.
  const columnsNow = columnIds.join()
  const columnsBefore = useRef(columnsNow)
  useLayoutEffect(() => {
    const otherColumns = inside && columnsBefore.current !== columnsNow
    columnsBefore.current = columnsNow
    if (!moveFocus.current && !otherColumns) return
    if (moveFocus.current) revealRow(scroller.current, active.row, rowHeight)
    moveFocus.current = false
    movesFocus.current = true
    grid.current
      ?.querySelector<HTMLElement>(`[data-row="${active.row}"] [data-column="${active.column}"]`)
      ?.focus({ preventScroll: true })
    movesFocus.current = false
  })

  const target = (event: KeyboardEvent): GridCell | null => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    return cellAfterKey(active, event.key, event.ctrlKey, { rows, columns, page })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const next = target(event)
    if (next) {
      moveFocus.current = true
      setWanted({ ...next })
      if (next.row !== active.row) given.onMoved(next.row)
    } else if (event.key === 'Enter' && active.row >= 0) given.onOpenRow(active.row)
    else if ((event.key === 'Enter' || event.key === ' ') && active.row < 0) given.onPressHeader(active.column)
    else return
    event.preventDefault()
  }

  const onFocus = (event: FocusEvent) => {
    setInside(true)
    if (movesFocus.current) return
    const cell = event.target.closest('[data-column]')
    const row = cell?.closest('[data-row]')
    if (!cell || !row) return
    const next = { row: Number(row.getAttribute('data-row')), column: Number(cell.getAttribute('data-column')) }
    if (next.row !== active.row || next.column !== active.column) setWanted(next)
  }

  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setInside(false)
  }

  const setActive = (next: (active: GridCell) => GridCell) => {
    if (inside) moveFocus.current = true
    const { column, row } = next(active)
    setWantedCell((before) => (column === active.column ? { ...before, row } : { row, column, id: columnIds[column] }))
  }

  return { active, inside, target, setActive, handlers: { onKeyDown, onFocus, onBlur } }
}
