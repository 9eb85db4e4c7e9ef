import { createHmac, createSecretKey } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { type AttemptPolicy, isBetter, isGradable } from '../../../shared/model/attempt-policy.ts'
import { isFinished } from '../../../shared/model/result.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { Reading, StoredAttempt } from '../../store/api.ts'
import type { ExportRequest } from './request.ts'

/** The stored values that decide between the attempts of one student at one test. */
export interface RankedAttempt {
  readonly id: number
  readonly account_id: string
  readonly student: string
  readonly test_id: number
  readonly percentage: number | null
  readonly test_type: string | null
  readonly status: string | null
  readonly time_finished: number
  /** 1 if the filter lets it into the file, else 0. */
  readonly shown: 0 | 1
}

/** The rank of an attempt among those of the same student at the same test. */
export interface AttemptRank {
  /** 1 for the earliest; null while unfinished. */
  readonly number: number | null
  readonly first: boolean
  readonly last: boolean
  readonly best: boolean
  /** Finished, and of a test rather than a survey. */
  readonly gradable: boolean
}

const firstBit = 1
const lastBit = 2
const bestBit = 4
const gradableBit = 8
const numberShift = 16

const sameStudent = (one: RankedAttempt | undefined, other: RankedAttempt): boolean =>
  one !== undefined && one.account_id === other.account_id && one.student === other.student

/**
 * Finds the first, last and best attempt of every student at every test in one pass. Add attempts sorted by account,
 * student, test, finish, start and id. Keeps one number per attempt, so a million take less than 100 MB.
 */
export class AttemptRanks {
  readonly #byId = new Map<number, number>()
  #students = 0
  #hidden = 0
  #shownHere = 0
  #hiddenHere = 0
  #isStudentCounted = false
  #previous: RankedAttempt | undefined
  #latest: RankedAttempt | undefined
  #best: RankedAttempt | undefined
  #number = 0

  add(attempt: RankedAttempt): void {
    const knownStudent = sameStudent(this.#previous, attempt)
    if (!knownStudent || this.#previous?.test_id !== attempt.test_id) this.finish()
    if (!knownStudent) this.#isStudentCounted = false
    this.#previous = attempt
    this.#count(attempt)
    if (!isFinished(attempt)) {
      this.#byId.set(attempt.id, 0)
      return
    }
    this.#number++
    const gradable = isGradable({ status: attempt.status, testType: attempt.test_type })
    this.#byId.set(attempt.id, this.#number * numberShift + (gradable ? gradableBit : 0))
    if (gradable) this.#rank(attempt)
  }

  #count({ shown }: RankedAttempt): void {
    if (shown === 0) {
      this.#hiddenHere++
      return
    }
    this.#shownHere++
    if (!this.#isStudentCounted) this.#students++
    this.#isStudentCounted = true
  }

  #rank(attempt: RankedAttempt): void {
    if (this.#latest === undefined) this.#mark(attempt, firstBit)
    this.#latest = attempt
    if (this.#best === undefined || isBetter(attempt.percentage, this.#best.percentage)) this.#best = attempt
  }

  #mark({ id }: RankedAttempt, bit: number): void {
    this.#byId.set(id, (this.#byId.get(id) ?? 0) + bit)
  }

  /** Ends the current student's test. Call it after the last attempt. */
  finish(): void {
    if (this.#latest !== undefined) this.#mark(this.#latest, lastBit)
    if (this.#best !== undefined) this.#mark(this.#best, bestBit)
    if (this.#shownHere > 0) this.#hidden += this.#hiddenHere
    this.#shownHere = 0
    this.#hiddenHere = 0
    this.#latest = undefined
    this.#best = undefined
    this.#number = 0
  }

  get attempts(): number {
    return this.#byId.size
  }

  /** Different students among the attempts shown. */
  get students(): number {
    return this.#students
  }

  /** Hidden attempts whose student has a shown attempt at the same test. */
  get hidden(): number {
    return this.#hidden
  }

  of(id: number): AttemptRank {
    const packed = this.#byId.get(id) ?? 0
    return {
      number: Math.floor(packed / numberShift) || null,
      first: (packed & firstBit) !== 0,
      last: (packed & lastBit) !== 0,
      best: (packed & bestBit) !== 0,
      gradable: (packed & gradableBit) !== 0,
    }
  }
}

/** Whether an attempt counts. With `average` every gradable attempt does, and their mean is the grade. */
export function counts(rank: AttemptRank, policy: AttemptPolicy): boolean {
  return policy === 'average' ? rank.gradable : rank[policy]
}

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

/**
 * The matching attempts in the view's order. Holds only one in memory at a time.
 * @param decided whether an attempt counts, where the teacher decided it
 */
export function* attemptsInOrder(
  reading: Pick<Reading, 'attempts' | 'zones'>,
  request: ExportRequest,
  ranks: AttemptRanks,
  decided: ReadonlyMap<number, boolean>,
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
      counts: decided.get(result.id) ?? counts(rank, request.policy),
      student: studentOf(result.account_id, result.student),
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
