import type { Attempt } from './attempts.ts'
import type { IdentityLevel } from './request.ts'
import { type SheetColumn, yesNoOrEmpty, yesOrNo } from './sheet-column.ts'

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const wallClock = (attempt: Attempt) => attempt.wallClock

const columns: readonly SheetColumn<Attempt>[] = [
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
  { header: 'Started', kind: 'moment', value: ({ result }) => result.time_started, wallClock },
  { header: 'Finished', kind: 'moment', value: ({ result }) => result.time_finished, wallClock },
  { header: 'Duration', kind: 'duration', value: ({ result }) => result.duration_seconds },
  { header: 'Needs grading', kind: 'text', value: ({ result }) => yesNoOrEmpty(result.requires_grading) },
  { header: 'First', kind: 'number', value: ({ standing }) => bit(standing.first) },
  { header: 'Last', kind: 'number', value: ({ standing }) => bit(standing.last) },
  { header: 'Best', kind: 'number', value: ({ standing }) => bit(standing.best) },
  { header: 'Counts', kind: 'number', value: (attempt) => bit(attempt.counts) },
  { header: 'Access code', kind: 'text', identifying: true, value: ({ result }) => result.access_code },
  {
    header: 'Certificate serial',
    kind: 'text',
    identifying: true,
    value: ({ result }) => (result.certificate_key === null ? null : result.certificate_serial),
  },
]

/** The columns of the attempts, in order: the same for a sheet and for CSV. */
export const attemptColumns = (identity: IdentityLevel): readonly SheetColumn<Attempt>[] =>
  identity === 'names' ? columns : columns.filter((column) => !column.identifying)
