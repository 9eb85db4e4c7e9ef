import { createHmac, createSecretKey } from 'node:crypto'
import { sql } from 'kysely'
import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import { type QueryRunner, sqlite } from '../../store/queries/builder.ts'
import { allOf, type NamedResult } from '../../store/queries/results.ts'
import { type AccountZones, conditionsOf } from '../../store/queries/results-filter.ts'
import { type AttemptRank, type AttemptRanks, counts, type RankedAttempt } from './attempt-rank.ts'
import type { ExportRequest } from './request.ts'

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

type ShownResult = Pick<NamedResult, (typeof shownColumns)[number]>

/** One row of the export: a stored result, where it stands, and how its account tells the time. */
export interface Attempt {
  readonly result: ShownResult
  readonly rank: AttemptRank
  readonly counts: boolean
  /** The student's key, or the pseudonym in its place. */
  readonly student: string
  /** The wall clock's reading of a moment, as seconds that read as UTC. */
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

/**
 * Every attempt at the tests asked for, also those the filter hides, in the order their ranks are decided in: the
 * second attempt is the second one whatever is shown.
 */
export function rankedAttempts(
  run: QueryRunner,
  { query }: ExportRequest,
  zones: AccountZones,
): IterableIterator<RankedAttempt> {
  const { accounts, tests } = query.filter
  const ranked = sqlite
    .selectFrom('result')
    .select(['id', 'account_id', 'student_key', 'test_id', 'percentage', 'test_type', 'status', 'time_finished'])
    .select((result) => sql<0 | 1>`iif(${result.and(conditionsOf(query.filter, zones)(result))}, 1, 0)`.as('shown'))
    .where((result) => result.and(conditionsOf({ accounts, tests }, zones)(result)))
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
  ranks: AttemptRanks,
): Generator<Attempt, void> {
  const shown = sqlite.selectFrom(allOf(request.query, zones).as('listed')).select(shownColumns)
  const clocks = new Map([...zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  const studentOf =
    request.identity === 'pseudonyms'
      ? pseudonymiser(request.pseudonymKey)
      : (_: string, studentKey: string) => studentKey
  for (const result of run.iterate(shown.compile())) {
    const rank = ranks.of(result.id)
    yield {
      result,
      rank,
      counts: counts(rank, request.policy),
      student: studentOf(result.account_id, result.student_key),
      wallClock: clocks.get(result.account_id) ?? utc,
    }
  }
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const letters = 8
const longEnough = /^([0-9a-f]{2}){16,}$/i

/**
 * Names students apart without telling who they are: `S-` and eight letters of Crockford's base 32 from an HMAC-SHA-256
 * over account and student key. Stable for one key, so files of different days fit together. Forty bits: among 10,000
 * students the chance that any two share a pseudonym is 1 in 22,000.
 * @param keyInHex at least 128 bits; whoever could guess it could name everybody
 * @throws AppError `internal` for a shorter key
 */
export function pseudonymiser(keyInHex: string): (accountId: string, studentKey: string) => string {
  if (!longEnough.test(keyInHex)) throw new AppError('internal')
  const key = createSecretKey(keyInHex, 'hex')
  const known = new Map<string, string>()
  return (accountId, studentKey) => {
    const student = `${accountId}\0${studentKey}`
    const pseudonym = known.get(student) ?? `S-${lettersOf(createHmac('sha256', key).update(student).digest())}`
    known.set(student, pseudonym)
    return pseudonym
  }
}

function lettersOf(digest: Buffer): string {
  const bits = digest.readUIntBE(0, 5)
  return Array.from({ length: letters }, (_, at) => crockford[Math.floor(bits / 32 ** (letters - 1 - at)) % 32]).join(
    '',
  )
}
