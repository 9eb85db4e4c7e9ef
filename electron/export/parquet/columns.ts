import type { Extras } from '../../../shared/model/gradebook-file.ts'
import {
  columnOf,
  type FieldKind,
  factsOf,
  type SentField,
  sentFieldNames,
} from '../../../shared/model/result-fields.ts'
import { extraInfoOf, type NamedResult, startOf, wireValue } from '../../store/api.ts'
import type { IdentityLevel } from '../results/request.ts'

/** Types of columns. They never hang on what a file holds, so that the files of many laptops are read as one. */
export type ParquetType = 'STRING' | 'DOUBLE' | 'INT64' | 'BOOLEAN' | 'TIMESTAMP'

export interface ParquetColumn {
  readonly name: string
  readonly type: ParquetType
  readonly value: (row: NamedResult) => unknown
}

const types: Readonly<Partial<Record<FieldKind, ParquetType>>> = {
  number: 'DOUBLE',
  percentage: 'DOUBLE',
  integer: 'INT64',
  seconds: 'INT64',
  // ClassMarker's are whole numbers so far, and nothing says that they will stay so.
  id: 'STRING',
  time: 'TIMESTAMP',
  flag: 'BOOLEAN',
}

/** Fields that are several columns, or none. */
const written: readonly SentField[] = ['sourceId', 'testId', 'timeStarted', 'extraInfo', 'durationSeconds']

/** Fields that a file holds only where they are asked for. */
const onlyAsked: Readonly<Partial<Record<SentField, keyof Extras>>> = {
  viewResultsUrl: 'links',
  certificateUrl: 'links',
  ipAddress: 'ipAddresses',
}

/** The columns of a file of attempts, named as `results` names them. Without names no column leads to a person. */
export function parquetColumns(
  identity: IdentityLevel,
  extras: Extras,
  keyOf: (account: string, key: string) => string,
): readonly ParquetColumn[] {
  const isNamed = identity === 'names'
  const sent = sentFieldNames
    .filter((field) => !written.includes(field))
    .filter((field) => isNamed || !factsOf(field).personal)
    .filter((field) => {
      const asked = onlyAsked[field]
      return asked === undefined || extras[asked] === true
    })
    .map((field): ParquetColumn => {
      const { wire, kind } = factsOf(field)
      const column = columnOf(field)
      return {
        name: wire ?? column,
        type: types[kind] ?? 'STRING',
        value: (row) => wireValue(kind, Reflect.get(row, column)),
      }
    })
  const inFeed = (feed: NamedResult['feed'], value: (row: NamedResult) => unknown) => (row: NamedResult) =>
    row.feed === feed ? value(row) : null
  const extraFields = ['', '2', '3', '4', '5'].map(
    (number, at): ParquetColumn => ({
      ...{ name: `extra_info${number}`, type: 'STRING' },
      value: (row) => extraInfoOf(row)[at] ?? null,
    }),
  )
  return [
    ...sent,
    { name: 'time_started', type: 'TIMESTAMP', value: startOf },
    // Numbers of ClassMarker; an assessment and a course have the platform's ids, which are words.
    { name: 'test_id', type: 'INT64', value: (row) => (row.feed === 'submissions' ? null : row.test_id) },
    { name: 'assessment_id', type: 'STRING', value: (row) => row.assessment_id },
    { name: 'course_id', type: 'STRING', value: (row) => row.course_id },
    { name: 'test_name', type: 'STRING', value: (row) => row.test_name },
    { name: 'group_id', type: 'INT64', value: inFeed('groups', (row) => row.source_id) },
    {
      ...{ name: 'group_name', type: 'STRING' },
      value: (row) => (row.feed === 'links' ? null : row.source_name),
    },
    { name: 'link_id', type: 'INT64', value: inFeed('links', (row) => row.source_id) },
    { name: 'link_name', type: 'STRING', value: inFeed('links', (row) => row.source_name) },
    ...(isNamed && extras.extraFields === true ? extraFields : []),
    { name: 'student_key', type: 'STRING', value: (row) => keyOf(row.account_id, row.student) },
    { name: 'account', type: 'STRING', value: (row) => row.account_id },
  ]
}
