import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { ResultChange } from '../../shared/model/activity.ts'
import type { ResultDetail } from '../../shared/model/results-view.ts'
import { api, asAppError } from '../api/client.ts'
import { coalesced } from './coalesced.ts'
import { findRow, type Pages } from './pages.ts'
import { useResultPages } from './results.ts'

/** A list that results are opened from and walked through. */
export interface WalkedList {
  /** The row at an index, loading it when needed; null when there is none. */
  rowAt(index: number): Promise<{ readonly id: number } | null>
  /** The index of a result, where it is among what is loaded. */
  placeOf(id: number): number | null
}

interface ListState {
  readonly shown: { readonly query: unknown; readonly pages: Pages<{ readonly id: number }> } | null
  readonly moved: { readonly rows: number; readonly turn: number }
  rowAt(index: number): Promise<{ readonly id: number } | null>
}

interface ListStore {
  getState(): ListState
  subscribe(listener: (state: ListState, before: ListState) => void): () => void
}

/**
 * A list read in pages as results are opened from it. The open one keeps its place in the list it was opened from, while
 * rows come in above it.
 */
export function walkedThrough(store: ListStore): WalkedList {
  const list: WalkedList = {
    rowAt: (index) => store.getState().rowAt(index),
    placeOf: (id) => {
      const { shown } = store.getState()
      return shown ? findRow(shown.pages, id) : null
    },
  }
  store.subscribe((state, before) => {
    const { openId, index, list: walked } = useDetail.getState()
    if (openId === null || walked !== list || state.shown === null || state.shown === before.shown) return
    const sameQuery = state.shown.query === before.shown?.query
    const moved = index !== null && sameQuery ? index + (state.moved === before.moved ? 0 : state.moved.rows) : null
    const place = findRow(state.shown.pages, openId) ?? moved
    if (place !== index) useDetail.setState({ index: place })
  })
  return list
}

/** The results as they are walked through. */
export const resultsList = walkedThrough(useResultPages)

interface DetailState {
  /** The result in the panel; null when the panel is closed. */
  readonly openId: number | null
  /** Its place in the list, from which previous and next are counted; null when it is not in the list. */
  readonly index: number | null
  readonly list: WalkedList
  readonly detail: ResultDetail | null
  /** What ClassMarker changed in it since it was fetched, newest first. */
  readonly changes: readonly ResultChange[]
  readonly error: AppError | null
  /** @param list where it was opened; without it the results */
  open(id: number, index: number | null, list?: WalkedList): Promise<void>
  /** Opens another attempt of the same student, in the list walked through or outside of it. */
  openBeside(id: number): Promise<void>
  /** Opens the result so many places further down the list (or up, when negative). */
  step(by: number): Promise<void>
  close(): void
}

let asked = 0

export const useDetail = create<DetailState>()((set, get) => ({
  openId: null,
  index: null,
  list: resultsList,
  detail: null,
  changes: [],
  error: null,

  async open(id, index, list = resultsList) {
    asked += 1
    const turn = asked
    set({ openId: id, index, list, error: null })
    try {
      const [detail, changes] = await Promise.all([api.results.detail({ id }), api.results.changes({ id })])
      if (turn === asked) set({ detail, changes })
    } catch (thrown) {
      if (turn === asked) set({ detail: null, changes: [], error: asAppError(thrown) })
    }
  },

  openBeside(id) {
    const { open, list } = get()
    return open(id, list.placeOf(id), list)
  },

  async step(by) {
    const { openId, index, list } = get()
    if (openId === null || index === null) return
    const row = await list.rowAt(index + by)
    const isOvertaken = get().openId !== openId || get().list !== list
    if (row && !isOvertaken) await get().open(row.id, index + by, list)
  },

  close() {
    asked += 1
    set({ openId: null, index: null, detail: null, changes: [], error: null })
  },
}))

const reread = coalesced(500, async () => {
  const { openId, index, list, open } = useDetail.getState()
  if (openId !== null) await open(openId, index, list)
})

api.results.changed(() => reread())
