/** The facts that are the same in all rows of a list, by id, with one of the rows that hold them. */
export interface Alike<Row> {
  readonly facts: readonly string[]
  readonly row: Row
}

/** How a list finds the facts that are the same in all its rows. */
export interface AlikeSource<Query, Row, Fact extends string> {
  /** The value of each fact in a row; a fact's id is the id of the column that shows it. */
  readonly facts: Readonly<Record<Fact, (row: Row) => string | number | boolean | null>>
  /**
   * Which of these facts are the same in the whole answer, of which only a part is loaded.
   * @throws AppError
   */
  ask(query: Query, facts: readonly Fact[]): Promise<readonly Fact[]>
}

/** An answer as far as it is here. */
interface Loaded<Row> {
  readonly count: number
  readonly rows: readonly Row[]
  /** The first row in the opposite direction, where that is here too. */
  readonly opposite?: Row | undefined
  /** Of some facts, whether all rows have them alike. */
  readonly alike?: Readonly<Partial<Record<string, boolean>>> | undefined
}

/**
 * The facts that are the same in all `count` rows of an answer. The loaded rows rule out most facts, or settle it when
 * they are the whole answer; of most others the answer tells, so that the store is seldom asked. Null when there are
 * none, or fewer than two rows.
 */
export async function alikeIn<Query, Row, Fact extends string>(
  source: AlikeSource<Query, Row, Fact> | undefined,
  query: Query,
  { count, rows, opposite, alike: told = {} }: Loaded<Row>,
): Promise<Alike<Row> | null> {
  const loaded = opposite === undefined ? rows : [...rows, opposite]
  const [row] = loaded
  if (source === undefined || row === undefined || count < 2) return null
  const { facts: tell } = source
  const alike = (Object.keys(tell) as Fact[]).filter((fact) =>
    loaded.every((other) => tell[fact](other) === tell[fact](row)),
  )
  if (rows.length >= count) return factsOf(alike, row)
  const asked = alike.filter((fact) => told[fact] === undefined)
  const answered = asked.length === 0 ? [] : await source.ask(query, asked)
  return factsOf(
    alike.filter((fact) => told[fact] ?? answered.includes(fact)),
    row,
  )
}

const factsOf = <Row>(facts: readonly string[], row: Row): Alike<Row> | null =>
  facts.length === 0 ? null : { facts, row }
