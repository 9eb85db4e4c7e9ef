import type { StudentRef } from './gradebook.ts'
import type { LearnerName } from './learner-name.ts'
import type { UnixSeconds } from './time.ts'

/** A class: students of one account whom the teacher put together, on this computer only. */
export interface StudentClass {
  readonly id: number
  readonly account: string
  /** Unique within its account. */
  readonly name: string
}

export interface ClassSummary extends StudentClass {
  readonly students: number
}

/** A student of a class, perhaps before the first result. */
export interface ClassMember {
  /** The key of the student's results (`studentKey`), or the one that their first result will have. */
  readonly key: string
  readonly first: string
  readonly last: string
  readonly email: string | null
  /** The student's number in another system. */
  readonly externalId: string | null
  /** Percent of the usual time that is added. */
  readonly extraTime: number | null
}

/** A change of a class. Members of a key that is there already are replaced. */
export interface ClassChange {
  readonly put: readonly ClassMember[]
  /** Keys of members who leave. */
  readonly remove: readonly string[]
  /** What learners of a learning platform are called from then on, in this class and everywhere else. */
  readonly names?: readonly LearnerName[] | undefined
}

/** What brings back a removed class. */
export interface RemovedClass extends StudentClass {
  readonly madeAt: UnixSeconds
  readonly members: readonly ClassMember[]
}

/** A student as results know them. */
export interface KnownStudent extends StudentRef {
  readonly first: string
  readonly last: string
  readonly email: string | null
}

export const mostClassMembers = 20_000
export const mostExtraTime = 1_000
/** Of a name, an address and a number in another system. */
export const longestClassText = 200
