import type { UnixSeconds } from '../../../shared/model/time.ts'

/** The tokens of an account. Kept in memory and in the keychain, never in an error, a log or the database. */
export interface Tokens {
  readonly access: string
  /** Null where only an access token was given: nothing can be renewed then. */
  readonly refresh: string | null
  /** When the access token runs out, by this computer's clock; null when not known, or too soon to be renewed in time. */
  readonly expiresAt: UnixSeconds | null
}

/** An assessment as the service lists it. */
export interface Assessment {
  /** `asmnt_…` */
  readonly id: string
  /** `crs_…` */
  readonly courseId: string
  /** Empty where the service sent none. */
  readonly title: string
  /** Percent needed to pass, 0 to 100; null when not said. */
  readonly passingScore: number | null
  /** Null for no limit. */
  readonly timeLimitMinutes: number | null
  readonly questionCount: number | null
  /** The JSON text of the object it was read from. */
  readonly raw: string
}

export interface AssessmentQuestion {
  readonly id: string
  readonly text: string
  /** The service's own word for it; null when not said. */
  readonly type: string | null
  /** Empty where the answer is typed. */
  readonly options: readonly AssessmentOption[]
  readonly points: number | null
  /** The JSON text of the object it was read from. */
  readonly raw: string
}

export interface AssessmentOption {
  /** Its id or letter: what an answer names. The text itself where it has neither. */
  readonly id: string
  readonly text: string
}

export interface AssessmentWithQuestions extends Assessment {
  readonly questions: readonly AssessmentQuestion[]
  /** Questions that could not be read, or are missing though they are counted. */
  readonly unreadableQuestions: number
}

/** Something in a list that could not be read; its JSON is kept instead. */
export interface UnreadableAssessment {
  /** Null where it has none either. */
  readonly id: string | null
  readonly raw: string
  readonly problem: string
}

/** A page of the list. */
export interface AssessmentsPage {
  readonly assessments: readonly Assessment[]
  readonly unreadable: readonly UnreadableAssessment[]
  /** How many there are on all pages; null when not said. */
  readonly total: number | null
  /** The one that was asked for. */
  readonly page: number
  /** How many the service puts on a page; null when not said. */
  readonly perPage: number | null
}

/** An assessment to create, by the service's own names. */
export interface NewAssessment {
  readonly course_id: string
  readonly title: string
  readonly passing_score: number
  readonly time_limit_minutes: number | null
}

/** The result of answers that were handed in. */
export interface Submission {
  /** `sub_…` */
  readonly id: string
  readonly assessmentId: string
  /** `usr_…`; null when not said. */
  readonly learnerId: string | null
  /** Percent from 0 to 100, with the decimals that were sent. */
  readonly score: number
  readonly passed: boolean | null
  /**
   * Taken as UTC where the service tells no zone, which its document leaves open; the moment it was read where the service
   * tells none that can be read.
   */
  readonly submittedAt: UnixSeconds
  /** One for each question that the service names. */
  readonly answers: readonly AnswerMark[]
  /** How many more attempts the learner has; null when not said. */
  readonly attemptsLeft: number | null
  /** The JSON text of the object it was read from, with `received_at` where its moment is not the one in there. */
  readonly raw: string
}

export interface AnswerMark {
  readonly questionId: string
  readonly correct: boolean | null
}

/** What the answer's headers say of the requests that are left. */
export interface Budget {
  readonly limit: number | null
  readonly remaining: number | null
  readonly resetAt: UnixSeconds | null
}
