import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { ResultChange } from '../../shared/model/activity.ts'
import type { ResultDetail } from '../../shared/model/results-view.ts'
import { api, asAppError } from '../api/client.ts'
import { coalesced } from './coalesced.ts'
import { findRow } from './pages.ts'
import { useResults } from './results.ts'

interface DetailState {
  /** The result in the panel; null when the panel is closed. */
  readonly openId: number | null
  /** Its place in the list, from which previous and next are counted; null when it is not in the list. */
  readonly index: number | null
  readonly detail: ResultDetail | null
  /** What ClassMarker changed in it since it was fetched, newest first. */
  readonly changes: readonly ResultChange[]
  readonly error: AppError | null
  open(id: number, index: number | null): Promise<void>
  /** Opens the result so many places further down the list (or up, when negative). */
  step(by: number): Promise<void>
  close(): void
}

export const useDetail = create<DetailState>()((set, get) => ({
  openId: null,
  index: null,
  detail: null,
  changes: [],
  error: null,

  async open(id, index) {
    set({ openId: id, index, error: null })
    try {
      const [detail, changes] = await Promise.all([api.results.detail({ id }), api.results.changes({ id })])
      if (get().openId === id) set({ detail, changes })
    } catch (thrown) {
      if (get().openId === id) set({ detail: null, changes: [], error: asAppError(thrown) })
    }
  },

  async step(by) {
    const { openId, index } = get()
    if (openId === null || index === null) return
    const row = await useResults.getState().rowAt(index + by)
    if (row && get().openId === openId) await get().open(row.id, index + by)
  },

  close: () => set({ openId: null, index: null, detail: null, changes: [], error: null }),
}))

// The open result keeps its place in the list while rows come in above it.
useResults.subscribe((state, before) => {
  const { openId, index } = useDetail.getState()
  if (openId === null || state.shown === null || state.shown === before.shown) return
  const sameQuery = state.shown.query === before.shown?.query
  const moved = index !== null && sameQuery ? index + (state.moved === before.moved ? 0 : state.moved.rows) : null
  const place = findRow(state.shown.pages, openId) ?? moved
  if (place !== index) useDetail.setState({ index: place })
})

const reread = coalesced(500, async () => {
  const { openId, index, open } = useDetail.getState()
  if (openId !== null) await open(openId, index)
})

api.results.changed(() => reread())
