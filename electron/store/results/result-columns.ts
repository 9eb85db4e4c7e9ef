import { earnedSerialKey } from '../../../shared/model/certificate.ts'
import { naturalKey, outcome, type Result, studentKey } from '../../../shared/model/result.ts'
import { columnOf, factsOf, sentFieldNames } from '../../../shared/model/result-fields.ts'
import { fold, foldSerial } from '../../../shared/model/text.ts'
import type { ResultColumns } from '../builder.ts'

const madeColumns = [
  'natural_key',
  'outcome',
  'certificate_key',
  'student_key',
  'sort_name',
  'search_text',
] as const satisfies readonly (keyof ResultColumns)[]

/** The columns that hold what ClassMarker said and the values computed from it. */
export const dataColumns: readonly (keyof ResultColumns)[] = [
  ...sentFieldNames.map((field) => columnOf(field)),
  ...madeColumns,
]

// better-sqlite3 passes integers beyond 32 bits as floats, and a column without a type would store them so.
export const ofAnyType = new Set<string>(
  sentFieldNames.filter((field) => factsOf(field).kind === 'id').map((field) => columnOf(field)),
)

/** The SQL parameter for a column's value. */
export const placeholderOf = (column: string): string =>
  ofAnyType.has(column) ? `iif(typeof(@${column}) = 'real', CAST(@${column} AS INTEGER), @${column})` : `@${column}`

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const bitOrNull = (value: boolean | null): 0 | 1 | null => (value === null ? null : bit(value))

/**
 * Turns a result into its stored row. Every column of the field table is required by its type. Written out, because a
 * loop over the fields takes three times as long.
 */
export function resultColumns(result: Result): ResultColumns {
  const key = naturalKey(result)
  return {
    natural_key: key,
    feed: result.feed,
    test_id: result.testId,
    source_id: result.sourceId,
    link_result_id: result.linkResultId,
    user_id: result.userId,
    cm_user_id: result.cmUserId,
    first: result.first,
    last: result.last,
    email: result.email,
    access_code: result.accessCode,
    extra_info: result.extraInfo.some((answer) => answer !== null) ? JSON.stringify(result.extraInfo) : null,
    percentage: result.percentage,
    points_scored: result.pointsScored,
    points_available: result.pointsAvailable,
    pass_mark: result.passMark,
    passed: bitOrNull(result.passed),
    outcome: outcome(result),
    requires_grading: bitOrNull(result.requiresGrading),
    status: result.status,
    test_type: result.testType,
    time_started: result.timeStarted,
    time_finished: result.timeFinished,
    duration: result.duration,
    duration_seconds: result.durationSeconds,
    give_certificate_only_when_passed: bitOrNull(result.giveCertificateOnlyWhenPassed),
    certificate_serial: result.certificateSerial,
    certificate_key: earnedSerialKey(result),
    certificate_url: result.certificateUrl,
    view_results_url: result.viewResultsUrl,
    ip_address: result.ipAddress,
    student_key: studentKey(result, key),
    sort_name: fold(`${result.last} ${result.first}`),
    search_text: searchText(result),
  }
}

// One line per searchable field, so that a match never spans two fields. A serial occurs twice: as written, and without
// dashes, as people read it over the phone.
function searchText(result: Result): string {
  const serial = result.certificateSerial
  return [
    fold(`${result.first} ${result.last}`),
    result.email && fold(result.email),
    result.accessCode && fold(result.accessCode),
    serial && fold(serial),
    serial && foldSerial(serial),
  ]
    .filter(Boolean)
    .join('\n')
}

/** A JSON list of answers as it is searched: each folded, on the line of its number. */
export function foldedAnswers(list: string): string {
  try {
    const answers: unknown = JSON.parse(list)
    const texts = Array.isArray(answers) ? answers : []
    return texts.map((each) => (typeof each === 'string' ? fold(each) : '')).join('\n')
  } catch {
    return fold(list)
  }
}

/** A result of a page as it is to be stored, with the answer it was read from. */
export interface Entry extends ResultColumns {
  answer: string
}
