import type { CalendarDay } from '../../../shared/model/query.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

interface ColumnHead {
  readonly header: string
  /** Says who somebody is, or leads to it: left out of a file with pseudonyms. */
  readonly identifying?: true
  /** The column of the list on screen that it stands in. */
  readonly screen?: string
}

export interface TextColumn<Row> extends ColumnHead {
  readonly kind: 'text'
  readonly value: (row: Row) => string | null
}

/** An address that opens when it is clicked. */
export interface LinkColumn<Row> extends ColumnHead {
  readonly kind: 'link'
  readonly value: (row: Row) => string | null
}

/** Kinds of figures and their units: `number` as it is, `percent` in tenths of a percent, `duration` in seconds. */
export interface FigureColumn<Row> extends ColumnHead {
  readonly kind: 'number' | 'percent' | 'duration'
  readonly value: (row: Row) => number | null
  /** Shows a star beside the figure. */
  readonly provisional?: (row: Row) => boolean
}

export interface MomentColumn<Row> extends ColumnHead {
  readonly kind: 'moment'
  /** In Unix seconds. */
  readonly value: (row: Row) => number | null
  /** The wall clock's reading of a moment, as seconds that read as UTC. */
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

/** An unknown is an empty cell. */
export const yesNoOrEmpty = (bit: 0 | 1 | null): 'Yes' | 'No' | null => (bit === null ? null : yesOrNo(bit === 1))

// A spreadsheet's dates end with the year 9999; anything outside is no time somebody took a test at.
const lastMoment = 253_402_300_799

export const isMoment = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= lastMoment
