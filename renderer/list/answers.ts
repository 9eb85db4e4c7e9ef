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
