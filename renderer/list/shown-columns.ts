import { type RefObject, useMemo, useRef } from 'react'
import { useElementWidth, useTextScale } from '../ui/measure.ts'
import type { Alike } from './alike.ts'
import { arranged, type ColumnMemory } from './column-memory.ts'
import { useContentWidths } from './content-width.ts'
import { useFolded } from './FoldedLine.tsx'
import { type FittedColumn, fitColumns, type GridColumn, scaledColumn } from './grid-column.ts'
import { fitWide } from './wide-columns.ts'

/** The columns of a grid, and what decides which of them are shown and how wide. */
export interface ColumnsGiven<Row, Sort extends string> {
  readonly columns: readonly GridColumn<Row, Sort>[]
  /** The column layout the teacher arranged. */
  readonly memory: ColumnMemory
  /**
   * Facts that are the same in all rows of the list, with one row that holds them; a `FoldedLine` shows them above the
   * grid.
   */
  readonly alike: Alike<Row> | null
  readonly sort: { readonly field: Sort; readonly direction: 'asc' | 'desc' } | null
  /** The number of rows; while not `counted`, the number known so far. */
  readonly count: number
  readonly counted: boolean
  /** The row at an index, or undefined while it is being loaded. */
  rowAt(index: number): Row | undefined
  /** Changes when another list is shown, which then starts at its top. */
  readonly listKey: unknown
}

interface GridElements {
  readonly grid: RefObject<HTMLElement | null>
  readonly scroller: RefObject<HTMLElement | null>
  /** Whether a first column of boxes selects rows. */
  readonly hasBoxes: boolean
  /** Whether the grid scrolls sideways, so that no column leaves. */
  readonly isWide: boolean
}

interface ShownColumns<Row, Sort extends string> {
  /** All columns as arranged, those that do not fit included. */
  readonly all: readonly GridColumn<Row, Sort>[]
  /** Those that are shown; the same array while they are the same. */
  readonly shown: readonly GridColumn<Row, Sort>[]
  readonly fitted: readonly FittedColumn[]
  /** The window's letter size relative to the usual one. */
  readonly scale: number
  /** The following are in pixels; the grid's own width is 0 before layout. */
  readonly width: number
  /** What a wide grid has for its columns. */
  readonly room: number
  /** 0 without boxes. */
  readonly boxWidth: number
  /** At both ends of a row together. */
  readonly padding: number
}

/** Padding at both ends of a row together, in pixels, as in the style sheet. */
const rowPadding = 26

/** Room for the bar by which a wide grid is scrolled, in pixels. */
const barRoom = 11

/** The width of the column of boxes at the usual letter size, in pixels. */
const boxColumn = 30

const none: readonly string[] = []

/** Which columns a grid shows and how wide: as arranged, without those that fold or find no room. */
export function useShownColumns<Row, Sort extends string>(
  given: ColumnsGiven<Row, Sort>,
  { grid, scroller, hasBoxes, isWide }: GridElements,
): ShownColumns<Row, Sort> {
  const { memory, alike, sort } = given
  const hidden = memory.layout.hidden ?? none
  const scale = useTextScale()
  const scaled = useMemo(
    () => (scale === 1 ? given.columns : given.columns.map((column) => scaledColumn(column, scale))),
    [given.columns, scale],
  )
  const all = useMemo(() => arranged(scaled, memory.layout, scale), [scaled, memory.layout, scale])
  const width = useElementWidth(grid)
  const room = Math.max(0, width - barRoom)
  const boxWidth = hasBoxes ? Math.round(boxColumn * scale) : 0
  const ordered = all.find((column) => column.sort !== null && column.sort === sort?.field)?.id ?? null
  const folded = useFolded(all, given, { alike, hidden, ordered })
  const contents = useContentWidths({ ...given, columns: scaled, scroller })
  const fitted = useMemo(() => {
    const measured = all
      .filter(({ id }) => !folded.some((column) => column.id === id))
      .map((column) => ({ ...column, width: column.fixed ? column.width : (contents.get(column.id) ?? column.width) }))
    if (width === 0) return measured
    if (isWide) return fitWide(measured, room)
    return fitColumns(measured, { room: width - rowPadding - boxWidth, hidden, ordered })
  }, [all, folded, contents, width, room, hidden, ordered, boxWidth, isWide])
  const shown = useSame(
    useMemo(() => fitted.flatMap(({ id }) => all.find((column) => column.id === id) ?? []), [all, fitted]),
  )
  return { all, shown, fitted, scale, width, room, boxWidth, padding: isWide ? 0 : rowPadding }
}

/** The array given before, while it has the same members: other widths alone draw no row again. */
function useSame<Member>(members: readonly Member[]): readonly Member[] {
  const last = useRef(members)
  const isSame =
    members.length === last.current.length && members.every((member, place) => member === last.current[place])
  if (!isSame) last.current = members
  return last.current
}
