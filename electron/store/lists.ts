import type { AccessCodeRow, CodesQuery } from '../../shared/model/access-code.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { CertificateRow, CertificatesQuery, RenewalRow, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../shared/model/filter.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** A certificate as the window gets it, plus the path of its saved PDF, which stays in this process. */
export interface StoredCertificate extends CertificateRow {
  readonly path: string | null
}

/** A renewal as the window gets it, plus the path of its saved PDF, which stays in this process. */
export type StoredRenewal = RenewalRow & Pick<StoredCertificate, 'path'>

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
 * A question to a long list: the ids of its answer in order, and the present rows of some ids, in the order of those
 * ids.
 */
export interface ListQuestion<Row> {
  ids(limit?: number): readonly number[]
  rows(ids: readonly number[]): readonly Row[]
}

export type ListQuestions = {
  readonly [Name in ListName]: (query: Lists[Name]['query']) => ListQuestion<Lists[Name]['row']>
}

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
