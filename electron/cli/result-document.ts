import { columnOf, factsOf, type SentField, sentFieldNames } from '../../shared/model/result-fields.ts'
import { extraInfoOf, type NamedResult, wireValue } from '../store/api.ts'

/** Fields that ClassMarker sends under several names, or that are no field of its own; they are named below. */
const namedBelow: readonly SentField[] = ['sourceId', 'extraInfo', 'durationSeconds']

const sentUnderOneName = sentFieldNames
  .filter((field) => !namedBelow.includes(field))
  .map((field) => {
    const { wire, kind } = factsOf(field)
    return { name: wire ?? columnOf(field), column: columnOf(field), kind }
  })

/**
 * A result in ClassMarker's own field names and values: numbers are numbers, times Unix seconds, absent values null.
 * Fields that Gradekeep does not know are passed on as they came.
 */
export function resultDocument(row: NamedResult): Record<string, unknown> {
  const [extra1 = null, extra2 = null, extra3 = null, extra4 = null, extra5 = null] = extraInfoOf(row)
  const inGroup = row.feed === 'groups'
  const known = {
    ...Object.fromEntries(sentUnderOneName.map(({ name, column, kind }) => [name, wireValue(kind, row[column])])),
    test_name: row.test_name,
    group_id: inGroup ? row.source_id : null,
    group_name: inGroup ? row.source_name : null,
    link_id: inGroup ? null : row.source_id,
    link_name: inGroup ? null : row.source_name,
    extra_info: extra1,
    extra_info2: extra2,
    extra_info3: extra3,
    extra_info4: extra4,
    extra_info5: extra5,
    student_key: row.student_key,
    account: row.account_id,
  }
  return { ...unknownFields(row.raw, known), ...known }
}

function unknownFields(raw: string, known: object): Record<string, unknown> {
  const sent: unknown = JSON.parse(raw)
  if (typeof sent !== 'object' || sent === null) return {}
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !Object.hasOwn(known, name)))
}
