import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { newestFirst, type ResultsFilter, type ResultsQuery, type ResultsSort } from '../../shared/model/query.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { api, asAppError } from '../api/client.ts'
import { useAccounts } from './accounts.ts'
import { coalesced } from './coalesced.ts'
import { type Pages, pageSize, pagesCovering, rowAt, withPage } from './pages.ts'
import { type Reading, rereadPages } from './reread-pages.ts'

/** What the teacher narrows by; which account is looked at is the accounts' own state. */
export type ChosenFilter = Omit<ResultsFilter, 'accounts'>

/** One answer of the store: the rows of one query, as far as they are loaded. */
export interface ShownResults {
  readonly query: ResultsQuery
  readonly count: number
  readonly pages: Pages<ResultRow>
}

interface ResultsState {
  readonly filter: ChosenFilter
  readonly sort: ResultsSort
  /** The last answer; it stays until the next one is here, so that nothing flickers. Null before the first. */
  readonly shown: ShownResults | null
  readonly error: AppError | null
  /** Rows by which everything below the reading point moved, counted up so that the same move twice is seen twice. */
  readonly moved: { readonly rows: number; readonly turn: number }
  setFilter(change: ChosenFilter): void
  clearFilter(): void
  setSort(sort: ResultsSort): void
  /** Asks the current query anew and starts at its first row. */
  read(): Promise<void>
  /** Tells which rows are on the screen, so that their pages get loaded. */
  lookAt(reading: Reading): void
  /** The row at an index, loading its page when needed; null when there is none. */
  rowAt(index: number): Promise<ResultRow | null>
}

const parallelReads = 2
let generation = 0
let reading: Reading = { first: 0, last: 0, anchor: null }
let inFlight = new Set<number>()
/** Whether the question asked last still waits for its answer, or went without one. */
let unanswered = false

/** The filter with only the parts that ask something. */
const essential = (filter: ChosenFilter): ChosenFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )

export const useResults = create<ResultsState>()((set, get) => ({
  filter: {},
  sort: newestFirst,
  shown: null,
  error: null,
  moved: { rows: 0, turn: 0 },

  setFilter(change) {
    set({ filter: essential({ ...get().filter, ...change }) })
    void get().read()
  },
  clearFilter() {
    set({ filter: {} })
    void get().read()
  },
  setSort(sort) {
    set({ sort })
    void get().read()
  },

  async read() {
    const turn = startGeneration()
    const query = currentQuery()
    unanswered = true
    try {
      const [count, rows] = await Promise.all([
        api.results.count({ filter: query.filter }),
        api.results.page({ ...query, offset: 0, limit: pageSize }),
      ])
      if (turn !== generation) return
      unanswered = false
      set({ shown: { query, count, pages: new Map([[0, rows]]) }, error: null })
    } catch (thrown) {
      if (turn === generation) set({ error: asAppError(thrown) })
    }
  },

  lookAt(next) {
    reading = next
    loadWanted()
  },

  async rowAt(index) {
    const { shown } = get()
    if (shown === null || index < 0 || index >= shown.count) return null
    const loaded = rowAt(shown.pages, index)
    if (loaded) return loaded
    await loadPage(Math.floor(index / pageSize))
    return rowAt(get().shown?.pages ?? new Map(), index) ?? null
  },
}))

/** Answers to older questions are worth nothing from here on. */
function startGeneration(): number {
  generation += 1
  inFlight = new Set()
  return generation
}

/** Whether a filter asks anything besides the account looked at. */
export const isNarrowed = ({ accounts: _, ...chosen }: ResultsFilter): boolean => Object.keys(chosen).length > 0

/** The question as the main process wants it, with the account looked at. */
export function currentQuery(): ResultsQuery {
  const { filter, sort } = useResults.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return { filter: accounts ? { ...filter, accounts } : filter, sort }
}

async function loadPage(page: number): Promise<void> {
  const turn = generation
  const { shown } = useResults.getState()
  if (shown === null) return
  inFlight.add(page)
  try {
    const rows = await api.results.page({ ...shown.query, offset: page * pageSize, limit: pageSize })
    if (turn !== generation) return
    useResults.setState((state) =>
      state.shown ? { shown: { ...state.shown, pages: withPage(state.shown.pages, page, rows) } } : {},
    )
  } catch (thrown) {
    if (turn === generation) useResults.setState({ error: asAppError(thrown) })
  } finally {
    if (turn === generation) inFlight.delete(page)
  }
}

/** Loads what is on the screen and misses, two pages at a time; pages scrolled past meanwhile are never asked for. */
function loadWanted(): void {
  const { shown, error } = useResults.getState()
  if (shown === null || error !== null) return
  const missing = pagesCovering(reading.first, reading.last, shown.count).filter(
    (page) => !shown.pages.has(page) && !inFlight.has(page),
  )
  for (const page of missing.slice(0, Math.max(0, parallelReads - inFlight.size))) {
    void loadPage(page).then(loadWanted)
  }
}

/** Reads again what is on the screen, after rows came, changed or left; what is being read stays where it is. */
const reread = coalesced(300, async () => {
  const { shown } = useResults.getState()
  // Reading the old question again would answer it in place of the new one.
  if (shown === null || unanswered) return useResults.getState().read()
  const turn = startGeneration()
  try {
    const next = await rereadPages(shown, reading, {
      count: () => api.results.count({ filter: shown.query.filter }),
      page: (page) => api.results.page({ ...shown.query, offset: page * pageSize, limit: pageSize }),
    })
    if (turn !== generation) return
    const { moved } = useResults.getState()
    useResults.setState({
      shown: { query: shown.query, count: next.count, pages: next.pages },
      error: null,
      ...(next.moved === 0 ? {} : { moved: { rows: next.moved, turn: moved.turn + 1 } }),
    })
    loadWanted()
  } catch (thrown) {
    if (turn === generation) useResults.setState({ error: asAppError(thrown) })
  }
})

api.results.changed(() => reread())
let narrowedTo = useAccounts.getState().filterAccounts()
useAccounts.subscribe((state) => {
  const ids = state.filterAccounts()
  if (ids === narrowedTo) return
  narrowedTo = ids
  void useResults.getState().read()
})
