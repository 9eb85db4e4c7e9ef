import { earnedSerialKey } from '../../shared/model/certificate.ts'
import { studentKey } from '../../shared/model/identity.ts'
import { naturalKey, outcome, type Result } from '../../shared/model/result.ts'
import { columnOf, type FieldKind, factsOf, type SentField, sentFieldNames } from '../../shared/model/result-fields.ts'
import { fold, foldSerial } from '../../shared/model/text.ts'
import type { ResultColumns } from './tables.ts'

/** A result as it came, with the JSON it came from. */
export interface ReceivedResult {
  readonly result: Result
  readonly raw: string
}

/** How a value of each kind is stored; kinds that are not named are stored as they are. */
const encodings: Readonly<Partial<Record<FieldKind, (value: unknown) => unknown>>> = {
  flag: (value) => (typeof value === 'boolean' ? Number(value) : null),
  'yes-no': (value) => (typeof value === 'boolean' ? Number(value) : null),
  words: (value) => (Array.isArray(value) && value.some((word) => word !== null) ? JSON.stringify(value) : null),
}

/** Each field of a result with its column. A field that is stored nowhere fails the tests against the schema. */
const sentColumns = sentFieldNames.map((field: SentField) => ({
  field,
  column: columnOf(field),
  encode: encodings[factsOf(field).kind],
}))

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
  ...sentColumns.map(({ column }) => column),
  ...madeColumns,
]

// Better-sqlite3 hands a number beyond 32 bits over as a fraction, and a column of any type would keep it as one.
const ofAnyType = new Set<string>(
  sentColumns.flatMap(({ field, column }) => (factsOf(field).kind === 'id' ? [column] : [])),
)

/** The parameter that a column's value is bound to. */
export const placeholderOf = (column: string): string =>
  ofAnyType.has(column) ? `iif(typeof(@${column}) = 'real', CAST(@${column} AS INTEGER), @${column})` : `@${column}`

/** The row a result is stored as. */
export function resultColumns({ result, raw }: ReceivedResult): ResultColumns {
  const key = naturalKey(result)
  const columns: Record<string, unknown> = {}
  for (const { field, column, encode } of sentColumns) {
    const value = result[field]
    columns[column] = encode === undefined ? value : encode(value)
  }
  const made: Pick<ResultColumns, (typeof madeColumns)[number]> = {
    natural_key: key,
    outcome: outcome(result),
    certificate_key: earnedSerialKey(result),
    student_key: studentKey(result, key),
    sort_name: fold(`${result.last} ${result.first}`),
    search_text: searchText(result),
    raw,
  }
  return { ...(columns as Omit<ResultColumns, keyof typeof made>), ...made }
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
