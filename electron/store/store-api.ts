import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import type { CertificateFact, Facets, ResultDetail, ResultFact } from '../../shared/model/results-view.ts'
import { accountQueries, discoveryQueries } from './accounts/accounts.ts'
import { QueryRunner } from './builder.ts'
import {
  certificateCountOf,
  certificateFileQueries,
  certificateIdsInOrder,
  certificatesAmong,
  certificatesIn,
} from './certificates/certificates.ts'
import { certificateLookup } from './certificates/lookup.ts'
import { renewalQueries } from './certificates/renewals.ts'
import { codeEdits } from './codes/edits.ts'
import { codeJournalQueries } from './codes/journal.ts'
import { codeListQueries, startLinkQueries } from './codes/lists.ts'
import { codePageQueries } from './codes/page.ts'
import { outboxSending } from './codes/sending.ts'
import { codeUndo } from './codes/undo.ts'
import { contentsQueries } from './contents.ts'
import type { ListQuestions } from './lists.ts'
import { SyncLock } from './locks.ts'
import { certificateFactsAlike, facetsOf, factsAlike, longestNames } from './results/facets.ts'
import { Ingest, type PageOutcome } from './results/ingest.ts'
import { readAgainQueries } from './results/reread.ts'
import { countOf, idsInOrder, resultDetail, resultsAmong, toResultRow } from './results/rows.ts'
import { settingsQueries } from './settings.ts'
import { activityQueries } from './sync-state/activity.ts'
import { syncStateQueries } from './sync-state/sync-state.ts'

/** Everything the rest of the program may ask of the database. Each call is one transaction or one query. */
export const createStoreApi = (...on: Parameters<typeof storeOn>) => storeOn(...on).calls

/** The calls on one connection, and the queries that open its long lists. */
export function storeOn(
  db: Database,
  lock: SyncLock = new SyncLock(db.name),
  pushLock: SyncLock = new SyncLock(db.name, 'push.lock'),
) {
  const ingest = new Ingest(db)
  const run = new QueryRunner(db)
  const { zones, ...accounts } = accountQueries(db)
  const { forgetCodesOfNobody, ...codeLists } = codeListQueries(db)
  const { codesList, ...codePages } = codePageQueries(db)
  const { renewalsList, ...renewals } = renewalQueries(db, run, zones)

  const calls = {
    ...accounts,
    /**
     * Removes an account with everything of it: also the keys of its codes, and the text in the desk's index that
     * SQLite would only clean up some day.
     */
    removeAccount: (id: string): void => {
      accounts.removeAccount(id)
      forgetCodesOfNobody()
      db.exec(`INSERT INTO certificate_search (certificate_search) VALUES ('optimize')`)
    },
    ...syncStateQueries(db),
    ...readAgainQueries(db),
    ...discoveryQueries(db),
    ...activityQueries(db),
    ...settingsQueries(db),
    ...contentsQueries(db),
    ...codeLists,
    ...codePages,
    ...codeJournalQueries(db),
    ...codeEdits(db),
    ...codeUndo(db),
    ...outboxSending(db),
    ...startLinkQueries(db),
    ...certificateLookup(db, run, zones),
    ...certificateFileQueries(db, run, zones),
    ...renewals,
    acquireSyncLock: (): boolean => lock.acquire(),
    releaseSyncLock: (): void => lock.release(),
    acquirePushLock: (): boolean => pushLock.acquire(),
    releasePushLock: (): void => pushLock.release(),
    applyPage: (page: ReceivedPage): PageOutcome => ingest.apply(page),
    countResults: (filter: ResultsFilter): number => run.first(countOf(filter, zones()).compile())?.n ?? 0,
    /** Which of these facts are the same for all results of a filter. */
    resultsAlike: (filter: ResultsFilter, facts: readonly ResultFact[]): ResultFact[] =>
      factsAlike(run, filter, facts, zones()),
    /** The longest names of students, from which a list computes its column width. */
    longestNames: (accounts: readonly string[] | undefined): string[] => longestNames(run, accounts),
    certificatesAlike: (filter: ResultsFilter, facts: readonly CertificateFact[]): CertificateFact[] =>
      certificateFactsAlike(run, filter, facts, zones()),
    countCertificates: (filter: ResultsFilter): number =>
      run.first(certificateCountOf(filter, zones()).compile())?.n ?? 0,
    resultDetail: (id: number): ResultDetail => {
      const detail = resultDetail(run, id, zones())
      if (detail === null) throw new AppError('result/not-found')
      return detail
    },
    facets: (chosen: readonly string[] | undefined): Facets => facetsOf(run, chosen, zones()),
  }
  const lists: ListQuestions = {
    results: (query) => ({
      ids: (limit) => run.ids(idsInOrder(query, zones()).compile(), limit),
      rows: (ids) => inOrder(ids, run.all(resultsAmong(ids).compile()).map(toResultRow)),
    }),
    certificates: (query) => ({
      ids: (limit) => run.ids(certificateIdsInOrder(query, zones()).compile(), limit),
      rows: (ids) => inOrder(ids, run.all(certificatesAmong(ids).compile()).map(certificatesIn(zones()))),
    }),
    renewals: ({ filter, now }) => renewalsList(filter, now),
    codes: codesList,
  }
  return { calls, lists }
}

function inOrder<Row extends { readonly id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export type StoreApi = ReturnType<typeof createStoreApi>
