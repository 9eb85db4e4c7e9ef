import type { Database } from 'better-sqlite3'
import type { ListQuestions } from './answers.ts'
import type { QueryRunner } from './queries/builder.ts'
import { certificateIdsInOrder, certificatesAmong, certificatesIn } from './queries/certificates.ts'
import { codePageQueries } from './queries/codes-page.ts'
import { renewalQueries } from './queries/renewals.ts'
import { idsInOrder, resultsAmong, toResultRow } from './queries/results.ts'
import type { AccountZones } from './queries/results-filter.ts'

/** How each long list is answered by SQL. */
export function listQuestions(db: Database, run: QueryRunner, zones: () => AccountZones): ListQuestions {
  const renewals = renewalQueries(db, run, zones)
  const codes = codePageQueries(db)
  return {
    results: (query) => ({
      ids: (limit) => run.ids(idsInOrder(query, zones()).compile(), limit),
      rows: (ids) => inOrder(ids, run.all(resultsAmong(ids).compile()).map(toResultRow)),
    }),
    certificates: (query) => ({
      ids: (limit) => run.ids(certificateIdsInOrder(query, zones()).compile(), limit),
      rows: (ids) => inOrder(ids, run.all(certificatesAmong(ids).compile()).map(certificatesIn(zones()))),
    }),
    renewals: ({ filter, now }) => renewals.renewalsList(filter, now),
    codes: (query) => codes.codesList(query),
  }
}

function inOrder<Row extends { readonly id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
