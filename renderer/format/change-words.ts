import type { FieldValue, ResultChange } from '../../shared/model/activity.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { t } from '../i18n.ts'
import { en } from '../locales/en.ts'
import { percentOf, pointsFigure } from './numbers.ts'
import { exactTime } from './time.ts'

/** A changed value in the teacher's words. Without `before` and `after` only that it changed is worth saying. */
export interface ChangeWords {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

type KnownField = keyof typeof en.change.fields

const isKnown = (field: string): field is KnownField => field in en.change.fields

/** "Score", "62.0%", "71.5%". Times are written in `zone`; a field this version does not name keeps ClassMarker's name. */
export function changeWords({ field, before, after }: ResultChange, zone: string): ChangeWords {
  if (field === 'certificate_url' || field === 'view_results_url') {
    return { field: fieldName(field), before: null, after: null }
  }
  return { field: fieldName(field), before: valueWords(field, before, zone), after: valueWords(field, after, zone) }
}

/** What changed together, as it was written down: the score before what belongs to it. */
export const inOrder = (changes: readonly ResultChange[]): readonly ResultChange[] =>
  changes.toSorted((a, b) => a.id - b.id)

const fieldName = (field: string): string => (isKnown(field) ? t(`change.fields.${field}`) : field)

function valueWords(field: string, value: FieldValue, zone: string): string {
  if (value === null || value === '') return t('change.none')
  switch (field) {
    case 'percentage':
    case 'percentage_passmark':
      return typeof value === 'number' ? percentOf(value) : String(value)
    case 'points_scored':
    case 'points_available':
      return typeof value === 'number' ? pointsFigure(value) : String(value)
    case 'passed':
      return t(value === true ? 'results.outcome.passed' : 'results.outcome.not-passed')
    case 'requires_grading':
      return t(value === 'Yes' ? 'change.toGrade' : 'change.graded')
    case 'time_started':
    case 'time_finished':
      return typeof value === 'number' ? exactTime(unixSeconds(value), zone) : String(value)
    default:
      return plainWords(value)
  }
}

function plainWords(value: Exclude<FieldValue, null>): string {
  if (typeof value === 'boolean') return t(value ? 'change.yes' : 'change.no')
  if (typeof value === 'object') return value.map((part) => part || t('change.none')).join(', ')
  return String(value)
}
