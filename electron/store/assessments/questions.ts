import type { Database } from 'better-sqlite3'
import { day, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import type { AssessmentTables } from './tables.ts'

interface KeptQuestions {
  readonly id: number
  readonly questions: string
  readonly raw: string
  readonly at: UnixSeconds
  readonly unreadable: number
}

/** Which questions of assessments are here, which are to be read, and which could not be had. */
export function fetchedQuestions(db: Database, tables: Pick<AssessmentTables, 'named'>) {
  const keep = db.prepare<KeptQuestions>(
    `UPDATE assessment SET questions = @questions, questions_raw = @raw, questions_at = @at,
       questions_unreadable = @unreadable, questions_refused_at = iif(@unreadable > 0, @at, NULL) WHERE id = @id`,
  )
  const refuse = db.prepare<{ id: number; at: UnixSeconds; unreadable: number }>(
    `UPDATE assessment SET questions_refused_at = @at, questions_unreadable = max(questions_unreadable, @unreadable)
     WHERE id = @id`,
  )
  const isLater = (than: string) =>
    `${than} < (SELECT max(seen_at) FROM assessment_change WHERE assessment_change.assessment = assessment.id)`
  const toRead = db
    .prepare<{ account: string; at: UnixSeconds; since: UnixSeconds }, string>(
      `SELECT assessment_id FROM assessment WHERE account_id = @account AND gone = 0
         AND (questions_at IS NULL OR questions_unreadable > 0 OR ${isLater('questions_at')})
         AND (questions_refused_at IS NULL OR questions_refused_at NOT BETWEEN @since AND @at
           OR ${isLater('questions_refused_at')})
       ORDER BY questions_refused_at IS NOT NULL, questions_refused_at, id DESC`,
    )
    .pluck()
  const unreadable = db
    .prepare<[string], number>(
      'SELECT coalesce(sum(questions_unreadable), 0) FROM assessment WHERE account_id = ? AND gone = 0',
    )
    .pluck()

  return {
    /** Keeps questions, with how many beside them could not be read. */
    keep: (questions: KeptQuestions): void => {
      keep.run(questions)
    },
    calls: {
      /**
       * The service's ids of the assessments whose questions are not here as they are now: those never asked for first. One
       * whose questions could not be had is asked for again once it changed, or a day later.
       */
      questionsToRead: (account: string, at: UnixSeconds): string[] =>
        toRead.all({ account, at, since: plusSeconds(at, -day) }),
      /** Notes that the questions of one could not be had, and how many there are that cannot be read. */
      refuseQuestions: (account: string, assessmentId: string, count: number, at: UnixSeconds): void => {
        const known = tables.named(account, assessmentId)
        if (known !== undefined) refuse.run({ id: known.id, at, unreadable: count })
      },
      /** Questions of an account's assessments that could not be read when they were asked for last. */
      countUnreadableQuestions: (account: string): number => unreadable.get(account) ?? 0,
    },
  }
}
