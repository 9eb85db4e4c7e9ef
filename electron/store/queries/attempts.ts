import { type InferResult, sql } from 'kysely'
import type { ResultsQuery, SourceRef } from '../../../shared/model/query.ts'
import { sqlite } from './builder.ts'
import { allOf } from './results.ts'
import { type AccountZones, conditionsOf } from './results-filter.ts'

// The stored JSON and the search text make up most of a row, and no column shows them.
const shownColumns = [
  'id',
  'account_id',
  'student_key',
  'feed',
  'first',
  'last',
  'email',
  'source_name',
  'test_id',
  'test_name',
  'percentage',
  'points_scored',
  'points_available',
  'pass_mark',
  'outcome',
  'requires_grading',
  'time_started',
  'time_finished',
  'duration_seconds',
  'access_code',
  'certificate_serial',
  'certificate_key',
] as const

/** The matching attempts in the view's order, as a file shows them. */
export const attemptsOf = (query: ResultsQuery, zones: AccountZones) =>
  sqlite.selectFrom(allOf(query, zones).as('listed')).select(shownColumns)

export type StoredAttempt = InferResult<ReturnType<typeof attemptsOf>>[number]

/**
 * Every attempt at the tests asked for, also those the filter hides, in the order their ranks are decided in: the
 * second attempt is the second one whatever is shown. `shown` says whether the filter lets it through.
 */
export function attemptsToRank({ filter }: Pick<ResultsQuery, 'filter'>, zones: AccountZones) {
  const { accounts, tests } = filter
  return sqlite
    .selectFrom('result')
    .select(['id', 'account_id', 'student_key', 'test_id', 'percentage', 'test_type', 'status', 'time_finished'])
    .select((result) => sql<0 | 1>`iif(${result.and(conditionsOf(filter, zones)(result))}, 1, 0)`.as('shown'))
    .where((result) => result.and(conditionsOf({ accounts, tests }, zones)(result)))
    .orderBy('account_id')
    .orderBy('student_key')
    .orderBy('test_id')
    .orderBy('time_finished')
    .orderBy('time_started')
    .orderBy('id')
}

export type AttemptToRank = InferResult<ReturnType<typeof attemptsToRank>>[number]

export const testsNamed = (ids: readonly number[]) =>
  sqlite
    .selectFrom('test')
    .select(['test_id as id', 'name'])
    .where('test_id', 'in', [...ids])

export const sourcesNamed = (feed: SourceRef['feed'], ids: readonly number[]) =>
  sqlite
    .selectFrom('source')
    .select(['source_id as id', 'name'])
    .where('feed', '=', feed)
    .where('source_id', 'in', [...ids])
