import type { GradebookDefinition } from '../../../shared/model/gradebook.ts'
import type { CsvForm, Extras, FigureKind } from '../../../shared/model/gradebook-file.ts'
import type { SisColumn } from '../../../shared/model/sis-columns.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Identity } from './content.ts'

/** A sheet for each test, and the one of certificates. */
export type OptionalSheets = 'tests' | 'certificates'

export interface GradebookRequest extends Identity, Extras {
  readonly definition: GradebookDefinition
  /** What the gradebook is called: its own name, that of a class, or null. */
  readonly title: string | null
  /** Absolute path of the file to write; an existing one is replaced in one step. */
  readonly file: string
  readonly figures: FigureKind
  /** Sheets that are left out. */
  readonly without?: readonly OptionalSheets[]
  /** Whether each test whose answers are here has a sheet of its questions. */
  readonly items?: boolean
  /** A workbook where absent. */
  readonly form?: CsvForm
  /** Whose decimal mark the form `excel` has; English where absent. */
  readonly locale?: string
  /** Whether a column of e-mail addresses follows the student's key; never with pseudonyms. */
  readonly emails?: boolean
  /** The columns of the form `sis`. */
  readonly sisColumns?: readonly SisColumn[]
  /** The id of the gradebook under which it is kept; absent where it is not. */
  readonly savedId?: number
  readonly exportedAt: UnixSeconds
}

export interface WrittenGradebook {
  readonly file: string
  /** Names of the sheets in order; empty for other files than workbooks. */
  readonly sheets: readonly string[]
  readonly students: number
  readonly attempts: number
  /** What the workbook's figures are: a large one holds values whatever was asked for. */
  readonly figures: FigureKind
  /** CSV only: number of texts that a spreadsheet would run as a formula. */
  readonly formulaLikeTexts: number
  /** The form `sis` only: columns of tests that are not in this gradebook, so that they stayed empty. */
  readonly emptyColumns: readonly SisColumn[]
}

export interface GradebookOutcome extends WrittenGradebook {
  /** Of a kept gradebook, what it held when it was read: to be noted once the file is handed in. */
  readonly held: string | null
}
