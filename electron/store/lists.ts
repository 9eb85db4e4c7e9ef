import type { CertificateRow, RenewalRow } from '../../shared/model/certificate.ts'

/** A certificate as the window gets it, plus the path of its saved PDF, which stays in this process. */
export interface StoredCertificate extends CertificateRow {
  readonly path: string | null
}

/** A renewal as the window gets it, plus the path of its saved PDF, which stays in this process. */
export type StoredRenewal = RenewalRow & Pick<StoredCertificate, 'path'>

/** All ids of an answer in order, and how many. */
export interface WholeOrder {
  readonly count: number
  /** The ids from one place until before another, or until the end. */
  slice(from: number, to?: number): number[]
  /** The place of an id; -1 for one that is not among them. */
  indexOf(id: number): number
}

export function wholeOrder(list: ArrayLike<number>): WholeOrder {
  const ids = Float64Array.from(list)
  return { count: ids.length, slice: (from, to) => [...ids.subarray(from, to)], indexOf: (id) => ids.indexOf(id) }
}

/**
 * A question to a long list: the ids of its answer in order, and the present rows of some ids, in the order of those
 * ids.
 */
export interface ListQuestion<Row> {
  ids(limit?: number): readonly number[]
  rows(ids: readonly number[]): readonly Row[]
  /** All of them, where they are known without asking the database: of the moment of the question, whenever read. */
  readonly whole?: WholeOrder
  /** Of the facts that are known without asking the database, whether all rows have them alike. */
  alike?(): Readonly<Partial<Record<string, boolean>>>
  /** The first id in the opposite direction, where it is known without asking the database; undefined where there is none. */
  opposite?(): number | undefined
}

/** Whether a list takes long to be reckoned, and is before it is opened. */
export const isPrepared = (list: string): list is (typeof prepared)[number] => prepared.some((each) => each === list)
const prepared = ['students', 'tests', 'bank'] as const

/** Rows in the order of their ids. Leaves out those that are not there. */
export function inOrderOf<Row extends { readonly id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
