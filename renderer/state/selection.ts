import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { t } from '../i18n.ts'
import { announce } from './announcer.ts'

/** As many rows as are named one by one; a question of more names goes out as "all of this list" instead. */
export const mostSelected = 10_000

/** Which rows of a list are selected: some by their ids, or the whole list, whatever it holds. */
export type Chosen = { readonly kind: 'some'; readonly ids: ReadonlySet<number> } | { readonly kind: 'all' }

interface RowId {
  readonly id: number
}

/** The list that is selected from. */
export interface SelectionSource {
  getState(): {
    readonly shown: { readonly count: number } | null
    /** The ids of its rows from `first` to `last`, both included, or to the end, in the list's order. */
    idsBetween(first: number, last?: number): Promise<readonly number[]>
  }
}

export interface SelectionState {
  readonly chosen: Chosen
  /** Takes one row in or out. Out of a whole list, its other rows stay selected one by one. */
  toggle(row: RowId, index: number): void
  /** Selects from the row toggled last to this one; the same again with another row moves the end. */
  extendTo(row: RowId, index: number): Promise<void>
  /** Everything, or nothing when everything was selected. */
  toggleAll(): void
  selectAll(): void
  clear(): void
}

export type SelectionStore = UseBoundStore<StoreApi<SelectionState>>

const nothing: Chosen = { kind: 'some', ids: new Set() }
const everything: Chosen = { kind: 'all' }

/** How many rows are selected in a list of `count`. */
export const countOf = (chosen: Chosen, count: number): number => (chosen.kind === 'all' ? count : chosen.ids.size)

/** Whether none, some or all rows of a list of `count` are selected. */
export function reachOf(chosen: Chosen, count: number): 'none' | 'some' | 'all' {
  const selected = countOf(chosen, count)
  if (selected === 0) return 'none'
  return selected >= count ? 'all' : 'some'
}

/**
 * The selection of one list. Where it ends is said aloud. Its list clears it when another question is asked, so that
 * nothing stays selected that cannot be seen.
 */
export function createSelection(source: SelectionSource): SelectionStore {
  /** Where a range begins, and what was selected before it: a range that gets shorter lets go of its own rows only. */
  let anchor: { readonly id: number; readonly index: number; readonly before: ReadonlySet<number> } | null = null
  /** Counted up by every choice: an answer that was waited for meanwhile is worth nothing. */
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
        // Rows came in or left in between: the place the range was to begin at is another row's now.
        if (!range.includes(from.id) || !range.includes(id)) return get().toggle({ id }, index)
        chooseIds(new Set([...from.before, ...range]))
      },

      toggleAll() {
        if (reachOf(get().chosen, rowCount()) === 'all') get().clear()
        else get().selectAll()
      },

      selectAll() {
        anchor = null
        if (rowCount() > 0) choose(everything)
      },

      clear() {
        anchor = null
        // Also where nothing was selected: a range that is being read belongs to what is cleared.
        turn += 1
        const { chosen } = get()
        if (chosen.kind === 'all' || chosen.ids.size > 0) choose(nothing)
      },
    }
  })
}
