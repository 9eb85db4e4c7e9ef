import { fromTenths, type Tenths } from '../../shared/model/percent.ts'
import type { ResultColumns } from './result-columns.ts'

export interface ValueChange {
  readonly field: string
  /** As JSON, in ClassMarker's own terms. */
  readonly before: string
  readonly after: string
}

type Column = keyof ResultColumns

const asPercentage = (value: unknown) => (typeof value === 'number' ? fromTenths(value as Tenths) : null)
const asFlag = (value: unknown) => (value === null ? null : value === 1)
const asYesNo = (value: unknown) => (value === null ? null : value === 1 ? 'Yes' : 'No')
const asList = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : null)
const asIs = (value: unknown) => value

/** The columns that hold a word of ClassMarker's, by its own name, and how to say their value. What follows from them is no change. */
const told: readonly (readonly [Column, string, (value: unknown) => unknown])[] = [
  ['percentage', 'percentage', asPercentage],
  ['points_scored', 'points_scored', asIs],
  ['points_available', 'points_available', asIs],
  ['pass_mark', 'percentage_passmark', asPercentage],
  ['passed', 'passed', asFlag],
  ['requires_grading', 'requires_grading', asYesNo],
  ['time_started', 'time_started', asIs],
  ['time_finished', 'time_finished', asIs],
  ['duration', 'duration', asIs],
  ['status', 'status', asIs],
  ['test_type', 'test_type', asIs],
  ['first', 'first', asIs],
  ['last', 'last', asIs],
  ['email', 'email', asIs],
  ['user_id', 'user_id', asIs],
  ['cm_user_id', 'cm_user_id', asIs],
  ['access_code', 'access_code', asIs],
  ['extra_info', 'extra_info', asList],
  ['certificate_serial', 'certificate_serial', asIs],
  ['certificate_url', 'certificate_url', asIs],
  ['give_certificate_only_when_passed', 'give_certificate_only_when_passed', asFlag],
  ['view_results_url', 'view_results_url', asIs],
  ['ip_address', 'ip_address', asIs],
  ['source_id', 'source_id', asIs],
  ['test_id', 'test_id', asIs],
  ['link_result_id', 'link_result_id', asIs],
]

/** What differs between a stored result and the same one as it came again. */
export function changesBetween(stored: ResultColumns, received: ResultColumns): ValueChange[] {
  return told
    .filter(([column]) => stored[column] !== received[column])
    .map(([column, field, say]) => ({
      field,
      before: JSON.stringify(say(stored[column])),
      after: JSON.stringify(say(received[column])),
    }))
}
