import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Chromium lays out at most 2^25 pixels; beyond about a million rows each row becomes a little lower instead. */
const tallest = 33_000_000

/** Rows drawn above and below the screen, so that a small scroll shows no gap. */
export const overscan = 8
/** Milliseconds after which a list that is not scrolled has them: longer than between two letters typed. */
const untilSettled = 300

/** The row height in pixels that `count` rows allow, at most `wanted`. */
export const possibleRowHeight = (wanted: number, count: number): number =>
  count === 0 ? wanted : Math.min(wanted, Math.floor(tallest / count))

interface RowRange {
  readonly startIndex: number
  readonly endIndex: number
}

/** A range as long, moved up as far as it lies beyond the end of `count` rows. */
export function rangeWithin({ startIndex, endIndex }: RowRange, count: number): RowRange {
  const beyond = Math.max(0, endIndex - (count - 1))
  return { startIndex: Math.max(0, startIndex - beyond), endIndex: endIndex - beyond }
}

interface VirtualRows {
  readonly count: number
  readonly rowHeight: number
  /** The row that is always drawn, wherever it is, so that the focus never leaves the document; -1 for none. */
  readonly kept: number
  /** Changes when another list is shown. */
  readonly listKey: unknown
}

/**
 * Whether a list has been shown for a while, or was scrolled since. Rows beside the screen wait for that: while somebody
 * types, they would be drawn for each letter and hold up the answer to the next. A list that was scrolled goes to its
 * top when another follows: that is no scrolling of the other one.
 */
function useSettled(scroller: RefObject<HTMLElement | null>, listKey: unknown): boolean {
  const [settled, setSettled] = useState(listKey)
  useEffect(() => {
    const settle = () => setSettled(listKey)
    const list = scroller.current
    const scrolled = () => {
      if (list?.scrollTop !== 0) settle()
    }
    const timer = setTimeout(settle, untilSettled)
    list?.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      clearTimeout(timer)
      list?.removeEventListener('scroll', scrolled)
    }
  }, [scroller, listKey])
  return settled === listKey
}

/** The rows to draw: those near the screen, and the kept one. Of another list, those on the screen are drawn first. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  { count, rowHeight, kept, listKey }: VirtualRows,
) {
  const beside = useSettled(scroller, listKey) ? overscan : 0
  // The places of all rows are reckoned when their number changes: with the most there were, an answer has them already.
  const most = useRef(count)
  most.current = Math.max(most.current, count)
  const rows = useVirtualizer({
    count: most.current,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: beside,
    rangeExtractor: (asked) => {
      const { startIndex, endIndex } = rangeWithin(asked, count)
      const first = Math.max(0, startIndex - beside)
      const last = Math.min(count - 1, endIndex + beside)
      const indexes = Array.from({ length: last - first + 1 }, (_, place) => first + place)
      if (kept >= 0 && kept < first) indexes.unshift(kept)
      if (kept > last) indexes.push(kept)
      return indexes
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are kept until the row height changes
  useLayoutEffect(() => rows.measure(), [rowHeight])
  const items = rows.getVirtualItems()
  const range = rows.range === null || count === 0 ? null : rangeWithin(rows.range, count)
  return {
    items,
    range,
    /** Of all rows together, in pixels. */
    height: count * rowHeight,
    scrolls: count * rowHeight > (rows.scrollRect?.height ?? 0),
    isScrolled: rows.scrollOffset !== 0,
  }
}

/** The height in which rows are seen: a grid that scrolls sideways holds its header and foot in the same scroller. */
export function seenHeight(scroller: HTMLElement | null): number {
  if (scroller === null) return 0
  const sticking = scroller.querySelectorAll<HTMLElement>(':scope > [data-sticks]')
  return [...sticking].reduce((height, part) => height - part.offsetHeight, scroller.clientHeight)
}

/** Scrolls just far enough for a row to be seen. Reads the real position, since the virtualizer's lags behind. */
export function revealRow(scroller: HTMLElement | null, index: number, rowHeight: number): void {
  if (scroller === null || index < 0) return
  const top = index * rowHeight
  const lowest = top + rowHeight - seenHeight(scroller)
  if (scroller.scrollTop > top) scroller.scrollTop = top
  else if (scroller.scrollTop < lowest) scroller.scrollTop = lowest
}

/** Whether two positions differ by rounding alone: less than a pixel. */
const same = (a: number, b: number): boolean => Math.abs(a - b) < 1

/**
 * Ties a list without a scroll bar to a rail that has one and lies over the list's edge, so that rows reach the edge
 * beneath the bar. Whichever of the two is scrolled, the other follows.
 */
export function useScrollRail(
  scroller: RefObject<HTMLElement | null>,
  rail: RefObject<HTMLElement | null>,
  there: boolean,
): void {
  useEffect(() => {
    const list = scroller.current
    const bar = rail.current
    if (!there || list === null || bar === null) return
    // Where the rail was put to follow the list: its own scroll event must not pull back a list that is still
    // scrolling.
    let put = 0
    const followList = () => {
      if (same(bar.scrollTop, list.scrollTop)) return
      bar.scrollTop = list.scrollTop
      put = bar.scrollTop
    }
    const followRail = () => {
      if (same(bar.scrollTop, put)) return
      put = bar.scrollTop
      list.scrollTop = bar.scrollTop
    }
    followList()
    list.addEventListener('scroll', followList, { passive: true })
    bar.addEventListener('scroll', followRail, { passive: true })
    return () => {
      list.removeEventListener('scroll', followList)
      bar.removeEventListener('scroll', followRail)
    }
  }, [scroller, rail, there])
}
