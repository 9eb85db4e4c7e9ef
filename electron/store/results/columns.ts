import { earnedSerialKey } from '../../../shared/model/certificate.ts'
import type { ReceivedResult } from '../../../shared/model/received-page.ts'
import { naturalKey, outcome, type Result, studentKey } from '../../../shared/model/result.ts'
import {
  columnOf,
  type FieldKind,
  factsOf,
  sentFieldNames,
  trackedFields,
} from '../../../shared/model/result-fields.ts'
import { fromTenths, type Tenths } from '../../../shared/model/result-values.ts'
import { fold, foldSerial } from '../../../shared/model/text.ts'
import type { ResultColumns } from '../builder.ts'

const madeColumns = [
  'natural_key',
  'outcome',
  'certificate_key',
  'student_key',
  'sort_name',
  'search_text',
  'raw',
] as const satisfies readonly (keyof ResultColumns)[]

/** The columns that hold what ClassMarker said and what follows from it. */
export const dataColumns: readonly (keyof ResultColumns)[] = [
  ...sentFieldNames.map((field) => columnOf(field)),
  ...madeColumns,
]

// Better-sqlite3 hands a number beyond 32 bits over as a fraction, and a column of any type would keep it as one.
const ofAnyType = new Set<string>(
  sentFieldNames.filter((field) => factsOf(field).kind === 'id').map((field) => columnOf(field)),
)

/** The parameter that a column's value is bound to. */
export const placeholderOf = (column: string): string =>
  ofAnyType.has(column) ? `iif(typeof(@${column}) = 'real', CAST(@${column} AS INTEGER), @${column})` : `@${column}`

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const bitOrNull = (value: boolean | null): 0 | 1 | null => (value === null ? null : bit(value))

/**
 * The row a result is stored as: every column of the table of fields, or it does not compile. Written out, because a loop
 * over the fields takes three times as long.
 */
export function resultColumns({ result, raw }: ReceivedResult): ResultColumns {
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
    raw,
  }
}

// One line per searchable field, so that a match never runs from one field into the next. A serial stands twice: as
// written and without dashes, the way it is read over the phone.
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

export interface ValueChange {
  readonly field: string
  /** As JSON, in ClassMarker's own terms. */
  readonly before: string
  readonly after: string
}

/** The columns whose changes are told, by ClassMarker's own name. What follows from them is no change. */
const tracked = trackedFields.map((field) => {
  const column = columnOf(field)
  return { column, name: factsOf(field).wire ?? column, kind: factsOf(field).kind }
})

/** What differs between a stored result and the same one as it came again. */
export function changesBetween(stored: ResultColumns, received: ResultColumns): ValueChange[] {
  return tracked
    .filter(({ column }) => stored[column] !== received[column])
    .map(({ column, name, kind }) => ({
      field: name,
      before: JSON.stringify(wireValue(kind, stored[column])),
      after: JSON.stringify(wireValue(kind, received[column])),
    }))
}

/** How ClassMarker writes a stored value of each kind; kinds that are not named are written as they are stored. */
const onTheWire: Readonly<Partial<Record<FieldKind, (stored: unknown) => unknown>>> = {
  percentage: (stored) => (typeof stored === 'number' ? fromTenths(stored as Tenths) : null),
  flag: (stored) => (stored === null ? null : stored === 1),
  'yes-no': (stored) => (stored === null ? null : stored === 1 ? 'Yes' : 'No'),
  words: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : null),
}

/** A stored value in ClassMarker's own terms: numbers are numbers, times Unix seconds, absent values null. */
export function wireValue(kind: FieldKind, stored: unknown): unknown {
  const write = onTheWire[kind]
  return write === undefined ? stored : write(stored)
}
