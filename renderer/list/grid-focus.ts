import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { overscan, revealRow, seenHeight } from './grid-scrolling.ts'

interface GridFocusGiven {
  readonly grid: RefObject<HTMLElement | null>
  readonly scroller: RefObject<HTMLElement | null>
  readonly rows: number
  /** How many rows stand at the foot, below those that scroll. */
  readonly footRows: number
  /** The ids of the columns, the column of boxes included. */
  readonly columnIds: readonly string[]
  /** The index of the column that is the tab stop at first. */
  readonly firstColumn: number
  readonly rowHeight: number
  /** Scrolls sideways until a column is seen. */
  revealColumn(column: number): void
  /** The keys moved to another cell; its row is -1 in the header. */
  onMoved(cell: GridCell, from: GridCell): void
  /** Enter was pressed on a row. */
  onOpenRow(index: number, column: number): void
  /** Enter or Space was pressed on a header. */
  onPressHeader(column: number): void
}

export interface GridFocus {
  /** The one cell that is a tab stop; its row is -1 in the header. */
  readonly active: GridCell
  /** Whether the focus is in the grid now. */
  readonly inside: boolean
  /** The cell a key would move to from here; null when it moves nothing. */
  target(event: KeyboardEvent): GridCell | null
  /** Moves the tab stop; when the focus is in the grid, it moves along. */
  setActive(next: (active: GridCell) => GridCell): void
  readonly handlers: {
    onKeyDown(event: KeyboardEvent): void
    onFocus(event: FocusEvent): void
    onBlur(event: FocusEvent): void
  }
}

