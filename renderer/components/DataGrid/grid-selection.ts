import type { Stroke } from '../../keyboard.ts'

/** Which rows of a grid are selected, and how that changes. `useSelection` gives one. */
export interface GridSelection {
  isSelected(id: number): boolean
  readonly state: 'none' | 'some' | 'all'
  readonly count: number
  toggle(row: { readonly id: number }, index: number): void
  /** Selects from the row toggled last to this one. */
  extendTo(row: { readonly id: number }, index: number): void
  toggleAll(): void
  selectAll(): void
  clear(): void
}

/** What a key asks of the selection; `extend` goes on to where the same key moves the focus. */
export type SelectionKey = 'toggle' | 'extend' | 'extend-and-move' | 'toggle-all' | 'select-all' | 'clear'

const moves = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']

/**
 * The W3C's data grid pattern: Space, Shift and Space, Shift and a key that moves to another row, Ctrl (Cmd) and A, Esc.
 * Null for every other key. @param place where the focus is
 */
export function selectionKey(stroke: Stroke, place: { readonly header: boolean; readonly box: boolean }) {
  const command = stroke.ctrlKey || stroke.metaKey
  if (stroke.altKey) return null
  if (command && !stroke.shiftKey && stroke.key.toLowerCase() === 'a') return 'select-all' satisfies SelectionKey
  if (stroke.key === 'Escape') return 'clear' satisfies SelectionKey
  if (place.header) {
    return place.box && (stroke.key === ' ' || stroke.key === 'Enter') ? ('toggle-all' satisfies SelectionKey) : null
  }
  if (stroke.key === ' ') return (stroke.shiftKey ? 'extend' : 'toggle') satisfies SelectionKey
  const leavesRow = moves.includes(stroke.key) && (command || !['Home', 'End'].includes(stroke.key))
  return stroke.shiftKey && leavesRow ? ('extend-and-move' satisfies SelectionKey) : null
}
