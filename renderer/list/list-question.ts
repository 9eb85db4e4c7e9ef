import { useMemo } from 'react'
import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { keptAtClosing } from '../app/kept-while-typed.ts'
import { useSettings } from '../app/settings.ts'
import { rememberLayout } from './column-memory.ts'

/** The question the teacher asks of a list: its filter and its order. */
export interface ListQuestion<Filter, Sort> {
  readonly filter: Filter
  readonly sort: Sort
  setFilter(change: Filter): void
  clearFilter(): void
  setSort(sort: Sort): void
  /** Shows another filter in another order; a list not asked for yet is asked when it opens. */
  show(question: { readonly filter: Filter; readonly sort: Sort }): void
  /** Asks the current question again and starts at its first row. */
  read(): Promise<void>
}

type QuestionStore<Filter, Sort> = UseBoundStore<StoreApi<ListQuestion<Filter, Sort>>>

/** The order alone, for the grid: a letter typed does not draw it before its rows are there. */
export function useOrderOf<Filter, Sort>(question: QuestionStore<Filter, Sort>) {
  const sort = question((state) => state.sort)
  const { setSort } = question.getState()
  return useMemo(() => ({ sort, setSort }), [sort, setSort])
}

/** The filter alone, for what stands above the grid: another order does not draw it. */
export function useFilterOf<Filter, Sort>(question: QuestionStore<Filter, Sort>) {
  const filter = question((state) => state.filter)
  const { setFilter, clearFilter } = question.getState()
  return useMemo(() => ({ filter, setFilter, clearFilter }), [filter, setFilter, clearFilter])
}

interface QuestionGiven<Filter, Sort> {
  /** The name under which the order is remembered. */
  readonly list: string
  /** The filter that asks nothing. */
  readonly everything: Filter
  /** Merges a change of some parts into a filter. */
  changed(filter: Filter, change: Filter): Filter
  /** The order until the teacher chooses one. */
  readonly sort: Sort
  readonly fields: readonly string[]
  ask(question: { readonly filter: Filter; readonly sort: Sort }): Promise<void>
  /** Called when the filter changes, since other rows may then be shown than those selected. */
  onOtherFilter?(): void
}

interface AnySort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

/**
 * Milliseconds until an order is remembered: its rows are then painted. To remember draws the grid anew, and to save takes
 * a processor from the question.
 */
const untilPainted = 100

/** Creates the question of one list. Its order is remembered and restored when the window opens the next time. */
export function createListQuestion<Filter, Sort extends AnySort>(
  given: QuestionGiven<Filter, Sort>,
): QuestionStore<Filter, Sort> {
  let isAsked = false
  let remembering: ReturnType<typeof setTimeout> | undefined
  const question = create<ListQuestion<Filter, Sort>>()((set, get) => {
    const narrow = (filter: Filter) => {
      set({ filter })
      given.onOtherFilter?.()
      void get().read()
    }
    return {
      filter: given.everything,
      sort: given.sort,

      setFilter: (change) => narrow(given.changed(get().filter, change)),
      clearFilter: () => narrow(given.everything),
      setSort(sort) {
        set({ sort })
        void get().read()
        clearTimeout(remembering)
        remembering = setTimeout(remember, untilPainted)
      },
      show({ filter, sort }) {
        set({ filter, sort })
        given.onOtherFilter?.()
        if (isAsked) void get().read()
        void rememberLayout(given.list, () => ({ sort }))
      },
      read() {
        isAsked = true
        return given.ask(get())
      },
    }
  })

  /** Remembers an order that still waits for that. */
  async function remember(): Promise<void> {
    if (remembering === undefined) return
    clearTimeout(remembering)
    remembering = undefined
    await rememberLayout(given.list, () => ({ sort: question.getState().sort }))
  }
  // A window that closes waits for no timer.
  keptAtClosing(remember)

  // The order is remembered at the start, and another one after a restore; later changes of it come from here.
  useSettings.subscribe(({ settings, readings }, before) => {
    if (readings === before.readings || remembering !== undefined) return
    const { sort, read } = question.getState()
    const kept = settings.lists[given.list]?.sort
    // Another version may have remembered an order this list does not have.
    const next = kept !== undefined && given.fields.includes(kept.field) ? (kept as Sort) : given.sort
    if (next.field === sort.field && next.direction === sort.direction) return
    question.setState({ sort: next })
    if (isAsked) void read()
  })
  return question
}
