import type { Envelope } from '../../shared/errors.ts'

export type Row = readonly string[]

/** What the worker says of a table it has read; its rows follow in parts, each when it is asked for. */
export interface ReadTable {
  readonly columns: readonly string[]
  readonly hasHeader: boolean
}

export type ImportMessage =
  | { readonly table: Envelope<ReadTable> }
  | { readonly rows: readonly Row[]; readonly last: boolean }
