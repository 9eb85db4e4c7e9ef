import { isFinished, isSurvey } from '../../../shared/model/result.ts'
import type { AttemptPolicy } from './request.ts'

/** What deciding between the attempts of one student at one test takes, as stored. */
export interface RankedAttempt {
  readonly id: number
  readonly account_id: string
  readonly student_key: string
  readonly test_id: number
  readonly percentage: number | null
  readonly test_type: string | null
  readonly status: string | null
  readonly time_finished: number
  /** Whether the filter lets it into the file. */
  readonly shown: 0 | 1
}

/** Where an attempt stands among those of the same student at the same test. */
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
  one !== undefined && one.account_id === other.account_id && one.student_key === other.student_key

/**
 * Decides first, last and best of every student and test in one pass. Attempts must come sorted by account, student,
 * test, finish, start and id. What is remembered is one number per attempt, so a million of them stay below 100 MB.
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
    const gradable = !isSurvey({ testType: attempt.test_type })
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
    if (this.#best === undefined || isBetter(attempt, this.#best)) this.#best = attempt
  }

  #mark({ id }: RankedAttempt, bit: number): void {
    this.#byId.set(id, (this.#byId.get(id) ?? 0) + bit)
  }

  /** Closes the current student's test. Call it after the last attempt. */
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

  /** Attempts that are not shown while another one of the same student at the same test is. */
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

// An attempt without a percentage is best only where none has one. Equal percentages: the earliest finish; finished in
// the same second: the lower id. So exactly one attempt is best.
function isBetter(attempt: RankedAttempt, best: RankedAttempt): boolean {
  const [percentage, highest] = [
    attempt.percentage ?? Number.NEGATIVE_INFINITY,
    best.percentage ?? Number.NEGATIVE_INFINITY,
  ]
  if (percentage !== highest) return percentage > highest
  return attempt.time_finished === best.time_finished && attempt.id < best.id
}

/** Whether an attempt counts. With `average` every attempt does, and the mean is taken over them. */
export function counts(rank: AttemptRank, policy: AttemptPolicy): boolean {
  return policy === 'average' ? rank.gradable : rank[policy]
}
