import { fromTenths, type Tenths } from '../../shared/model/percent.ts'
import { extraInfoOf, type NamedResult, truth } from '../store/api.ts'

const yesNo = (bit: 0 | 1 | null): 'Yes' | 'No' | null => (bit === null ? null : bit === 1 ? 'Yes' : 'No')
const percentage = (tenths: number | null): number | null => (tenths === null ? null : fromTenths(tenths as Tenths))

/**
 * A result in ClassMarker's own field names and values: numbers are numbers, times Unix seconds, absent values null.
 * Fields that Gradekeep does not know are passed on as they came.
 */
export function resultDocument(row: NamedResult): Record<string, unknown> {
  const [extra1 = null, extra2 = null, extra3 = null, extra4 = null, extra5 = null] = extraInfoOf(row)
  const inGroup = row.feed === 'groups'
  const known = {
    feed: row.feed,
    user_id: row.user_id,
    link_result_id: row.link_result_id,
    first: row.first,
    last: row.last,
    email: row.email,
    test_id: row.test_id,
    test_name: row.test_name,
    test_type: row.test_type,
    group_id: inGroup ? row.source_id : null,
    group_name: inGroup ? row.source_name : null,
    link_id: inGroup ? null : row.source_id,
    link_name: inGroup ? null : row.source_name,
    percentage: percentage(row.percentage),
    points_scored: row.points_scored,
    points_available: row.points_available,
    percentage_passmark: percentage(row.pass_mark),
    passed: truth(row.passed),
    requires_grading: yesNo(row.requires_grading),
    status: row.status,
    time_started: row.time_started,
    time_finished: row.time_finished,
    duration: row.duration,
    access_code: row.access_code,
    extra_info: extra1,
    extra_info2: extra2,
    extra_info3: extra3,
    extra_info4: extra4,
    extra_info5: extra5,
    cm_user_id: row.cm_user_id,
    ip_address: row.ip_address,
    give_certificate_only_when_passed: truth(row.give_certificate_only_when_passed),
    certificate_serial: row.certificate_serial,
    certificate_url: row.certificate_url,
    view_results_url: row.view_results_url,
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
