import { AppError } from '../../../shared/errors.ts'
import type { CalendarDay, UnixSeconds } from '../../../shared/model/time.ts'
import type { ExportFormat } from './table.ts'

interface ColumnHead {
  readonly header: string
  /** Whether it identifies a person or leads to one; left out of a file with pseudonyms. */
  readonly identifying?: true
  /** Id of the column it belongs to in the list on screen. */
  readonly screen?: string
  /** Whether a long header breaks into lines instead of widening the column. */
  readonly wraps?: true
}

export interface TextColumn<Row> extends ColumnHead {
  readonly kind: 'text'
  readonly value: (row: Row) => string | null
}

/** An address that opens on a click. */
export interface LinkColumn<Row> extends ColumnHead {
  readonly kind: 'link'
  readonly value: (row: Row) => string | null
}

/** Kinds of figures and their units: `number` as it is, `decimal` shown with two decimals, `percent` in tenths of a percent, `duration` in seconds. */
export interface FigureColumn<Row> extends ColumnHead {
  readonly kind: 'number' | 'decimal' | 'percent' | 'duration'
  readonly value: (row: Row) => number | null
  /** Whether to show a star beside the figure, because it may still change. */
  readonly provisional?: (row: Row) => boolean
  /** A word that stands in place of the figure; null where the figure does. */
  readonly word?: (row: Row) => string | null
}

export interface MomentColumn<Row> extends ColumnHead {
  readonly kind: 'moment'
  /** In Unix seconds. */
  readonly value: (row: Row) => number | null
  /** Turns a moment into the local time of the row's account, encoded as Unix seconds as if that were UTC. */
  readonly wallClock: (row: Row) => (moment: UnixSeconds) => UnixSeconds
}

export interface DayColumn<Row> extends ColumnHead {
  readonly kind: 'day'
  readonly value: (row: Row) => CalendarDay | null
}

/** One column of a table, for a sheet and for CSV. */
export type SheetColumn<Row> =
  | TextColumn<Row>
  | LinkColumn<Row>
  | FigureColumn<Row>
  | MomentColumn<Row>
  | DayColumn<Row>
export type ColumnKind = SheetColumn<never>['kind']

export const yesOrNo = (value: boolean): 'Yes' | 'No' => (value ? 'Yes' : 'No')

/** Null gives an empty cell. */
export const yesNoOrEmpty = (bit: 0 | 1 | null): 'Yes' | 'No' | null => (bit === null ? null : yesOrNo(bit === 1))

// A spreadsheet's dates end with the year 9999; no test was taken after it.
const lastMoment = 253_402_300_799

export const isMoment = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= lastMoment

// Not allowed in XML 1.0, or invisible in a cell: one of these makes Excel call the file damaged.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const forbidden = /[\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]/g
const lineBreaks = /[\t\r\n\u0085\u2028\u2029]+/g
// Excel reads _x0041_ as "A" (ECMA-376 part 1, 22.9.2.19 ST_Xstring); writing its first underscore so keeps it literal.
const escapeLike = /_(?=x[0-9A-Fa-f]{4}_)/g

/**
 * Text that fits in a cell: on one line, without control characters or half surrogate pairs, at most 32,767 characters.
 * Never a formula, because the cell's type is text.
 */
export function cellText(text: string): string {
  const clean = text.replace(lineBreaks, ' ').replace(forbidden, '').toWellFormed()
  return cut(clean).replace(escapeLike, '_x005F_')
}

function cut(text: string): string {
  if (text.length <= longestCellText) return text
  const endsInPair = /[\uD800-\uDBFF]/.test(text.charAt(longestCellText - 1))
  return text.slice(0, endsInPair ? longestCellText - 1 : longestCellText)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/**
 * Text for a CSV file: keeps tabs and line breaks, which quotes protect, and drops other control characters. A NUL ends
 * the text for many programs, and a terminal obeys escape sequences.
 */
export const withoutControls = (text: string): string => text.replace(controls, '').toWellFormed()

/** Rows a sheet holds below its header row (ECMA-376 and Excel's own limit of 1,048,576). */
export const mostSheetRows = 1_048_575

/** The most characters Excel holds in one cell. */
export const longestCellText = 32_767

/** The longest address Excel follows from a cell; a longer one makes Excel call the file damaged. */
export const longestLink = 2_079

/** The most links Excel follows in one sheet; with more, Excel calls the file damaged. */
export const mostLinks = 65_530

/** A sheet's columns. */
export const mostSheetColumns = 16_384

/** @throws AppError `export/too-many-rows` if a sheet cannot hold that many; CSV has no limit */
export function refuseTooMany(rows: number, format: ExportFormat): void {
  if (format === 'xlsx' && rows > mostSheetRows) throw new AppError('export/too-many-rows', { rows })
}
