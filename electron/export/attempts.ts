import { sql } from 'kysely'
import { columnOf, type ExportedField, exportedFields } from '../../shared/model/result-fields.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { wallClockIn } from '../../shared/model/zone.ts'
import { type QueryRunner, sqlite } from '../store/queries/builder.ts'
import { allOf, type NamedResult } from '../store/queries/results.ts'
import { type AccountZones, conditionsOf } from '../store/queries/results-filter.ts'
import { pseudonymiser } from './pseudonym.ts'
import type { ExportRequest } from './request.ts'
import { counts, type RankedAttempt, type Standing, type Standings } from './standing.ts'

/** Exported fields that are no column of their own: their cell is made from others. */
const madeFields = ['test', 'source', 'certificate'] as const
type StoredField = Exclude<ExportedField, (typeof madeFields)[number]>
const isStored = (field: ExportedField): field is StoredField => !madeFields.some((made) => made === field)

// The stored JSON and the search text make up most of a row, and no column shows them.
const shownColumns = [
  ...exportedFields.filter(isStored).map((field) => columnOf(field)),
  'id',
  'account_id',
  'student_key',
  'source_name',
  'test_name',
  'certificate_serial',
  'certificate_key',
] as const

export type ShownResult = Pick<NamedResult, (typeof shownColumns)[number]>

/** One row of the export: a stored result, where it stands, and how its account tells the time. */
export interface Attempt {
  readonly result: ShownResult
  readonly standing: Standing
  readonly counts: boolean
  /** The student's key, or the pseudonym in its place. */
  readonly student: string
  /** The wall clock's reading of a moment, as seconds that read as UTC. */
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

/**
 * Every attempt at the tests asked for, also those the filter hides, in the order their standings are decided in: the
 * second attempt is the second one whatever is shown.
 */
export function rankedAttempts(
  run: QueryRunner,
  { query }: ExportRequest,
  zones: AccountZones,
): IterableIterator<RankedAttempt> {
  const ofTheseTests = query.filter.filter(({ field }) => field === 'account' || field === 'test')
  const ranked = sqlite
    .selectFrom('result')
    .select(['id', 'account_id', 'student_key', 'test_id', 'percentage', 'test_type', 'status', 'time_finished'])
    .select((result) => sql<0 | 1>`iif(${result.and(conditionsOf(query.filter, zones)(result))}, 1, 0)`.as('shown'))
    .where((result) => result.and(conditionsOf(ofTheseTests, zones)(result)))
    .orderBy('account_id')
    .orderBy('student_key')
    .orderBy('test_id')
    .orderBy('time_finished')
    .orderBy('time_started')
    .orderBy('id')
  return run.iterate(ranked.compile())
}

/** The matching attempts in the view's order. Only one is held at a time. */
export function* attemptsInOrder(
  run: QueryRunner,
  request: ExportRequest,
  zones: AccountZones,
  standings: Standings,
): Generator<Attempt, void> {
  const shown = sqlite.selectFrom(allOf(request.query, zones).as('listed')).select(shownColumns)
  const clocks = new Map([...zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  const studentOf =
    request.identity === 'pseudonyms'
      ? pseudonymiser(request.pseudonymKey)
      : (_: string, studentKey: string) => studentKey
  for (const result of run.iterate(shown.compile())) {
    const standing = standings.of(result.id)
    yield {
      result,
      standing,
      counts: counts(standing, request.policy),
      student: studentOf(result.account_id, result.student_key),
      wallClock: clocks.get(result.account_id) ?? utc,
    }
  }
}