/** Roving focus: one tab stop, moved by the keys of the W3C data grid pattern. */
export function useGridFocus(given: GridFocusGiven): GridFocus {
  const { grid, scroller, columnIds, rowHeight } = given
  const rows = given.rows + given.footRows
  const columns = columnIds.length
  const [wanted, setWantedCell] = useState({ row: 0, column: given.firstColumn, id: columnIds[given.firstColumn] })
  const setWanted = (next: GridCell) => setWantedCell({ ...next, id: columnIds[next.column] })
  const [inside, setInside] = useState(false)
  const moveFocus = useRef(false)
  // A column that has left beside a panel stays the wanted one, so that it gets the tab stop again when it comes back.
  const place = wanted.id === undefined ? -1 : columnIds.indexOf(wanted.id)
  const active = {
    row: Math.min(wanted.row, rows - 1),
    column: place >= 0 ? place : Math.min(wanted.column, columns - 1),
  }
  const movesFocus = useRef(false)

  // Runs after the active row was drawn, which it always is. When a column leaves or comes back, the focus goes to the
  // active cell again, too.
  const columnsNow = columnIds.join()
  const columnsBefore = useRef(columnsNow)
  useLayoutEffect(() => {
    const otherColumns = inside && columnsBefore.current !== columnsNow
    columnsBefore.current = columnsNow
    if (!moveFocus.current && !otherColumns) return
    if (moveFocus.current) {
      if (active.row < given.rows) revealRow(scroller.current, active.row, rowHeight)
      given.revealColumn(active.column)
    }
    moveFocus.current = false
    movesFocus.current = true
    grid.current
      ?.querySelector<HTMLElement>(`[data-row="${active.row}"] [data-column="${active.column}"]`)
      ?.focus({ preventScroll: true })
    movesFocus.current = false
  })

  const target = (event: KeyboardEvent): GridCell | null => {
    const page = Math.max(1, Math.floor(seenHeight(scroller.current) / rowHeight) - 1)
    return cellAfterKey(active, event.key, event.ctrlKey, { rows, columns, page })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const next = target(event)
    if (next) {
      moveFocus.current = true
      setWanted({ ...next })
      given.onMoved(next, active)
    } else if (event.key === 'Enter' && active.row >= 0) given.onOpenRow(active.row, active.column)
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

/** A cell of the grid. Row -1 is the header. */
export interface GridCell {
  readonly row: number
  readonly column: number
}

export interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows that fit on the screen: the step of Page Up and Page Down. */
  readonly page: number
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/**
 * The cell a key moves to, by the W3C data grid pattern: no wrapping; Home and End within the row; with Ctrl, to the
 * grid's first and last cell. Null when the key moves nothing.
 */
export function cellAfterKey(from: GridCell, key: string, ctrl: boolean, size: GridSize): GridCell | null {
  const lastRow = size.rows - 1
  const lastColumn = size.columns - 1
  const at = (row: number, column: number): GridCell => ({
    row: clamp(row, -1, lastRow),
    column: clamp(column, 0, lastColumn),
  })
  switch (key) {
    case 'ArrowUp':
      return at(from.row - 1, from.column)
    case 'ArrowDown':
      return at(from.row + 1, from.column)
    case 'ArrowLeft':
      return at(from.row, from.column - 1)
    case 'ArrowRight':
      return at(from.row, from.column + 1)
    case 'Home':
      return ctrl ? at(Math.min(0, lastRow), 0) : at(from.row, 0)
    case 'End':
      return ctrl ? at(lastRow, lastColumn) : at(from.row, lastColumn)
    case 'PageUp':
      return at(Math.max(from.row - size.page, Math.min(0, lastRow)), from.column)
    case 'PageDown':
      return at(from.row + size.page, from.column)
    default:
      return null
  }
}

/** The rows on the screen, and the row that must not move when rows come in above it. */
export interface GridReading {
  readonly first: number
  readonly last: number
  readonly anchor: number | null
}

interface ReadingPlaceGiven {
  readonly scroller: RefObject<HTMLElement | null>
  readonly focus: GridFocus
  readonly count: number
  readonly rowHeight: number
  /** Whether the list is scrolled down, as far as the virtual rows know. */
  readonly scrolled: boolean
  /** The indexes of the first and last row on the screen. */
  readonly range: { readonly startIndex: number; readonly endIndex: number } | null
  readonly listKey: unknown
  readonly moved: { readonly rows: number; readonly turn: number }
  readonly openId: number | null
  readonly openIndex: number | null
  onReading(reading: GridReading): void
}

/**
 * Keeps the reader's place: a new list starts at its top, rows that come in above do not push the others down, and the
 * open row is followed. Reports which rows are on screen and which row must stay where it is: the row in focus, the
 * open one, or the first on the screen; none at the top of the list, where new rows should show.
 */
export function useReadingPlace(given: ReadingPlaceGiven): void {
  const { scroller, focus, count, rowHeight, scrolled, range, listKey, moved, openId, openIndex, onReading } = given

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the list changes, not when the grid does
  useLayoutEffect(() => {
    // Asking the element itself would have everything laid out here, and once more in the frame.
    if (scrolled) scroller.current?.scrollTo({ top: 0 })
    if (focus.active.row > 0) focus.setActive(({ column }) => ({ row: 0, column }))
  }, [listKey])

  // biome-ignore lint/correctness/useExhaustiveDependencies: one move is followed once
  useLayoutEffect(() => {
    if (moved.turn === 0 || scroller.current === null) return
    scroller.current.scrollTop += moved.rows * rowHeight
    focus.setActive(({ row, column }) => ({ row: row < 0 ? row : Math.max(0, row + moved.rows), column }))
  }, [moved.turn])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another open row is followed
  useEffect(() => {
    if (openIndex === null || openIndex === focus.active.row) return
    revealRow(scroller.current, openIndex, rowHeight)
    focus.setActive(({ column }) => ({ row: openIndex, column }))
  }, [openId])

  const first = range?.startIndex ?? 0
  const last = range?.endIndex ?? 0
  const onScreen = (index: number | null): index is number => index !== null && index >= first && index <= last
  const held = [focus.inside ? focus.active.row : null, openIndex].find(onScreen)
  const anchor = held ?? (first > 0 ? first : null)
  useEffect(() => {
    if (count > 0) onReading({ first: Math.max(0, first - overscan), last: last + overscan, anchor })
  }, [onReading, first, last, anchor, count])
}
