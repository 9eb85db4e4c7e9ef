import { type CSSProperties, type RefObject, useEffect, useMemo, useState } from 'react'
import { type FittedColumn, fitColumns, widthOf } from './grid-column.ts'

/** A column of which cells are drawn: its place among all columns, and where it stands. */
export interface DrawnColumn {
  readonly place: number
  readonly style: CSSProperties
  /** At which edge it stays while the others scroll. */
  readonly frozen: 'start' | 'end' | null
}

interface WideColumn {
  readonly id: string
  readonly frozen?: 'end'
}

interface MeasuredColumn extends WideColumn {
  readonly width: number
  readonly grow: number
  readonly leaves: number
  readonly fixed?: boolean
}

/** Whether the columns at the end stay there beside the first; with less room they scroll with the others. */
const endsStay = (columns: readonly MeasuredColumn[], room: number): boolean =>
  widthOf(columns.filter(({ frozen }, place) => place === 0 || frozen === 'end')) <= room * mostFrozen

/**
 * The widths of columns of which all are kept. Those that scroll become as wide as lets a whole number of them stand
 * beside the frozen ones, so that no figure is cut at their edge.
 */
export function fitWide(columns: readonly MeasuredColumn[], room: number): readonly FittedColumn[] {
  if (widthOf(columns) <= room) return fitColumns(columns, { room, hidden: [], ordered: null })
  const isFrozen = ({ frozen }: WideColumn, place: number) =>
    place === 0 || (frozen === 'end' && endsStay(columns, room))
  const scrolling = columns.filter((column, place) => !isFrozen(column, place))
  const between = room - widthOf(columns.filter(isFrozen))
  const whole = Math.floor((between * scrolling.length) / widthOf(scrolling))
  const each = whole < 1 ? 1 : between / widthOf(scrolling.slice(0, whole))
  return columns.map((column, place) => ({
    id: column.id,
    width: isFrozen(column, place) || column.fixed || each < 1 ? column.width : Math.floor(column.width * each),
  }))
}

/** Sideways, in pixels: where each column begins, how wide it is, and how much of the room the frozen ones cover. */
interface Places {
  readonly lefts: readonly number[]
  readonly widths: readonly number[]
  readonly frozen: readonly DrawnColumn['frozen'][]
  readonly covered: { readonly start: number; readonly end: number }
}

/** Frozen columns may take this share of the room; with more, those at the end scroll with the others. */
const mostFrozen = 0.65

export function placesOf(columns: readonly WideColumn[], fitted: readonly FittedColumn[], room: number): Places {
  const widths = fitted.map(({ width }) => width)
  const lefts: number[] = []
  let left = 0
  for (const width of widths) {
    lefts.push(left)
    left += width
  }
  const start = widths[0] ?? 0
  const ends = widths.reduce((sum, width, place) => sum + (columns[place]?.frozen === 'end' ? width : 0), 0)
  const endFits = room === 0 || start + ends <= room * mostFrozen
  return {
    lefts,
    widths,
    frozen: columns.map((column, place) => (place === 0 ? 'start' : column.frozen && endFits ? 'end' : null)),
    covered: { start, end: endFits ? ends : 0 },
  }
}

/** Pixels scrolled sideways between two drawings; so much more than the room is drawn. */
const step = 240

/**
 * The places of columns to draw: the frozen ones, those in the room or one step from it, and `kept`, so that the focus
 * never leaves the document.
 */
export function drawnPlaces({ lefts, widths, frozen }: Places, scrolled: number, room: number, kept: number): number[] {
  const [from, until] = [scrolled - step / 2, scrolled + room + step * 1.5]
  return lefts.flatMap((left, place) =>
    frozen[place] !== null || place === kept || (left < until && left + (widths[place] ?? 0) > from) ? [place] : [],
  )
}

/** How far to scroll so that a column is seen beside the frozen ones; `scrolled` itself where it is seen already. */
export function revealedAt(places: Places, place: number, scrolled: number, room: number): number {
  const { lefts, widths, frozen, covered } = places
  const left = lefts[place]
  if (left === undefined || frozen[place] !== null) return scrolled
  const most = left - covered.start
  const least = left + (widths[place] ?? 0) + covered.end - room
  return scrolled > most ? most : Math.max(scrolled, least)
}

interface WideGiven {
  readonly scroller: RefObject<HTMLElement | null>
  readonly columns: readonly WideColumn[]
  readonly fitted: readonly FittedColumn[]
  /** The width of the grid in pixels; 0 before layout. */
  readonly room: number
  /** The column in focus. */
  readonly kept: number
}

/** The columns to draw in a grid that scrolls sideways. The same array until another column comes into view. */
export function useWideColumns({ scroller, columns, fitted, room, kept }: WideGiven) {
  const [scrolled, setScrolled] = useState(0)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const follow = () => setScrolled(Math.floor(element.scrollLeft / step) * step)
    follow()
    element.addEventListener('scroll', follow, { passive: true })
    return () => element.removeEventListener('scroll', follow)
  }, [scroller])
  const places = useMemo(() => placesOf(columns, fitted, room), [columns, fitted, room])
  const ids = drawnPlaces(places, scrolled, room, kept).join()
  const drawn = useMemo(() => drawnColumns(places, ids.split(',').map(Number)), [places, ids])
  return {
    drawn,
    reveal(place: number) {
      const element = scroller.current
      if (element === null) return
      const next = revealedAt(places, place, element.scrollLeft, element.clientWidth)
      if (next !== element.scrollLeft) element.scrollLeft = next
    },
  }
}

function drawnColumns({ lefts, widths, frozen }: Places, places: readonly number[]): readonly DrawnColumn[] {
  const end = (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0)
  return places.map((place) => {
    const side = frozen[place] ?? null
    const [left, width] = [lefts[place] ?? 0, widths[place] ?? 0]
    const sticks = side === 'start' ? { left } : side === 'end' ? { right: end - left - width } : {}
    return { place, frozen: side, style: { gridColumnStart: place + 1, ...sticks } }
  })
}
