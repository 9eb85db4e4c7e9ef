/** Why a cell has no text that could be taken for what it was meant to be. */
export const cellFlaws = ['error-value', 'truth-value', 'no-value', 'too-long-number', 'summary-row'] as const
export type CellFlaw = (typeof cellFlaws)[number]

export interface TableRow {
  /** Where it stands: the row of a sheet, the line of a text that it begins on. */
  readonly line: number
  /** As somebody who looks at the file reads them. A row may be shorter than there are columns. */
  readonly cells: readonly string[]
  /** What is wrong with cells, by their place in `cells`; absent where nothing is. */
  readonly flaws?: Readonly<Record<number, CellFlaw>>
}

export interface SheetName {
  readonly name: string
  readonly isHidden: boolean
}

/** How a text's bytes were taken for letters. */
export interface TextEncoding {
  readonly name: string
  /** Whether other encodings would make sense as well, and give other letters. */
  readonly isGuess: boolean
  /** The other encodings its bytes can be read in. */
  readonly others: readonly string[]
}

/** What a file holds beside its rows. */
export interface TableSource {
  /** The sheets of a workbook with anything on them; none for a text. */
  readonly sheets: readonly SheetName[]
  /** The sheet that was read; null for a text. */
  readonly sheet: string | null
  /** Whether another sheet may be meant. */
  readonly isSheetGuess: boolean
  /** Null for a workbook. */
  readonly encoding: TextEncoding | null
}

/** Which part of a file is read, and how; what is not said is found out. */
export interface TableReading {
  readonly sheet?: string | undefined
  readonly encoding?: string | undefined
}

/** A table read from a CSV file or a workbook that the teacher chose; the rows stay with the main process. */
export interface OpenedTable extends TableSource {
  readonly id: string
  readonly fileName: string
  /** Column headers; a column without one is named by its letter. */
  readonly columns: readonly string[]
  /** Whether a row looked like headers; otherwise the first is a row like the others. */
  readonly hasHeader: boolean
  /** Whether rows reach beyond the headers, so that cells may stand under the wrong one. */
  readonly isWider: boolean
  /** The first rows, to recognise the columns by. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

/** Rows of a table that are read at the most; more is said, never cut silently. */
export const mostTableRows = 50_000

/** Columns of a table that are read at the most: a file of more is no list of people or codes. */
export const mostTableColumns = 1_000
