import type { Attempt } from './attempts.ts'
import type { IdentityLevel } from './request.ts'

interface ColumnHead {
  readonly header: string
  /** Says who somebody is, or leads to it: left out of a file with pseudonyms. */
  readonly identifying?: true
}

export interface TextColumn extends ColumnHead {
  readonly kind: 'text'
  readonly value: (attempt: Attempt) => string | null
}

/**
 * Kinds of figures and their units: `number` as it is, `percent` in tenths of a percent, `moment` in Unix seconds,
 * `duration` in seconds.
 */
export interface FigureColumn extends ColumnHead {
  readonly kind: 'number' | 'percent' | 'moment' | 'duration'
  readonly value: (attempt: Attempt) => number | null
  /** Shows a star beside the figure. */
  readonly provisional?: (attempt: Attempt) => boolean
}

export type AttemptColumn = TextColumn | FigureColumn
export type ColumnKind = AttemptColumn['kind']

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const yesOrNo = (value: boolean): string => (value ? 'Yes' : 'No')

const columns: readonly AttemptColumn[] = [
  { header: 'Student key', kind: 'text', value: ({ student }) => student },
  { header: 'Last name', kind: 'text', identifying: true, value: ({ result }) => result.last },
  { header: 'First name', kind: 'text', identifying: true, value: ({ result }) => result.first },
  { header: 'E-mail', kind: 'text', identifying: true, value: ({ result }) => result.email },
  { header: 'Group or link', kind: 'text', value: ({ result }) => result.source_name },
  { header: 'Source', kind: 'text', value: ({ result }) => (result.feed === 'groups' ? 'group' : 'link') },
  { header: 'Test ID', kind: 'number', value: ({ result }) => result.test_id },
  { header: 'Test', kind: 'text', value: ({ result }) => result.test_name },
  { header: 'Attempt no', kind: 'number', value: ({ standing }) => standing.number },
  {
    header: 'Percent',
    kind: 'percent',
    value: ({ result }) => result.percentage,
    provisional: ({ result }) => result.requires_grading === 1,
  },
  { header: 'Points', kind: 'number', value: ({ result }) => result.points_scored },
  { header: 'Out of', kind: 'number', value: ({ result }) => result.points_available },
  { header: 'Pass mark', kind: 'percent', value: ({ result }) => result.pass_mark },
  {
    header: 'Passed',
    kind: 'text',
    value: ({ result }) => (result.outcome === 'none' ? null : yesOrNo(result.outcome === 'passed')),
  },
  { header: 'Started', kind: 'moment', value: ({ result }) => result.time_started },
  { header: 'Finished', kind: 'moment', value: ({ result }) => result.time_finished },
  { header: 'Duration', kind: 'duration', value: ({ result }) => result.duration_seconds },
  { header: 'Needs grading', kind: 'text', value: ({ result }) => yesOrNo(result.requires_grading === 1) },
  { header: 'First', kind: 'number', value: ({ standing }) => bit(standing.first) },
  { header: 'Last', kind: 'number', value: ({ standing }) => bit(standing.last) },
  { header: 'Best', kind: 'number', value: ({ standing }) => bit(standing.best) },
  { header: 'Counts', kind: 'number', value: (attempt) => bit(attempt.counts) },
  { header: 'Access code', kind: 'text', identifying: true, value: ({ result }) => result.access_code },
  { header: 'Certificate serial', kind: 'text', identifying: true, value: ({ result }) => result.certificate_serial },
]

/** The columns of the attempts, in order: the same for a sheet and for CSV. */
export const attemptColumns = (identity: IdentityLevel): readonly AttemptColumn[] =>
  identity === 'names' ? columns : columns.filter((column) => !column.identifying)

// A spreadsheet's dates end with the year 9999; anything outside is no time somebody took a test at.
const lastMoment = 253_402_300_799

export const isMoment = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= lastMoment
