import type { AccessCodeRow, CodesQuery } from '../../shared/model/access-code.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { CertificateRow, CertificatesQuery, RenewalRow, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../shared/model/filter.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** A certificate as the window reads it, with the path of its saved PDF, which stays on this side. */
export interface StoredCertificate extends CertificateRow {
  readonly path: string | null
}

/** A renewal as the window reads it, with the path of its saved PDF, which stays on this side. */
export type StoredRenewal = RenewalRow & Pick<StoredCertificate, 'path'>

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

/** A question put to a long list: the ids of its answer in order, and the rows that some of them have now, in that order. */
export interface ListQuestion<Row> {
  ids(limit?: number): readonly number[]
  rows(ids: readonly number[]): readonly Row[]
}

export type ListQuestions = {
  readonly [Name in ListName]: (query: Lists[Name]['query']) => ListQuestion<Lists[Name]['row']>
}

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
