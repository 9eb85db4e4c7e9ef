import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react'
import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { announce } from '../app/announcer.ts'
import { t } from '../format/words.ts'
import { isShortcut, type Stroke } from '../ui/shortcuts.ts'
import type { GridFocus } from './grid-focus.ts'

/** Most rows selected one by one; a larger selection is sent as "all of this list" instead. */
export const mostSelected = 10_000

/** The selected rows of a list: some, by their ids, or the whole list, whatever it holds. */
export type Chosen = { readonly kind: 'some'; readonly ids: ReadonlySet<number> } | { readonly kind: 'all' }

interface RowId {
  readonly id: number
}

/** The list whose rows are selected. */
export interface SelectionSource {
  getState(): {
    readonly shown: { readonly count: number } | null
    /** The ids of its rows from `first` to `last`, both included, or to the end, in the list's order. */
    idsBetween(first: number, last?: number): Promise<readonly number[]>
  }
}

export interface SelectionState {
  readonly chosen: Chosen
  /** Selects or deselects one row. Deselecting from a whole list leaves its other rows selected one by one. */
  toggle(row: RowId, index: number): void
  /** Selects from the row toggled last to this one; calling it again moves the end of the range. */
  extendTo(row: RowId, index: number): Promise<void>
  /** Selects everything, or nothing when everything was selected. */
  toggleAll(): void
  selectAll(): void
  clear(): void
}

type SelectionStore = UseBoundStore<StoreApi<SelectionState>>

const nothing: Chosen = { kind: 'some', ids: new Set() }
const everything: Chosen = { kind: 'all' }

/** How many rows are selected in a list of `count`. */
export const countOf = (chosen: Chosen, count: number): number => (chosen.kind === 'all' ? count : chosen.ids.size)

/** Whether none, some or all rows of a list of `count` are selected. */
export function selectedShare(chosen: Chosen, count: number): 'none' | 'some' | 'all' {
  const selected = countOf(chosen, count)
  if (selected === 0) return 'none'
  return selected >= count ? 'all' : 'some'
}

/**
 * Creates the selection of one list, and announces every change. The list clears it when another question is asked, so
 * that no selected row is out of sight.
 */
export function createSelection(source: SelectionSource): SelectionStore {
  /** Where a range begins, and the rows selected before it: a range that gets shorter deselects only its own rows. */
  let anchor: { readonly id: number; readonly index: number; readonly before: ReadonlySet<number> } | null = null
  /** Counted up by every choice: an answer that comes after a newer choice is dropped. */
  let turn = 0
  const rowCount = () => source.getState().shown?.count ?? 0

  return create<SelectionState>()((set, get) => {
    const choose = (chosen: Chosen) => {
      turn += 1
      set({ chosen })
      const count = countOf(chosen, rowCount())
      announce(chosen.kind === 'all' ? t('grid.allSelected', { count }) : t('grid.selected', { count }))
    }
    const chooseIds = (ids: ReadonlySet<number>): boolean => {
      if (ids.size > mostSelected) announce(t('grid.tooMany', { count: mostSelected }))
      else choose({ kind: 'some', ids })
      return ids.size <= mostSelected
    }
    const takeInOrOut = (chosen: ReadonlySet<number>, id: number, index: number) => {
      const ids = new Set(chosen)
      if (!ids.delete(id)) ids.add(id)
      if (chooseIds(ids)) anchor = { id, index, before: ids }
    }
    const takeOutOfAll = async (id: number, index: number) => {
      const asked = turn
      const ids = await source.getState().idsBetween(0)
      if (asked === turn) takeInOrOut(new Set(ids), id, index)
    }

    return {
      chosen: nothing,

      toggle({ id }, index) {
        const { chosen } = get()
        if (chosen.kind === 'some') takeInOrOut(chosen.ids, id, index)
        else if (rowCount() > mostSelected) announce(t('grid.tooMany', { count: mostSelected }))
        else void takeOutOfAll(id, index)
      },

      async extendTo({ id }, index) {
        if (get().chosen.kind === 'all') return
        turn += 1
        const asked = turn
        const from = anchor
        if (from === null) return get().toggle({ id }, index)
        if (Math.abs(index - from.index) >= mostSelected) {
          announce(t('grid.tooMany', { count: mostSelected }))
          return
        }
        const range = await source.getState().idsBetween(Math.min(from.index, index), Math.max(from.index, index))
        if (asked !== turn) return
        // Rows came in or left meanwhile, so the range would begin or end at other rows.
        if (!range.includes(from.id) || !range.includes(id)) return get().toggle({ id }, index)
        chooseIds(new Set([...from.before, ...range]))
      },

      toggleAll() {
        if (selectedShare(get().chosen, rowCount()) === 'all') get().clear()
        else get().selectAll()
      },

      selectAll() {
        anchor = null
        if (rowCount() > 0) choose(everything)
      },

      clear() {
        anchor = null
        // Even with nothing selected: a range still being read must be dropped.
        turn += 1
        const { chosen } = get()
        if (chosen.kind === 'all' || chosen.ids.size > 0) choose(nothing)
      },
    }
  })
}

