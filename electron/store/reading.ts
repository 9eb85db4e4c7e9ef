import type { ResultsQuery } from '../../shared/model/query.ts'
import { explainingFailure, openReadOnly } from './database.ts'
import { accountQueries } from './queries/accounts.ts'
import { QueryRunner } from './queries/builder.ts'
import { countOf, idsInOrder, type NamedResult, oneResult } from './queries/results.ts'
import type { AccountZones } from './queries/results-filter.ts'

export interface StretchQuery extends ResultsQuery {
  readonly offset: number
  /** Undefined reads to the end. */
  readonly limit: number | undefined
}

/** A whole answer at one moment. */
export interface StoredAnswer {
  /** Results that match, also those outside the stretch. */
  readonly total: number
  readonly zones: AccountZones
  /** The rows of the stretch, each read when it is asked for. */
  readonly rows: Iterable<NamedResult>
}

/**
 * Reads results in one transaction on a connection of its own, so that nothing which arrives meanwhile doubles or
 * hides a row, however long the reader takes. Only ids are held for the order; rows pass one by one.
 * @throws AppError `store/*`, and whatever `read` throws
 */
export async function readResults<T>(
  file: string,
  query: StretchQuery,
  read: (answer: StoredAnswer) => Promise<T>,
): Promise<T> {
  const db = openReadOnly(file)
  try {
    const answer = explainingFailure(file, (): StoredAnswer => {
      db.exec('BEGIN')
      const run = new QueryRunner(db)
      const zones = accountQueries(db).zones()
      const total = run.first(countOf(query.filter, zones).compile())?.n ?? 0
      return { total, zones, rows: rowsOf(file, run, query, zones) }
    })
    return await read(answer)
  } finally {
    db.close()
  }
}

function* rowsOf(
  file: string,
  run: QueryRunner,
  query: StretchQuery,
  zones: AccountZones,
): Generator<NamedResult, void> {
  const stretch = idsInOrder(query, zones)
    .offset(query.offset)
    // SQLite knows no offset without a limit; a negative one is none.
    .limit(query.limit ?? -1)
  const ids = run.iterate(stretch.compile())
  try {
    for (;;) {
      const next = explainingFailure(file, () => ids.next())
      if (next.done) return
      const row = explainingFailure(file, () => run.first(oneResult(next.value.id).compile()))
      if (row !== undefined) yield row
    }
  } finally {
    ids.return?.()
  }
}
