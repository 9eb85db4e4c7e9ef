import { createHmac, createSecretKey } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading, StoredAttempt } from '../../store/api.ts'
import { type AttemptRank, type AttemptRanks, counts } from './attempt-rank.ts'
import type { ExportRequest } from './request.ts'

/** One row of the export: a stored result, its rank, and its account's wall clock. */
export interface Attempt {
  readonly result: StoredAttempt
  readonly rank: AttemptRank
  readonly counts: boolean
  /** The student's key, or the pseudonym that replaces it. */
  readonly student: string
  /** Turns a moment into the account's local time, encoded as Unix seconds as if that were UTC. */
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

/** The matching attempts in the view's order. Holds only one in memory at a time. */
export function* attemptsInOrder(
  reading: Pick<Reading, 'attempts' | 'zones'>,
  request: ExportRequest,
  ranks: AttemptRanks,
): Generator<Attempt, void> {
  const clocks = new Map([...reading.zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  const studentOf =
    request.identity === 'pseudonyms'
      ? pseudonymiser(request.pseudonymKey)
      : (_: string, studentKey: string) => studentKey
  for (const result of reading.attempts(request.query)) {
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
 * Makes pseudonyms: `S-` and eight characters of Crockford's base 32 from an HMAC-SHA-256 over account and student key.
 * The same key gives the same pseudonyms, so files of different days match. 40 bits: among 10,000 students the chance
 * that any two share one is 1 in 22,000.
 * @param keyInHex at least 128 bits; whoever guesses it can identify everybody
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
