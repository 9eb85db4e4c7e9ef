import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { AnswerRange, OpenedAnswer } from '../../shared/model/answer.ts'
import { asAppError, coalesced } from '../api/client.ts'
import { type Alike, type AlikeSource, alikeIn } from './alike.ts'
import { allRows, type ListCalls } from './answers.ts'

/** The part of an answer that is shown: its rows, as far as they are loaded. */
export interface ShownList<Query, Row> {
  readonly query: Query
  readonly answer: number
  /** The number of rows; until `counted`, only that of the first ones. */
  readonly count: number
  readonly counted: boolean
  readonly pages: Pages<Row>
  /** The facts that are the same in all rows of the answer, loaded or not; null where there are none. */
  readonly alike: Alike<Row> | null
}

/**
 * The rows on the screen, and the row that must stay where it is (null: none, since the top of the list is on screen).
 */
export interface Reading {
  readonly first: number
  readonly last: number
  readonly anchor: number | null
}

/** A long list, as a grid reads it. */
export interface LongList<Query, Row> {
  /** The last answer; it stays until the next one is here, so that nothing flickers. Null before the first. */
  readonly shown: ShownList<Query, Row> | null
  readonly error: AppError | null
  /** How many rows everything below the reader's place has moved; `turn` distinguishes two equal moves. */
  readonly moved: { readonly rows: number; readonly turn: number }
  /** Asks a query and starts at its first row. */
  ask(query: Query): Promise<void>
  /** Asks a query that finds much the same rows: the row being read stays where it is on screen. */
  askAnew(query: Query): Promise<void>
  /** Empties the list, before another one that has nothing to do with it. */
  clear(): void
  /** Reports which rows are on the screen, so that their pages are loaded. */
  lookAt(reading: Reading): void
  /** The row at an index, loading its page when needed; null when there is none. */
  rowAt(index: number): Promise<Row | null>
  /** The rows from `first` to `last`, both included, read where they are not loaded. @throws AppError */
  rowsBetween(first: number, last: number): Promise<readonly Row[]>
  /** The ids of the rows from `first` to `last`, both included, or to the end. @throws AppError */
  idsBetween(first: number, last?: number): Promise<readonly number[]>
  /** The index of a row, loaded or not; null where the list does not hold it. @throws AppError */
  placeOf(id: number): Promise<number | null>
  /** Asks the shown question again; the row being read stays where it is. */
  refresh(): void
}

export type ListStore<Query, Row> = UseBoundStore<StoreApi<LongList<Query, Row>>>

interface ListSource<Query, Row, Fact extends string> {
  /** The list's name. A waiting question of the same name gives way to a newer one. */
  readonly name: string
  readonly calls: ListCalls<Query, Row>
  readonly alike?: AlikeSource<Query, Row, Fact>
}

const parallelReads = 2

/** Milliseconds: an answer that is whole by then is shown in one piece, a slower one starts with its first rows. */
const patience = 20

/** Milliseconds until the answer before is let go of: its rows are then painted over, and the machine has nothing to do. */
const untilPainted = 100

