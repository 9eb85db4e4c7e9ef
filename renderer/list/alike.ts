/** What all rows of a list say alike: ids of facts, and one of the rows that says them. */
export interface Alike<Row> {
  readonly facts: readonly string[]
  readonly row: Row
}

/** How a list tells what its rows say alike. */
export interface AlikeSource<Query, Row, Fact extends string> {
  /** What a row says, by the ids of the facts: the ids of the columns that show them. */
  readonly facts: Readonly<Record<Fact, (row: Row) => string | number | boolean | null>>
  /** Which of these facts are alike in the whole answer, of which only a part is loaded. @throws AppError */
  ask(query: Query, facts: readonly Fact[]): Promise<readonly Fact[]>
}

/**
 * What is alike in all `count` rows of an answer. The loaded rows rule out most facts, or all when they are the whole
 * answer, so that the store is seldom asked. A single row is like nothing.
 */
export async function alikeIn<Query, Row, Fact extends string>(
  source: AlikeSource<Query, Row, Fact> | undefined,
  query: Query,
  count: number,
  loaded: readonly Row[],
): Promise<Alike<Row> | null> {
  const [row] = loaded
  if (source === undefined || row === undefined || count < 2) return null
  const { facts: tell } = source
  const alike = (Object.keys(tell) as Fact[]).filter((fact) =>
    loaded.every((other) => tell[fact](other) === tell[fact](row)),
  )
  if (alike.length === 0) return null
  const facts = loaded.length >= count ? alike : await source.ask(query, alike)
  return facts.length === 0 ? null : { facts, row }
}
