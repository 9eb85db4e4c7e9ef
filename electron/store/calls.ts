import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { ResultsFilter, ResultsPageQuery } from '../../shared/model/query.ts'
import type { Facets, ResultDetail, ResultRow } from '../../shared/model/results-view.ts'
import { Ingest, type PageOutcome, type ReceivedPage } from './ingest.ts'
import { accountQueries } from './queries/accounts.ts'
import { activityQueries } from './queries/activity.ts'
import { QueryRunner } from './queries/builder.ts'
import { discoveryQueries } from './queries/discovery.ts'
import { facetsOf } from './queries/facets.ts'
import { resultDetail } from './queries/result-detail.ts'
import { countOf, type NamedResult, pageOf, toResultRow } from './queries/results.ts'
import { settingsQueries } from './queries/settings.ts'
import { syncStateQueries } from './queries/sync-state.ts'
import { SyncLock } from './sync-lock.ts'

/** Everything the rest of the program may ask of the database. Each call is one transaction or one query. */
export function createStoreCalls(db: Database, lock: SyncLock = new SyncLock(db.name)) {
  const ingest = new Ingest(db)
  const run = new QueryRunner(db)
  const { zones, ...accounts } = accountQueries(db)
  const stored = (query: ResultsPageQuery): NamedResult[] => run.all(pageOf(query, zones()).compile())

  return {
    ...accounts,
    ...syncStateQueries(db),
    ...discoveryQueries(db),
    ...activityQueries(db),
    ...settingsQueries(db),
    acquireSyncLock: (): boolean => lock.acquire(),
    releaseSyncLock: (): void => lock.release(),
    applyPage: (page: ReceivedPage): PageOutcome => ingest.apply(page),
    resultsPage: (query: ResultsPageQuery): ResultRow[] => stored(query).map(toResultRow),
    /** Whole stored rows, for the command line; the window reads `resultsPage`. */
    storedResultsPage: stored,
    countResults: (filter: ResultsFilter): number => run.first(countOf(filter, zones()).compile())?.n ?? 0,
    resultDetail: (id: number): ResultDetail => {
      const detail = resultDetail(run, id, zones())
      if (detail === null) throw new AppError('result/not-found')
      return detail
    },
    facets: (chosen: readonly string[] | undefined): Facets => facetsOf(run, chosen, zones()),
  }
}

export type StoreCalls = ReturnType<typeof createStoreCalls>
