import type { Envelope } from '../../shared/errors.ts'
import type { TableReading, TableRow, TableSource } from '../../shared/model/table.ts'
import type { Columns } from '../../shared/model/table-columns.ts'

/** What the worker is to read: a file, or what standard input gave. */
export interface ReadingOrder extends TableReading {
  readonly fileName: string
  readonly file: string | null
  readonly bytes: Uint8Array | null
}

/** What the worker says of a table it has read; its rows follow in parts, each when it is asked for. */
export interface ReadTable extends Columns, TableSource {}

export type ImportMessage =
  | { readonly table: Envelope<ReadTable> }
  | { readonly rows: readonly TableRow[]; readonly last: boolean }
