import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { CertificateFact, ResultFact } from '../../shared/model/alike.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import type { Facets, ResultDetail } from '../../shared/model/results-view.ts'
import type { ListQuestions } from './answers.ts'
import { Ingest, type PageOutcome } from './ingest.ts'
import { codeEdits } from './outbox/edits.ts'
import { outboxSending } from './outbox/sending.ts'
import { codeUndo } from './outbox/undo.ts'
import { accountQueries } from './queries/accounts.ts'
import { activityQueries } from './queries/activity.ts'
import { certificateFactsAlike, factsAlike } from './queries/alike.ts'
import { QueryRunner } from './queries/builder.ts'
import { certificateFileQueries } from './queries/certificate-files.ts'
import { certificateLookup } from './queries/certificate-lookup.ts'
import { certificateCountOf, certificateIdsInOrder, certificatesAmong, certificatesIn } from './queries/certificates.ts'
import { codeListQueries } from './queries/codes.ts'
import { codeJournalQueries } from './queries/codes-journal.ts'
import { codePageQueries } from './queries/codes-page.ts'
import { contentsQueries } from './queries/contents.ts'
import { discoveryQueries } from './queries/discovery.ts'
import { facetsOf } from './queries/facets.ts'
import { longestNames } from './queries/longest-names.ts'
import { renewalQueries } from './queries/renewals.ts'
import { resultDetail } from './queries/result-detail.ts'
import { countOf, idsInOrder, resultsAmong, toResultRow } from './queries/results.ts'
import { settingsQueries } from './queries/settings.ts'
import { startLinkQueries } from './queries/start-links.ts'
import { syncStateQueries } from './queries/sync-state.ts'
import { readAgainQueries } from './read-again.ts'
import { SyncLock } from './sync-lock.ts'

/** Everything the rest of the program may ask of the database. Each call is one transaction or one query. */
export const createStoreCalls = (...on: Parameters<typeof storeOn>) => storeOn(...on).calls

/** The calls on one connection, and the questions that open its long lists. */
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
     * Removes an account with all it has, also the looks of its codes, and from the pages of the desk's index that SQLite
     * would tidy up some day.
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
    /** Which of these facts all results of a filter have alike. */
    resultsAlike: (filter: ResultsFilter, facts: readonly ResultFact[]): ResultFact[] =>
      factsAlike(run, filter, facts, zones()),
    /** The longest names of students, by which a list knows how wide its names can get. */
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

export type StoreCalls = ReturnType<typeof createStoreCalls>
