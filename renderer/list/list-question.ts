import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { useSettings } from '../app/settings.ts'
import { rememberLayout } from './column-memory.ts'

/** What the teacher asks of a list: what it is narrowed by, and its order. */
export interface ListQuestion<Filter, Sort> {
  readonly filter: Filter
  readonly sort: Sort
  setFilter(change: Filter): void
  clearFilter(): void
  setSort(sort: Sort): void
  /** Asks the current question anew and starts at its first row. */
  read(): Promise<void>
}

interface QuestionGiven<Filter, Sort> {
  /** Under which the order is remembered. */
  readonly list: string
  /** Nothing asked. */
  readonly everything: Filter
  /** What is left of a filter after a change of some of its parts. */
  changed(filter: Filter, change: Filter): Filter
  /** The order before the teacher chose one. */
  readonly sort: Sort
  readonly fields: readonly string[]
  ask(question: { readonly filter: Filter; readonly sort: Sort }): Promise<void>
  /** Another filter leaves other rows: what was selected may not be among them. */
  onOtherFilter?(): void
}

interface AnySort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

/** The question of one list. Its order is remembered, and is again what it was when the window opens the next time. */
export function createListQuestion<Filter, Sort extends AnySort>(
  given: QuestionGiven<Filter, Sort>,
): UseBoundStore<StoreApi<ListQuestion<Filter, Sort>>> {
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
        rememberLayout(given.list, { sort })
        void get().read()
      },
      read: () => given.ask(get()),
    }
  })

  // The settings are read before the first list; what they say later is what was chosen here.
  useSettings.subscribe(({ settings }, before) => {
    const sort = settings.lists[given.list]?.sort
    if (sort === undefined || sort === before.settings.lists[given.list]?.sort) return
    // A name that this list is not ordered by was remembered by another version.
    if (given.fields.includes(sort.field)) question.setState({ sort: sort as Sort })
  })
  return question
}