/** Creates the store of one long list. Answers that a newer question has overtaken are dropped. */
export function createListStore<Query, Row extends { readonly id: number }, Fact extends string = never>({
  name,
  calls,
  alike: alikeSource,
}: ListSource<Query, Row, Fact>): ListStore<Query, Row> {
  /** Counted up by every question: a caller that finds another number has been overtaken. */
  let turn = 0
  let reading: Reading = { first: 0, last: 0, anchor: null }
  let inFlight = new Set<number>()
  /** The last question, while it waits for its answer or after it failed. */
  let unanswered: Query | null = null
  /** The reread under way. A second one would make the first give way: they ask under the same name. */
  let rereading: Promise<void> | null = null
  /** Whether the question was already asked again because its answer was gone. */
  let askedAgain = false

  const nextTurn = (): number => {
    turn += 1
    return turn
  }

  const store: ListStore<Query, Row> = create<LongList<Query, Row>>()((set, get) => ({
    shown: null,
    error: null,
    moved: { rows: 0, turn: 0 },

    async ask(query) {
      const mine = nextTurn()
      unanswered = query
      try {
        const opened = await calls.open({ query, first: pageSize, place: name })
        if (mine !== turn) return letGo(opened.answer)
        const whole = wholeOf(query, opened)
        const soon = await Promise.race([whole, after(patience)])
        if (mine !== turn) return letGo(opened.answer)
        unanswered = null
        const firstRows = { count: opened.rows.length, counted: false, alike: null }
        show({ query, answer: opened.answer, pages: new Map([[0, opened.rows]]), ...(soon ?? firstRows) })
        const late = await whole
        if (mine === turn) askedAgain = false
        if (soon !== null) return
        const { shown } = get()
        if (shown?.answer === opened.answer) set({ shown: { ...shown, ...late } })
        loadWanted()
      } catch (thrown) {
        if (mine === turn) failed(thrown)
      }
    },
    async askAnew(query) {
      unanswered = query
      await openAgain(query)
    },
    clear() {
      nextTurn()
      unanswered = null
      const { shown } = get()
      if (shown !== null) letGo(shown.answer)
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
      if (shown === null || last < first) return []
      const here = Array.from({ length: last - first + 1 }, (_, place) => shownRow(shown, first + place))
      if (here.every((row) => row !== undefined)) return here
      return ofShown((answer) => allRows(calls, { answer, from: first, to: last + 1 }))
    },
    idsBetween: (from, last) =>
      ofShown((answer) => calls.ids({ answer, from, ...(last === undefined ? {} : { to: last + 1 }) })),
    placeOf: (id) => ofShown((answer) => calls.placeOf({ answer, id })),
    refresh: coalesced(300, async () => {
      // A reread that began before the change may not show it.
      await rereading
      await reread()
    }),
  }))

  /** Asks again where the answer is gone, as when the reader was restarted; shows any other error, and this one twice. */
  function failed(thrown: unknown): void {
    const error = asAppError(thrown)
    const again = error.code === 'answer/gone' && !askedAgain
    askedAgain = again
    if (again) store.getState().refresh()
    else store.setState({ error })
  }

  /** The count of an answer and the facts its rows share, both known only once its whole order is. */
  async function wholeOf(query: Query, opened: OpenedAnswer<Row>) {
    const count = opened.count ?? (await calls.count({ answer: opened.answer }))
    return { count, counted: true, alike: await alikeIn(alikeSource, query, { ...opened, count }) }
  }

  function show(next: ShownList<Query, Row>, moved = 0): void {
    const { shown, moved: before } = store.getState()
    inFlight = new Set()
    store.setState({
      shown: next,
      error: null,
      ...(moved === 0 ? {} : { moved: { rows: moved, turn: before.turn + 1 } }),
    })
    if (shown !== null) setTimeout(() => letGo(shown.answer), untilPainted)
  }

  /**
   * Asks the answer shown; where another answer has replaced it meanwhile, asks that one.
   * @throws AppError
   */
  async function ofShown<Said>(ask: (answer: number) => Promise<Said>): Promise<Said> {
    const answerNow = () => {
      const { shown } = store.getState()
      if (shown === null) throw new Error('There is no list to ask of.')
      return shown.answer
    }
    for (;;) {
      const answer = answerNow()
      try {
        return await ask(answer)
      } catch (thrown) {
        if (asAppError(thrown).code !== 'answer/gone') throw thrown
        if (answer === answerNow()) await reread()
        if (answer === answerNow()) throw thrown
      }
    }
  }

  /** Closes an answer nobody uses any more. If that fails, the store forgets it later anyway. */
  function letGo(answer: number): void {
    void calls.close({ answer }).catch(() => undefined)
  }

  async function loadPage(page: number): Promise<void> {
    const { shown } = store.getState()
    if (shown === null) return
    const { answer } = shown
    const isShown = () => store.getState().shown?.answer === answer
    inFlight.add(page)
    try {
      const to = Math.min((page + 1) * pageSize, shown.count)
      const rows = await rowsInPlace(calls, { answer, from: page * pageSize, to })
      if (!isShown()) return
      store.setState((state) =>
        state.shown ? { shown: { ...state.shown, pages: withPage(state.shown.pages, page, rows) } } : {},
      )
    } catch (thrown) {
      if (!isShown() || unanswered !== null) return
      const error = asAppError(thrown)
      if (error.code === 'answer/gone') store.getState().refresh()
      else store.setState({ error })
    } finally {
      if (isShown()) inFlight.delete(page)
    }
  }

  /** Loads missing pages of the rows on screen, two at a time; pages scrolled past meanwhile are never loaded. */
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

  /** Opens the shown question again and keeps the row being read where it is on screen; joins a reread under way. */
  function reread(): Promise<void> {
    rereading ??= openShown().finally(() => {
      rereading = null
    })
    return rereading
  }

  async function openShown(): Promise<void> {
    const { shown, ask } = store.getState()
    // Reading the old question again would replace the new one.
    if (unanswered !== null) return ask(unanswered)
    if (shown !== null) await openAgain(shown.query)
  }

  async function openAgain(query: Query): Promise<void> {
    const { shown, ask } = store.getState()
    if (shown === null) return ask(query)
    const mine = nextTurn()
    const { first, last, anchor } = reading
    try {
      const opened = await calls.open({ query, first: pageSize, place: name })
      const { answer } = opened
      const held = anchor === null ? undefined : shownRow(shown, anchor)
      const [whole, place] = await Promise.all([
        wholeOf(query, opened),
        held === undefined ? null : calls.placeOf({ answer, id: held.id }),
      ])
      const moved = place === null || anchor === null ? 0 : place - anchor
      const pages = new Map<number, PageRows<Row>>([[0, opened.rows]])
      for (const page of pagesCovering(first + moved, last + moved, whole.count)) {
        const to = Math.min((page + 1) * pageSize, whole.count)
        if (page > 0) pages.set(page, await rowsInPlace(calls, { answer, from: page * pageSize, to }))
      }
      if (mine !== turn) return letGo(answer)
      askedAgain = false
      unanswered = null
      show({ query, answer, pages, ...whole }, moved)
      loadWanted()
    } catch (thrown) {
      if (mine === turn) failed(thrown)
    }
  }

  return store
}

