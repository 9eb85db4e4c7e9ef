import { useCallback } from 'react'
import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { ResultDetail } from '../../../shared/model/results-view.ts'
import type { ResultChange } from '../../../shared/model/sync.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'
import type { OpenedRow } from '../../list/DataGrid.tsx'
import { findRow, type Pages } from '../../list/list-store.ts'
import { useResultPages } from './results.ts'

/** A list from which results are opened, one after another. */
export interface WalkedList {
  /** The row at an index, loading it when needed; null when there is none. */
  rowAt(index: number): Promise<{ readonly id: number } | null>
  /** The index of a result among the loaded rows; null when it is not loaded. */
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

/** Makes a walked list of a store. The open result keeps its place in that list while rows come in above it. */
export function walkedThrough(store: ListStore): WalkedList {
  const list: WalkedList = {
    rowAt: (index) => store.getState().rowAt(index),
    placeOf: (id) => {
      const { shown } = store.getState()
      return shown ? findRow(shown.pages, id) : null
    },
  }
  store.subscribe((state, before) => {
    const { openId, index, walkedTo, list: walked } = useDetail.getState()
    if (openId === null || walked !== list || state.shown === null || state.shown === before.shown) return
    const sameQuery = state.shown.query === before.shown?.query
    const rows = state.moved === before.moved ? 0 : state.moved.rows
    const place = findRow(state.shown.pages, openId) ?? (index !== null && sameQuery ? index + rows : null)
    const walkedOn = place ?? (sameQuery ? walkedTo + rows : beforeFirst)
    if (place !== index || walkedOn !== walkedTo) useDetail.setState({ index: place, walkedTo: walkedOn })
  })
  return list
}

/** The list of results for the panel's previous and next. */
export const resultsList = walkedThrough(useResultPages)

/** The index to step from before any row was open. */
const beforeFirst = -1

interface DetailState {
  /** The result in the panel; null when the panel is closed. */
  readonly openId: number | null
  /** Its index in the list; null when the list does not hold it. */
  readonly index: number | null
  /** The index of this row, or of the row open last, from which previous and next are counted. */
  readonly walkedTo: number
  readonly list: WalkedList
  readonly detail: ResultDetail | null
  /** What ClassMarker changed in it since it was fetched, newest first. */
  readonly changes: readonly ResultChange[]
  readonly error: AppError | null
  /** @param list the list it was opened from; the results by default */
  open(id: number, index: number | null, list?: WalkedList): Promise<void>
  /** Opens another attempt of the same student, whether or not the list holds it. */
  openBeside(id: number): Promise<void>
  /**
   * Opens the result at an index of the list. Results are read one at a time; of the indexes asked for meanwhile only
   * the last is opened, so that a key held down does not queue up reads.
   */
  goTo(index: number): Promise<void>
  /** Opens the result that many rows further down the list (or up, when negative). */
  step(by: number): Promise<void>
  /** Reads the open result again. */
  load(): Promise<void>
  close(): void
}

let asked = 0
/** The index waited for; null when none is. */
let goal: number | null = null

export const useDetail = create<DetailState>()((set, get) => ({
  openId: null,
  index: null,
  walkedTo: beforeFirst,
  list: resultsList,
  detail: null,
  changes: [],
  error: null,

  async open(id, index, list = resultsList) {
    asked += 1
    const turn = asked
    const walkedTo = index ?? (get().list === list ? get().walkedTo : beforeFirst)
    set({ openId: id, index, walkedTo, list, error: null })
    try {
      const [detail, changes] = await Promise.all([api.results.detail({ id }), api.results.changes({ id })])
      if (turn === asked) set({ detail, changes })
    } catch (thrown) {
      if (turn === asked) set({ ...readBefore(get(), id, asAppError(thrown)) })
    }
  },

  async load() {
    const { openId, index, list, open } = get()
    if (openId !== null) await open(openId, index, list)
  },

  openBeside(id) {
    const { open, list } = get()
    return open(id, list.placeOf(id), list)
  },

  async goTo(index) {
    const under = goal !== null
    goal = index
    if (under) return
    try {
      let reached: number | null = null
      while (goal !== null && goal !== reached) {
        reached = goal
        await openAt(reached, () => goal === reached)
      }
    } finally {
      goal = null
    }
  },

  step: (by) => get().goTo((goal ?? get().walkedTo) + by),

  close() {
    asked += 1
    set({ openId: null, index: null, walkedTo: beforeFirst, detail: null, changes: [], error: null })
  },
}))

/** What stays of the panel where a result cannot be read: what was read of it before, unless it is no longer there. */
function readBefore({ detail, changes }: DetailState, id: number, error: AppError) {
  const isKept = detail?.id === id && error.code !== 'result/not-found'
  return isKept ? { detail, changes, error } : { detail: null, changes: [], error }
}

/** Opens the row at an index, unless it is no longer wanted once it is read, or another result was opened meanwhile. */
async function openAt(index: number, stillWanted: () => boolean): Promise<void> {
  const { openId, list, open } = useDetail.getState()
  if (openId === null) return
  const row = await list.rowAt(index)
  const now = useDetail.getState()
  const isOvertaken = now.openId !== openId || now.list !== list
  if (row && stillWanted() && !isOvertaken) await open(row.id, index, list)
}

const reread = coalesced(500, () => useDetail.getState().load())

api.results.changed(() => reread())

/** The result opened from a list, and how its grid opens and follows results; the focus stays in the list. */
export function useOpenedResult(list: WalkedList = resultsList): OpenedRow<{ readonly id: number }> {
  const { openId, index: openIndex, open, goTo: onFollow } = useDetail()
  const onOpen = useCallback(
    (row: { readonly id: number }, index: number) => void open(row.id, index, list),
    [open, list],
  )
  return { openId, openIndex, onOpen, onFollow }
}

/**
 * Opens the result of a certificate in the panel. From a list, the focus stays in the list; from elsewhere, it moves
 * along.
 */
export function useOpenResult(list: WalkedList) {
  const open = useDetail((state) => state.open)
  return useCallback(
    (row: { readonly id: number }, index: number | null) => {
      void open(row.id, index, list).then(() => {
        if (index === null) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
      })
    },
    [open, list],
  )
}
