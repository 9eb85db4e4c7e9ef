import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../../shared/model/answer.ts'

/** The calls that answer one long list. An answer is an ordered list of ids, all of one moment of the database. */
export interface ListCalls<Query, Row> {
  open(input: OpenInput<Query>): Promise<OpenedAnswer<Row>>
  count(of: { readonly answer: AnswerId }): Promise<number>
  rows(range: AnswerRange): Promise<readonly Row[]>
  placeOf(of: { readonly answer: AnswerId; readonly id: number }): Promise<number | null>
  ids(of: { readonly answer: AnswerId; readonly from?: number; readonly to?: number }): Promise<readonly number[]>
  close(of: { readonly answer: AnswerId }): Promise<void>
}

/** Most rows that one call returns. */
const mostAtOnce = 500

/**
 * The rows of a range, read in as many calls as it takes, without those removed since.
 * @throws AppError
 */
export async function allRows<Row>(
  calls: Pick<ListCalls<never, Row>, 'rows'>,
  { answer, from: first, to: end }: AnswerRange,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let from = first; from < end; from += mostAtOnce) {
    rows.push(...(await calls.rows({ answer, from, to: Math.min(from + mostAtOnce, end) })))
  }
  return rows
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

/**
 * Opens a list for one purpose and closes it again.
 * @param first how many rows to read with the opening
 * @throws AppError
 */
export async function withAnswer<Query, Row, Result>(
  calls: ListCalls<Query, Row>,
  query: Query,
  work: (opened: OpenedAnswer<Row>) => Promise<Result>,
  first = 1,
): Promise<Result> {
  const opened = await calls.open({ query, first })
  try {
    return await work(opened)
  } finally {
    // If closing fails, the store forgets the answer later anyway.
    calls.close({ answer: opened.answer }).catch(() => undefined)
  }
}

/** How many rows a query has. @throws AppError */
export const countRows = <Query, Row>(calls: ListCalls<Query, Row>, query: Query): Promise<number> =>
  withAnswer(calls, query, async ({ answer, count }) => count ?? calls.count({ answer }))

/** Every row of a query. @throws AppError */
export const readAll = <Query, Row>(calls: ListCalls<Query, Row>, query: Query): Promise<readonly Row[]> =>
  withAnswer(calls, query, async ({ answer, count }) =>
    allRows(calls, { answer, from: 0, to: count ?? (await calls.count({ answer })) }),
  )

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
