import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { asAppError } from '../api/client.ts'
import { type Alike, type AlikeSource, alikeIn } from './alike.ts'
import { coalesced } from './coalesced.ts'
import { type Pages, pageSize, pagesCovering, rowAt, withPage } from './pages.ts'
import { type Reading, rereadPages } from './reread-pages.ts'

/** One answer of the store: the rows of one query, as far as they are loaded. */
export interface ShownPages<Query, Row> {
  readonly query: Query
  readonly count: number
  readonly pages: Pages<Row>
  /** What all rows of the answer say alike, loaded or not; null where they say nothing alike. */
  readonly alike: Alike<Row> | null
}

/** A long list read in pages, as a grid wants it. */
export interface PagedList<Query, Row> {
  /** The last answer; it stays until the next one is here, so that nothing flickers. Null before the first. */
  readonly shown: ShownPages<Query, Row> | null
  readonly error: AppError | null
  /** Rows by which everything below the reading point moved, counted up so that the same move twice is seen twice. */
  readonly moved: { readonly rows: number; readonly turn: number }
  /** Asks a query and starts at its first row. */
  ask(query: Query): Promise<void>
  /** Forgets what is shown, before a list that has nothing to do with it. */
  clear(): void
  /** Tells which rows are on the screen, so that their pages get loaded. */
  lookAt(reading: Reading): void
  /** The row at an index, loading its page when needed; null when there is none. */
  rowAt(index: number): Promise<Row | null>
  /** The rows from `first` to `last`, both included, read where they are not loaded. @throws AppError */
  rowsBetween(first: number, last: number): Promise<readonly Row[]>
  /** Reads again what is on the screen; what is being read stays where it is. */
  refresh(): void
}

interface Source<Query, Row, Fact extends string> {
  count(query: Query): Promise<number>
  page(query: Query, offset: number, limit: number): Promise<readonly Row[]>
  readonly alike?: AlikeSource<Query, Row, Fact>
}

const parallelReads = 2

/** As many rows as one call gives. */
const mostAtOnce = 500

/** A store of one long list. Answers that a newer question has overtaken are thrown away. */
export function createPagedList<Query, Row extends { readonly id: number }, Fact extends string = never>(
  source: Source<Query, Row, Fact>,
): UseBoundStore<StoreApi<PagedList<Query, Row>>> {
  let generation = 0
  let reading: Reading = { first: 0, last: 0, anchor: null }
  let inFlight = new Set<number>()
  /** The question asked last while it waits for its answer, or went without one. */
  let unanswered: Query | null = null

  const startGeneration = (): number => {
    generation += 1
    inFlight = new Set()
    return generation
  }
  const readPage = (query: Query, page: number) => source.page(query, page * pageSize, pageSize)

  const store = create<PagedList<Query, Row>>()((set, get) => ({
    shown: null,
    error: null,
    moved: { rows: 0, turn: 0 },

    async ask(query) {
      const turn = startGeneration()
      unanswered = query
      try {
        const [count, rows] = await Promise.all([source.count(query), readPage(query, 0)])
        if (turn !== generation) return
        const alike = await alikeIn(source.alike, query, count, rows)
        if (turn !== generation) return
        unanswered = null
        // What was asked of the list before this answer came is no part of it.
        startGeneration()
        set({ shown: { query, count, pages: new Map([[0, rows]]), alike }, error: null })
      } catch (thrown) {
        if (turn === generation) set({ error: asAppError(thrown) })
      }
    },
    clear() {
      startGeneration()
      unanswered = null
      set({ shown: null, error: null })
    },
    lookAt(next) {
      reading = next
      loadWanted()
    },
    async rowAt(index) {
      const { shown } = get()
      if (shown === null || index < 0 || index >= shown.count) return null
      const loaded = shownRow(shown, index)
      if (loaded) return loaded
      await loadPage(Math.floor(index / pageSize))
      const now = get().shown
      return now?.query === shown.query ? (shownRow(now, index) ?? null) : null
    },
    async rowsBetween(first, last) {
      const { shown } = get()
      if (shown === null) return []
      const here = Array.from({ length: last - first + 1 }, (_, place) => shownRow(shown, first + place))
      if (here.every((row) => row !== undefined)) return here
      const rows: Row[] = []
      for (let offset = first; offset <= last; offset += mostAtOnce) {
        rows.push(...(await source.page(shown.query, offset, Math.min(mostAtOnce, last - offset + 1))))
      }
      return rows
    },
    refresh: coalesced(300, reread),
  }))

  async function loadPage(page: number): Promise<void> {
    const turn = generation
    const { shown } = store.getState()
    if (shown === null) return
    inFlight.add(page)
    try {
      const rows = await readPage(shown.query, page)
      if (turn !== generation) return
      store.setState((state) =>
        state.shown ? { shown: { ...state.shown, pages: withPage(state.shown.pages, page, rows) } } : {},
      )
    } catch (thrown) {
      if (turn === generation) store.setState({ error: asAppError(thrown) })
    } finally {
      if (turn === generation) inFlight.delete(page)
    }
  }

  /** Loads what is on the screen and misses, two pages at a time; pages scrolled past meanwhile are never asked for. */
  function loadWanted(): void {
    const { shown, error } = store.getState()
    if (shown === null || error !== null) return
    const missing = pagesCovering(reading.first, reading.last, shown.count).filter(
      (page) => !shown.pages.has(page) && !inFlight.has(page),
    )
    for (const page of missing.slice(0, Math.max(0, parallelReads - inFlight.size))) {
      void loadPage(page).then(loadWanted)
    }
  }

  async function reread(): Promise<void> {
    const { shown, ask } = store.getState()
    // Reading the old question again would answer it in place of the new one.
    if (unanswered !== null) return ask(unanswered)
    if (shown === null) return
    const turn = startGeneration()
    try {
      const next = await rereadPages(shown, reading, {
        count: () => source.count(shown.query),
        page: (page) => readPage(shown.query, page),
      })
      const alike = await alikeIn(source.alike, shown.query, next.count, [...next.pages.values()].flat())
      if (turn !== generation) return
      startGeneration()
      const { moved } = store.getState()
      store.setState({
        shown: { query: shown.query, count: next.count, pages: next.pages, alike },
        error: null,
        ...(next.moved === 0 ? {} : { moved: { rows: next.moved, turn: moved.turn + 1 } }),
      })
      loadWanted()
    } catch (thrown) {
      if (turn === generation) store.setState({ error: asAppError(thrown) })
    }
  }

  return store
}

/** The row at an index of what is shown; undefined while it is being loaded. */
export const shownRow = <Row>(shown: ShownPages<unknown, Row> | null, index: number): Row | undefined =>
  shown ? rowAt(shown.pages, index) : undefined
