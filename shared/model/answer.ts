/**
 * A long list as one thing: its rows' ids in order, held where the database is read. Count, pages, places and selections
 * are all of the one moment at which it was opened; rows are read by id as they are now.
 */
export type AnswerId = number

/** Opens a list. */
export interface OpenInput<Query> {
  readonly query: Query
  /** So many rows of its beginning come with the answer. */
  readonly first: number
  /**
   * What the list is shown in. An earlier question of the same place that was not answered yet is then waited for by
   * nobody: it is not asked any more, and ends with `answer/gone`.
   */
  readonly place?: string | undefined
}

export interface OpenedAnswer<Row> {
  readonly answer: AnswerId
  readonly rows: readonly Row[]
  /** Null while the order is still being made: `count` waits for it. */
  readonly count: number | null
}

/** A part of an answer, from the place `from` up to, without, `to`. */
export interface AnswerRange {
  readonly answer: AnswerId
  readonly from: number
  readonly to: number
}
