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

/** The long lists: what each is asked, and its rows. */
export interface Lists {
  readonly results: { readonly query: ResultsQuery; readonly row: ResultRow }
  readonly certificates: { readonly query: CertificatesQuery; readonly row: StoredCertificate }
  readonly renewals: {
    /** `now` decides what is due. */
    readonly query: { readonly filter: RenewalsFilter; readonly now: UnixSeconds }
    readonly row: StoredRenewal
  }
  readonly codes: { readonly query: CodesQuery; readonly row: AccessCodeRow }
}

export type ListName = keyof Lists

/** Long lists as ordered ids, each of one moment of the database. Every call throws `answer/gone` for a forgotten one. */
export interface AnswersApi {
  /**
   * The first rows come before the whole order is known; `count` is then null. The oldest answers are forgotten.
   * @param signal nobody waits any more: where it was not begun it is not asked, and rejects with `answer/gone`
   */
  open<Name extends ListName>(
    list: Name,
    query: Lists[Name]['query'],
    first: number,
    signal?: AbortSignal,
  ): Promise<OpenedAnswer<Lists[Name]['row']>>
  /** Waits for the order. */
  count(answer: AnswerId): Promise<number>
  /** The rows of a range as they are now; one that was removed since is not among them. */
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

/** What may be asked. An answer to a question that was asked after a write was confirmed shows that write. */
export interface ReadApi extends Promised<ReadName> {
  readonly answers: AnswersApi
}

/** What may be changed. Each call is one transaction; its topics are told when it is confirmed. */
export interface WriteApi extends Promised<WriteName> {
  /** Puts a copy in the place of the database, which closes meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
}

export interface Store extends ReadApi, WriteApi {
  /** Finishes what was asked, then closes the database. */
  close(): Promise<void>
}

export type { Discovery, StoredAccount } from './accounts/accounts.ts'
export type { Topic } from './call-table.ts'
export { TopicBus, topics } from './call-table.ts'
export type { NamedCertificate, WaitingDownload } from './certificates/certificates.ts'
export type { CodeBatch } from './codes/sending.ts'
// What may be known of a database that is not open: its files, the copies beside it and what ails it.
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
