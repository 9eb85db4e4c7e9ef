import { type SheetColumn, yesNoOrEmpty, yesOrNo } from '../writer/columns.ts'
import type { Attempt } from './attempts.ts'
import type { IdentityLevel } from './request.ts'

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const wallClock = (attempt: Attempt) => attempt.wallClock

/** As the list on screen has its columns, in its order. */
const onScreen: readonly SheetColumn<Attempt>[] = [
  { header: 'Last name', kind: 'text', identifying: true, value: ({ result }) => result.last },
  { header: 'First name', kind: 'text', identifying: true, value: ({ result }) => result.first },
  { header: 'Test', kind: 'text', screen: 'test', value: ({ result }) => result.test_name },
  { header: 'Group or link', kind: 'text', screen: 'source', value: ({ result }) => result.source_name },
  {
    header: 'Percent',
    kind: 'percent',
    screen: 'score',
    value: ({ result }) => result.percentage,
    provisional: ({ result }) => result.requires_grading === 1,
  },
  { header: 'Points', kind: 'number', screen: 'points', value: ({ result }) => result.points_scored },
  { header: 'Out of', kind: 'number', screen: 'points', value: ({ result }) => result.points_available },
  {
    header: 'Passed',
    kind: 'text',
    screen: 'outcome',
    value: ({ result }) => (result.outcome === 'none' ? null : yesOrNo(result.outcome === 'passed')),
  },
  { header: 'Finished', kind: 'moment', screen: 'finished', value: ({ result }) => result.time_finished, wallClock },
  { header: 'Duration', kind: 'duration', screen: 'duration', value: ({ result }) => result.duration_seconds },
  {
    header: 'Certificate serial',
    kind: 'text',
    screen: 'certificate',
    identifying: true,
    value: ({ result }) => (result.certificate_key === null ? null : result.certificate_serial),
  },
]

const behind: readonly SheetColumn<Attempt>[] = [
  { header: 'E-mail', kind: 'text', identifying: true, value: ({ result }) => result.email },
  { header: 'Access code', kind: 'text', identifying: true, value: ({ result }) => result.access_code },
  { header: 'Source', kind: 'text', value: ({ result }) => (result.feed === 'groups' ? 'group' : 'link') },
  { header: 'Test ID', kind: 'number', value: ({ result }) => result.test_id },
  { header: 'Pass mark', kind: 'percent', value: ({ result }) => result.pass_mark },
  { header: 'Started', kind: 'moment', value: ({ result }) => result.time_started, wallClock },
  { header: 'Needs grading', kind: 'text', value: ({ result }) => yesNoOrEmpty(result.requires_grading) },
  { header: 'Attempt no', kind: 'number', value: ({ rank }) => rank.number },
  { header: 'First attempt', kind: 'number', value: ({ rank }) => bit(rank.first) },
  { header: 'Last attempt', kind: 'number', value: ({ rank }) => bit(rank.last) },
  { header: 'Best attempt', kind: 'number', value: ({ rank }) => bit(rank.best) },
  { header: 'Counts', kind: 'number', value: (attempt) => bit(attempt.counts) },
]

const studentKey: SheetColumn<Attempt> = { header: 'Student key', kind: 'text', value: ({ student }) => student }

/**
 * The columns of the attempts, in order: the same for a sheet and for CSV. First those that the list on screen shows, then
 * the rest, and last the key, which is for programs.
 * @param hidden ids of the columns that are switched off on screen
 */
export function attemptColumns(identity: IdentityLevel, hidden: readonly string[]): readonly SheetColumn<Attempt>[] {
  const isHidden = ({ screen }: SheetColumn<Attempt>) => screen !== undefined && hidden.includes(screen)
  const shown = onScreen.filter((column) => !isHidden(column))
  const ordered = [...shown, ...onScreen.filter(isHidden), ...behind, studentKey]
  return identity === 'names' ? ordered : ordered.filter((column) => !column.identifying)
}
