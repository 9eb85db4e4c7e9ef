import {
  columnOf,
  type ExportedField,
  exportedFields,
  type FieldKind,
  factsOf,
} from '../../../shared/model/result-fields.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import { gradingOf, type StoredAttempt, startOf } from '../../store/api.ts'
import { type SheetColumn, yesNoOrEmpty, yesOrNo } from '../writer/columns.ts'
import type { Attempt } from './attempts.ts'
import type { IdentityLevel } from './request.ts'

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const wallClock = (attempt: Attempt) => attempt.wallClock

/** What a result came by, in one word. */
export const sourceWords: Readonly<Record<Feed, string>> = { groups: 'group', links: 'link', submissions: 'course' }

/** Fields whose cell differs from the stored value. */
const written: Readonly<Partial<Record<ExportedField, (result: StoredAttempt) => string | null>>> = {
  test: ({ test_name }) => test_name,
  source: ({ source_name }) => source_name,
  outcome: ({ outcome }) => (outcome === 'none' ? null : yesOrNo(outcome === 'passed')),
  certificate: ({ certificate_key, certificate_serial }) => (certificate_key === null ? null : certificate_serial),
  requiresGrading: (result) => {
    const grading = gradingOf(result)
    return grading === null ? null : yesOrNo(grading)
  },
  feed: ({ feed }) => sourceWords[feed],
}

const figures: Readonly<Partial<Record<FieldKind, 'number' | 'percent' | 'duration'>>> = {
  number: 'number',
  integer: 'number',
  percentage: 'percent',
  seconds: 'duration',
}

function textOf(kind: FieldKind, stored: unknown): string | null {
  if (stored === null) return null
  if (kind === 'flag' || kind === 'yes-no') return yesNoOrEmpty(stored === 1 ? 1 : 0)
  if (kind === 'words') return JSON.parse(String(stored)).filter(Boolean).join(', ')
  return String(stored)
}

function sheetColumn(field: ExportedField): SheetColumn<Attempt> {
  const { kind, heading, personal, exported, as, beside } = factsOf(field)
  const head = {
    header: heading ?? field,
    ...(personal ? { identifying: true as const } : {}),
    ...(exported === 'screen' ? { screen: as ?? beside ?? field } : {}),
  }
  const write = written[field]
  if (write !== undefined) return { ...head, kind: 'text', value: ({ result }) => write(result) }
  const stored = ({ result }: Attempt): unknown => Reflect.get(result, columnOf(field))
  const number = (attempt: Attempt): number | null => {
    const value = stored(attempt)
    return typeof value === 'number' ? value : null
  }
  const figure = figures[kind]
  if (field === 'testId') {
    // An assessment's number is ours alone.
    const word = ({ result }: Attempt) => result.assessment_id
    return { ...head, kind: 'number', value: (attempt) => (word(attempt) === null ? number(attempt) : null), word }
  }
  if (field === 'timeStarted') return { ...head, kind: 'moment', value: ({ result }) => startOf(result), wallClock }
  if (kind === 'time') return { ...head, kind: 'moment', value: number, wallClock }
  if (figure === undefined) return { ...head, kind: 'text', value: (attempt) => textOf(kind, stored(attempt)) }
  // Grading can still change the score, but nothing else in the row.
  const provisional = ({ result }: Attempt) => gradingOf(result) === true
  return { ...head, kind: figure, value: number, ...(field === 'percentage' ? { provisional } : {}) }
}

const columnsAt = (place: 'screen' | 'behind'): readonly SheetColumn<Attempt>[] =>
  exportedFields.filter((field) => factsOf(field).exported === place).map(sheetColumn)

/** The columns of the list on screen, in its order. */
const onScreen = columnsAt('screen')

const behind: readonly SheetColumn<Attempt>[] = [
  ...columnsAt('behind'),
  { header: 'Attempt no', kind: 'number', value: ({ rank }) => rank.number },
  { header: 'First attempt', kind: 'number', value: ({ rank }) => bit(rank.first) },
  { header: 'Last attempt', kind: 'number', value: ({ rank }) => bit(rank.last) },
  { header: 'Best attempt', kind: 'number', value: ({ rank }) => bit(rank.best) },
  { header: 'Counts', kind: 'number', value: (attempt) => bit(attempt.counts) },
]

const studentKey: SheetColumn<Attempt> = { header: 'Student key', kind: 'text', value: ({ student }) => student }

/**
 * The columns of the attempts in order, for a sheet and for CSV alike: first those shown on screen, then the rest, and
 * last the student key, which is meant for programs.
 * @param hidden ids of the columns switched off on screen
 */
export function attemptColumns(identity: IdentityLevel, hidden: readonly string[]): readonly SheetColumn<Attempt>[] {
  const isHidden = ({ screen }: SheetColumn<Attempt>) => screen !== undefined && hidden.includes(screen)
  const shown = onScreen.filter((column) => !isHidden(column))
  const ordered = [...shown, ...onScreen.filter(isHidden), ...behind, studentKey]
  return identity === 'names' ? ordered : ordered.filter((column) => !column.identifying)
}
