import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect } from 'react'

/** Chromium lays out at most 2^25 pixels; beyond about a million rows each row gives way a little instead. */
const tallest = 33_000_000

/** Rows drawn above and below the screen, so that a small scroll meets no gap. */
export const overscan = 8

/** The height a row can have when there are so many of them. */
export const possibleRowHeight = (wanted: number, count: number): number =>
  count === 0 ? wanted : Math.min(wanted, Math.floor(tallest / count))

/** The rows to draw: those near the screen, and `kept` wherever it is, so that the focus never leaves the document. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  kept: number,
) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    rangeExtractor: ({ startIndex, endIndex }) => {
      const first = Math.max(0, startIndex - overscan)
      const last = Math.min(count - 1, endIndex + overscan)
      const indexes = Array.from({ length: last - first + 1 }, (_, place) => first + place)
      if (kept >= 0 && kept < first) indexes.unshift(kept)
      if (kept > last) indexes.push(kept)
      return indexes
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are kept until the row height changes
  useLayoutEffect(() => rows.measure(), [rowHeight])
  return rows
}

/** Scrolls no further than needed for a row to be seen. Reads the real position: the virtualizer's lags behind. */
export function revealRow(scroller: HTMLElement | null, index: number, rowHeight: number): void {
  if (scroller === null || index < 0) return
  const top = index * rowHeight
  const lowest = top + rowHeight - scroller.clientHeight
  if (scroller.scrollTop > top) scroller.scrollTop = top
  else if (scroller.scrollTop < lowest) scroller.scrollTop = lowest
}