/** The row at an index of the list shown; undefined while it is being loaded. */
export const shownRow = <Row>(shown: { readonly pages: Pages<Row> } | null, index: number): Row | undefined =>
  shown ? rowAt(shown.pages, index) : undefined

/** Resolves to null after so many milliseconds. */
const after = (milliseconds: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), milliseconds))

/** The rows of one page, each at its index; undefined where one was removed since the list was opened. */
export type PageRows<Row> = readonly (Row | undefined)[]

/** The loaded pages of a long list, by page number. */
export type Pages<Row> = ReadonlyMap<number, PageRows<Row>>

export const pageSize = 100

/** Most pages kept: a screenful is one or two, so this is some minutes of scrolling. */
export const pagesKept = 60

/** The row at an index, or undefined while its page is not loaded. */
export const rowAt = <Row>(pages: Pages<Row>, index: number): Row | undefined =>
  pages.get(Math.floor(index / pageSize))?.[index % pageSize]

/** The page numbers that hold the rows from `first` to `last`, both included, of a list of `count`. */
export function pagesCovering(first: number, last: number, count: number): number[] {
  const from = Math.max(0, Math.floor(first / pageSize))
  const to = Math.floor(Math.min(last, count - 1) / pageSize)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset)
}

/** The index of the row with this id among the loaded pages, or null. */
export function findRow<Row extends { readonly id: number }>(pages: Pages<Row>, id: number): number | null {
  for (const [page, rows] of pages) {
    const place = rows.findIndex((row) => row?.id === id)
    if (place >= 0) return page * pageSize + place
  }
  return null
}

/**
 * The index `by` rows from a row that is no longer loaded. Where another row has taken its place, that row counts as
 * the next.
 */
export const steppedFrom = <Row>(pages: Pages<Row>, index: number, by: number): number =>
  by > 0 && rowAt(pages, index) !== undefined ? index + by - 1 : index + by

/** Adds a page; when there are then too many, drops those farthest from it. */
export function withPage<Row>(pages: Pages<Row>, page: number, rows: PageRows<Row>): Pages<Row> {
  const all = new Map(pages).set(page, rows)
  if (all.size <= pagesKept) return all
  const nearest = [...all.keys()].sort((a, b) => Math.abs(a - page) - Math.abs(b - page)).slice(0, pagesKept)
  return new Map(nearest.map((number) => [number, all.get(number) ?? []]))
}

/**
 * The rows of a page, each at its index, even where another row was removed since the list was opened.
 * @throws AppError
 */
export async function rowsInPlace<Row extends { readonly id: number }>(
  calls: Pick<ListCalls<never, Row>, 'rows' | 'ids'>,
  range: AnswerRange,
): Promise<PageRows<Row>> {
  const rows = await calls.rows(range)
  if (rows.length === range.to - range.from) return rows
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (await calls.ids(range)).map((id) => byId.get(id))
}
