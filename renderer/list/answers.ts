import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../../shared/model/answer.ts'
import type { PageRows } from '../state/pages.ts'

/** The calls that answer one long list. An answer is an ordered list of ids, all of one moment of the database. */
export interface ListCalls<Query, Row> {
  open(input: OpenInput<Query>): Promise<OpenedAnswer<Row>>
  count(of: { readonly answer: AnswerId }): Promise<number>
  rows(range: AnswerRange): Promise<readonly Row[]>
  placeOf(of: { readonly answer: AnswerId; readonly id: number }): Promise<number | null>
  ids(of: { readonly answer: AnswerId; readonly from?: number; readonly to?: number }): Promise<readonly number[]>
  close(of: { readonly answer: AnswerId }): Promise<void>
}

/** As many rows as one call gives. */
const mostAtOnce = 500

/** The rows of a range, read in as many calls as it takes, without those that were removed since. @throws AppError */
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

/** The rows of a page, each in its place, also where another one was removed since the list was opened. @throws AppError */
export async function rowsInPlace<Row extends { readonly id: number }>(
  calls: Pick<ListCalls<never, Row>, 'rows' | 'ids'>,
  range: AnswerRange,
): Promise<PageRows<Row>> {
  const rows = await calls.rows(range)
  if (rows.length === range.to - range.from) return rows
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (await calls.ids(range)).map((id) => byId.get(id))
}

/** Opens a list for one purpose and closes it again. @param first how many rows come at once @throws AppError */
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
    // An answer that nobody closes is forgotten, too, only later.
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
