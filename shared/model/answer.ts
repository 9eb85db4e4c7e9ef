/**
 * An answer: the ids of a long list's rows in order, held where the database is read. Count, pages, places and
 * selections are all of the moment it was opened; rows are read by id as they are now.
 */
export type AnswerId = number

/** Opens a list. */
export interface OpenInput<Query> {
  readonly query: Query
  /** How many of the first rows come with the answer. */
  readonly first: number
  /**
   * The list on screen the answer is for. An earlier, still unanswered question for the same list is then dropped and
   * ends with `answer/gone`.
   */
  readonly place?: string | undefined
}

export interface OpenedAnswer<Row> {
  readonly answer: AnswerId
  readonly rows: readonly Row[]
  /** Null while the order is still being made; `count` waits for it. */
  readonly count: number | null
  /** Of some facts, by the name of the list's own, whether all rows have them alike; of the others nothing is known yet. */
  readonly alike?: Readonly<Partial<Record<string, boolean>>>
  /**
   * The first row in the opposite direction, where it is known: it tells of most facts that they are not alike in all
   * rows, though they are in the first ones.
   */
  readonly opposite?: Row
}

/** The part of an answer from index `from` (included) to index `to` (excluded). */
export interface AnswerRange {
  readonly answer: AnswerId
  readonly from: number
  readonly to: number
}
