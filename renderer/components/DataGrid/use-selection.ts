import { useMemo } from 'react'
import { countOf, reachOf, type SelectionStore } from '../../state/selection.ts'
import type { GridSelection } from './grid-selection.ts'

/** A list's selection as the grid takes it. @param count how many rows the list has */
export function useSelection(store: SelectionStore, count: number): GridSelection {
  const { chosen, toggle, extendTo, toggleAll, selectAll, clear } = store()
  return useMemo(
    () => ({
      isSelected: (id) => chosen.kind === 'all' || chosen.ids.has(id),
      state: reachOf(chosen, count),
      count: countOf(chosen, count),
      toggle,
      extendTo: (row, index) => void extendTo(row, index),
      toggleAll,
      selectAll,
      clear,
    }),
    [chosen, count, toggle, extendTo, toggleAll, selectAll, clear],
  )
}
