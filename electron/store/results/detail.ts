import { decodeHTMLStrict } from 'entities'
import { isFinished } from '../../../shared/model/result.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { AttemptRow, ResultDetail } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import type { AccountZones } from './filter.ts'
import { type NamedResult, oneResult, toResultRow } from './rows.ts'
import { extraInfoOf, gradingOf } from './stored-values.ts'

/**
 * Everything known of one result, with the same student's other attempts at its test; null if there is no such result.
 */
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
    studentKey: row.student,
    firstSeenAt: unixSeconds(row.first_seen_at),
    timeZone: zones.get(row.account_id) ?? 'UTC',
    attempts: attemptsBeside(run, row),
    sentFields: sentFields(row.answer),
  }
}

/** Every attempt of a student at a test, oldest first. */
export function attemptsBeside(
  run: QueryRunner,
  row: Pick<NamedResult, 'account_id' | 'student' | 'test_id'>,
): AttemptRow[] {
  const attempts = sqlite
    .selectFrom('result')
    .select(['id', 'percentage', 'outcome', 'requires_grading', 'time_finished', 'status', 'test_type'])
    .where('student', '=', row.student)
    .where('test_id', '=', row.test_id)
    .where('account_id', '=', row.account_id)
    .orderBy('time_finished')
    .orderBy('time_started')
    .orderBy('id')
  return run.all(attempts.compile()).map((attempt) => ({
    id: attempt.id,
    percentage: attempt.percentage as Tenths | null,
    outcome: attempt.outcome,
    requiresGrading: gradingOf(attempt),
    timeFinished: unixSeconds(attempt.time_finished),
    finished: isFinished(attempt),
  }))
}

/** ClassMarker's fields with its own names, in its order, as text. */
function sentFields(answer: string): [string, string][] {
  const sent: unknown = JSON.parse(answer)
  if (typeof sent !== 'object' || sent === null) return []
  return Object.entries(sent).map(([name, value]) => [name, readable(value)])
}

function readable(value: unknown): string {
  if (value === null || value === undefined) return ''
  return decodeHTMLStrict(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
