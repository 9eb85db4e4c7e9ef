import type { Database } from 'better-sqlite3'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { accountZones } from '../accounts/accounts.ts'
import { preparingLate, QueryRunner } from '../builder.ts'
import { Columns } from '../columns/columns.ts'
import { inOrderOf, type ListQuestion } from '../lists.ts'
import { alikeInMemory } from './alike.ts'
import { isAboutDays } from './filter.ts'
import { idsInOrder, marksOf, resultsAmong, toResultRow } from './rows.ts'

export type ResultsList = ReturnType<typeof resultsList>

/**
 * The list of results on one connection, with what it asks. It stands by itself, because the first page after a start
 * waits for no other part of the store to be loaded.
 */
export function resultsList(connection: Database) {
  const run = new QueryRunner(connection)
  const db = preparingLate(connection)
  const zones = accountZones(db)
  const columns = new Columns(db, zones)

  /** The ids of the results of a query, from memory where they stand there. */
  const foundBy = (query: ResultsQuery): Pick<ListQuestion<unknown>, 'ids' | 'whole' | 'alike' | 'opposite'> => {
    const found = columns.find(query)
    if (found === null)
      return { ids: (limit) => run.ids(idsInOrder(query, zones(isAboutDays(query.filter))).compile(), limit) }
    const alike = () => alikeInMemory(found.arrays, found.rows)
    return { ids: (limit = found.count) => found.first(limit), whole: found, alike, opposite: found.opposite }
  }
  const list = (query: ResultsQuery): ListQuestion<ResultRow> => ({
    ...foundBy(query),
    rows: (ids) => {
      const marks = marksOf(run, ids)
      const marked = (row: ResultRow) => {
        const own = marks.get(row.id)
        return own === undefined ? row : { ...row, marks: own }
      }
      return inOrderOf(ids, run.all(resultsAmong(ids)).map(toResultRow).map(marked))
    },
  })
  return { db, run, zones, columns, foundBy, list }
}
