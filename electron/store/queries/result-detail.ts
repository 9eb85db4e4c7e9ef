import { decodeHTMLStrict } from 'entities'
import type { Tenths } from '../../../shared/model/percent.ts'
import { isFinished } from '../../../shared/model/result.ts'
import type { AttemptRow, ResultDetail } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type QueryRunner, sqlite } from './builder.ts'
import { type NamedResult, oneResult, toResultRow, truth } from './results.ts'
import type { AccountZones } from './results-filter.ts'

/** Everything known of one result, with the same student's other attempts at its test; null when it is not here. */
export function resultDetail(run: QueryRunner, id: number, zones: AccountZones): ResultDetail | null {
  const row = run.first(oneResult(id).compile())
  if (row === undefined) return null
  return {
    ...toResultRow(row),
    email: row.email,
    userId: row.user_id,
    linkResultId: row.link_result_id,
    cmUserId: row.cm_user_id,
    accessCode: row.access_code,
    extraInfo: extraInfoOf(row),
    ipAddress: row.ip_address,
    duration: row.duration,
    certificateUrl: row.certificate_url,
    viewResultsUrl: row.view_results_url,
    studentKey: row.student_key,
    firstSeenAt: unixSeconds(row.first_seen_at),
    timeZone: zones.get(row.account_id) ?? 'UTC',
    attempts: attemptsBeside(run, row),
    sentFields: sentFields(row.raw),
  }
}

export const extraInfoOf = (row: Pick<NamedResult, 'extra_info'>): (string | null)[] =>
  row.extra_info === null ? [] : JSON.parse(row.extra_info)

function attemptsBeside(run: QueryRunner, row: NamedResult): AttemptRow[] {
  const attempts = sqlite
    .selectFrom('result')
    .select(['id', 'percentage', 'outcome', 'requires_grading', 'time_finished', 'status'])
    .where('student_key', '=', row.student_key)
    .where('test_id', '=', row.test_id)
    .where('account_id', '=', row.account_id)
    .orderBy('time_finished')
    .orderBy('time_started')
    .orderBy('id')
  return run.all(attempts.compile()).map((attempt) => ({
    id: attempt.id,
    percentage: attempt.percentage as Tenths | null,
    outcome: attempt.outcome,
    requiresGrading: truth(attempt.requires_grading),
    timeFinished: unixSeconds(attempt.time_finished),
    finished: isFinished(attempt),
  }))
}

/** ClassMarker's fields in its own names and order, as text to read. */
function sentFields(raw: string): [string, string][] {
  const sent: unknown = JSON.parse(raw)
  if (typeof sent !== 'object' || sent === null) return []
  return Object.entries(sent).map(([name, value]) => [name, readable(value)])
}

function readable(value: unknown): string {
  if (value === null || value === undefined) return ''
  return decodeHTMLStrict(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