/** The selection of a grid and the ways to change it, as `useSelection` gives it. */
export interface GridSelection {
  readonly chosen: Chosen
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

/** How a key changes the selection; `extend-and-move` extends it to the row the key moves the focus to. */
export type SelectionKey = 'toggle' | 'extend' | 'extend-and-move' | 'toggle-all' | 'select-all' | 'clear'

const moves = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']

/**
 * The selection keys of the W3C data grid pattern: Space, Shift and Space, Shift and a key that moves to another row,
 * Ctrl (Cmd) and A, Esc. Null for every other key.
 * @param place where the focus is
 */
export function selectionKey(stroke: Stroke, place: { readonly header: boolean; readonly box: boolean }) {
  const command = stroke.ctrlKey || stroke.metaKey
  if (stroke.altKey) return null
  if (isShortcut(stroke, 'selectAll', stroke.metaKey)) return 'select-all' satisfies SelectionKey
  if (isShortcut(stroke, 'close')) return 'clear' satisfies SelectionKey
  if (place.header) {
    return place.box && (stroke.key === ' ' || stroke.key === 'Enter') ? ('toggle-all' satisfies SelectionKey) : null
  }
  if (isShortcut(stroke, 'select')) return 'toggle' satisfies SelectionKey
  if (stroke.key === ' ' && stroke.shiftKey) return 'extend' satisfies SelectionKey
  const leavesRow = moves.includes(stroke.key) && (command || !['Home', 'End'].includes(stroke.key))
  return stroke.shiftKey && leavesRow ? ('extend-and-move' satisfies SelectionKey) : null
}

/**
 * A list's selection in the form the grid takes.
 * @param count how many rows the list has
 */
export function useSelection(store: SelectionStore, count: number): GridSelection {
  const { chosen, toggle, extendTo, toggleAll, selectAll, clear } = store()
  return useMemo(
    () => ({
      chosen,
      isSelected: (id) => chosen.kind === 'all' || chosen.ids.has(id),
      state: selectedShare(chosen, count),
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

export interface GridSelecting {
  /** Handles every key of the grid: first as one that selects, then as one that moves or opens. */
  onKeyDown(event: KeyboardEvent): void
  /** A row was pressed. */
  onSelect(index: number, how: 'toggle' | 'extend'): void
}

/** Selects by key and by pointer; in a grid without a selection every key goes to the focus. */
export function useGridSelecting(
  selection: GridSelection | undefined,
  focus: GridFocus,
  rowAt: (index: number) => { readonly id: number } | undefined,
): GridSelecting {
  // Rows are drawn again only when their props change, so their callbacks must stay the same.
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
      // With no range begun, it starts at the row the focus leaves.
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
