import { type RefObject, useEffect, useLayoutEffect } from 'react'
import type { GridFocus } from './use-grid-focus.ts'
import { overscan, revealRow } from './use-virtual-rows.ts'

/** What of the list is on the screen, and which row must not move when rows come in above it. */
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
  /** The first and last row on the screen. */
  readonly range: { readonly startIndex: number; readonly endIndex: number } | null
  readonly listKey: unknown
  readonly moved: { readonly rows: number; readonly turn: number }
  readonly openId: number | null
  readonly openIndex: number | null
  onReading(reading: GridReading): void
}

/**
 * Keeps the reader's place. A new list starts at its top; rows that come in above push nothing under the reader's eyes;
 * the open row is followed. Tells which rows are looked at, and by which one the place is held: the row in focus, the
 * open one, or the first on the screen; none at the top of the list, where news is waited for.
 */
export function useReadingPlace(given: ReadingPlaceGiven): void {
  const { scroller, focus, count, rowHeight, range, listKey, moved, openId, openIndex, onReading } = given

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the list changes, not when the grid does
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
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
