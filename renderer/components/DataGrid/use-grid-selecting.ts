import { type KeyboardEvent, useCallback, useRef } from 'react'
import { type GridSelection, selectionKey } from './grid-selection.ts'
import type { GridFocus } from './use-grid-focus.ts'

export interface GridSelecting {
  /** Hears every key of the grid: first as one that selects, then as one that moves or opens. */
  onKeyDown(event: KeyboardEvent): void
  /** A press on a row. */
  onSelect(index: number, how: 'toggle' | 'extend'): void
}

/** Selecting by key and by pointer; in a grid without a selection every key goes to the focus. */
export function useGridSelecting(
  selection: GridSelection | undefined,
  focus: GridFocus,
  rowAt: (index: number) => { readonly id: number } | undefined,
): GridSelecting {
  // Rows are drawn again only when their own facts change, so what they call must stay the same.
  const latest = useRef({ selection, rowAt })
  latest.current = { selection, rowAt }
  const onSelect = useCallback((index: number, how: 'toggle' | 'extend') => {
    const row = latest.current.rowAt(index)
    if (row === undefined) return
    if (how === 'toggle') latest.current.selection?.toggle(row, index)
    else latest.current.selection?.extendTo(row, index)
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    const { active, target, handlers } = focus
    const asked = selection && selectionKey(event, { header: active.row < 0, box: active.column === 0 })
    if (!selection || !asked || (asked === 'clear' && selection.state === 'none')) return handlers.onKeyDown(event)
    if (asked === 'extend-and-move') {
      const next = target(event)
      // Without a row to begin at, the one the focus leaves is the first.
      if (selection.state === 'none') onSelect(active.row, 'toggle')
      if (next && next.row >= 0) onSelect(next.row, 'extend')
      return handlers.onKeyDown(event)
    }
    if (asked === 'toggle' || asked === 'extend') onSelect(active.row, asked)
    else if (asked === 'toggle-all') selection.toggleAll()
    else if (asked === 'select-all') selection.selectAll()
    else selection.clear()
    event.preventDefault()
  }
  return { onKeyDown, onSelect }
}
