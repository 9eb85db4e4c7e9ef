import type { AccessCodeRow, CodesQuery } from '../../shared/model/access-code.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { CertificatesQuery, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../shared/model/filter.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { ReadName, WriteName } from './call-table.ts'
import type { StoreApi } from './calls.ts'
import type { StoredCertificate } from './certificates/certificates.ts'
import type { StoredRenewal } from './certificates/renewals.ts'

/** The long lists: the query and the rows of each. */
export interface Lists {
  readonly results: { readonly query: ResultsQuery; readonly row: ResultRow }
  readonly certificates: { readonly query: CertificatesQuery; readonly row: StoredCertificate }
  readonly renewals: {
    /** `now` decides which certificates are due. */
    readonly query: { readonly filter: RenewalsFilter; readonly now: UnixSeconds }
    readonly row: StoredRenewal
  }
  readonly codes: { readonly query: CodesQuery; readonly row: AccessCodeRow }
}

export type ListName = keyof Lists

/**
 * Long lists as ordered ids, each of one moment of the database. Every call throws `answer/gone` for a list that was
 * closed or evicted.
 */
export interface AnswersApi {
  /**
   * Returns the first rows before the whole order is known; `count` is then null. Closes the lists not used for
   * longest.
   * @param signal aborts when nobody waits any more: a question not begun is dropped and rejects with `answer/gone`
   */
  open<Name extends ListName>(
    list: Name,
    query: Lists[Name]['query'],
    first: number,
    signal?: AbortSignal,
  ): Promise<OpenedAnswer<Lists[Name]['row']>>
  /** The number of rows; waits for the order. */
  count(answer: AnswerId): Promise<number>
  /** The present rows of a range; leaves out rows removed since. */
  rows<Name extends ListName>(
    list: Name,
    answer: AnswerId,
    from: number,
    to: number,
  ): Promise<readonly Lists[Name]['row'][]>
  placeOf(answer: AnswerId, id: number): Promise<number | null>
  ids(answer: AnswerId, from?: number, to?: number): Promise<readonly number[]>
  close(answer: AnswerId): void
}

type Promised<Name extends keyof StoreApi> = {
  readonly [Each in Name]: (...input: Parameters<StoreApi[Each]>) => Promise<ReturnType<StoreApi[Each]>>
}

/** What may be read. An answer to a question asked after a write was confirmed shows that write. */
export interface ReadApi extends Promised<ReadName> {
  readonly answers: AnswersApi
}

/** What may be changed. Each call is one transaction; its topics are announced when it is confirmed. */
export interface WriteApi extends Promised<WriteName> {
  /** Replaces the database with a copy; it is closed meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
}

export interface Store extends ReadApi, WriteApi {
  /** Finishes pending calls, then closes the database. */
  close(): Promise<void>
}

export type { Discovery, StoredAccount } from './accounts/accounts.ts'
export type { Topic } from './call-table.ts'
export { TopicBus, topics } from './call-table.ts'
export type { NamedCertificate, WaitingDownload } from './certificates/certificates.ts'
export type { CodeBatch } from './codes/sending.ts'
// What can be known without opening the database: its files, the copies beside it and what is wrong with it.
export { copiesBeside, isDamage, isNewPlace } from './damage.ts'
export { copyToRead } from './database-files.ts'
export { isRunning } from './locks.ts'
export type { CertificatesQuestion, StoredAttempt } from './reading.ts'
export { type Reading, readAtOneMoment } from './reading.ts'
export { incoming, outgoing } from './replacement-files.ts'
export { wireValue } from './results/columns.ts'
export type { AccountZones } from './results/filter.ts'
export { extraInfoOf, type NamedResult, truth } from './results/rows.ts'
export { newestVersion } from './schema/migrate.ts'
export type { SnapshotAnswer, SnapshotTask } from './snapshot.ts'
export { openStore, type StorePorts, type StoreWorkers } from './store.ts'
export type { SyncState } from './sync-state/sync-state.ts'
export type { OnSlowCall } from './thread-queue.ts'
export type { StoredCertificate, StoredRenewal }
