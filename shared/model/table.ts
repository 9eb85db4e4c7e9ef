/** A table read from a CSV file or a workbook that the teacher chose; the rows stay with the main process. */
export interface OpenedTable {
  readonly id: string
  readonly fileName: string
  /** Column headers; a column without one is named by its letter. */
  readonly columns: readonly string[]
  /** Whether the first row looked like headers; otherwise it is a row like the others. */
  readonly hasHeader: boolean
  /** The first rows, to recognise the columns by. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

/** Rows of a table that are read at the most; more is said, never cut silently. */
export const mostTableRows = 50_000

/** Columns of a table that are read at the most: a file of more is no list of people or codes. */
export const mostTableColumns = 1_000
