import { useCallback, useEffect, useRef } from 'react'
import { useFocusBack } from '../ui/keyboard.ts'
import { findRow, type ListStore, steppedFrom } from './list-store.ts'

/** The row of a list that stands open beside it, and the ways from it to another. */
export interface OpenedRow {
  /** Where it is among the loaded rows; null where it is not. */
  readonly openIndex: number | null
  /** Opens the row at an index, once it is loaded; of two in a row the last. */
  onFollow(index: number): void
  /** Opens the row so many rows further down, or up below zero. */
  onStep(by: number): void
}

/**
 * Follows a list's opened row. One that no longer fits the filter keeps its index, so that steps go on from there.
 * @param openId null while no row is open; the focus then goes back to where it was
 * @param open opens a row; the same function each time it is drawn
 */
export function useOpenedRow<Query, Row extends { readonly id: number }>(
  list: ListStore<Query, Row>,
  openId: number | null,
  open: (row: Row) => void,
): OpenedRow {
  const shown = list((state) => state.shown)
  const openIndex = openId === null || shown === null ? null : findRow(shown.pages, openId)

  const lastIndex = useRef<number | null>(null)
  useEffect(() => {
    if (openId === null) lastIndex.current = null
    else if (openIndex !== null) lastIndex.current = openIndex
  }, [openId, openIndex])

  const wanted = useRef(0)
  const onFollow = useCallback(
    (index: number) => {
      wanted.current = index
      void list
        .getState()
        .rowAt(index)
        .then((row) => row !== null && wanted.current === index && open(row))
    },
    [list, open],
  )
  const onStep = (by: number) => {
    if (shown === null || lastIndex.current === null) return
    const to = openIndex === null ? steppedFrom(shown.pages, lastIndex.current, by) : openIndex + by
    onFollow(Math.max(0, Math.min(to, shown.count - 1)))
  }
  useFocusBack(openId !== null)
  return { openIndex, onFollow, onStep }
}
