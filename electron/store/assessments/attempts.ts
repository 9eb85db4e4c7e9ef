import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import {
  type AssessmentAttempt,
  type AttemptState,
  type GivenAnswer,
  goesOn,
  type SentSubmission,
  type Submission,
  type SubmissionBody,
} from '../../../shared/model/assessment.ts'
import { minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { KeptAs, submissionResults } from './submissions.ts'
import type { AssessmentTables } from './tables.ts'

interface AttemptRow {
  readonly id: number
  readonly account: string
  readonly assessment: number
  readonly state: AttemptState
  readonly begunAt: number
  readonly endsAt: number | null
  readonly answers: string
  readonly refusal: string | null
  readonly refusalDetail: string | null
  readonly submission: string | null
  readonly fromFile: 0 | 1
}

const toAttempt = ({ answers, submission, ...row }: AttemptRow): AssessmentAttempt => ({
  ...row,
  fromFile: row.fromFile === 1,
  begunAt: unixSeconds(row.begunAt),
  endsAt: row.endsAt === null ? null : unixSeconds(row.endsAt),
  answers: JSON.parse(answers) as GivenAnswer[],
  submission: submission === null ? null : (JSON.parse(submission) as Submission),
})

/** Why a submission brought no result. */
interface FailedAttempt {
  readonly state: 'open' | 'unclear' | 'refused'
  /** A code of shared/errors, and what the service said of which field. */
  readonly refusal: string | null
  readonly detail: string | null
  /** What the try held before, where that was replaced by answers that certainly did not arrive. */
  readonly before?: Pick<AssessmentAttempt, 'answers' | 'fromFile'>
}

/** Whether the platform said as which submission it took the answers. */
export const isTaken = `refusal IS 'assessments/taken'`

/** Tries of assessments on this computer: what is answered, and what became of it. */
export function assessmentAttempts(
  db: Database,
  tables: AssessmentTables,
  keepSubmission: ReturnType<typeof submissionResults>['keep'],
) {
  const columns = `id, account_id AS account, assessment, state, begun_at AS begunAt, ends_at AS endsAt, answers,
    refusal, refusal_detail AS refusalDetail, submission, from_file AS fromFile`
  const one = db.prepare<[number], AttemptRow>(`SELECT ${columns} FROM assessment_attempt WHERE id = ?`)
  const ofAssessment = db.prepare<[number], AttemptRow>(
    `SELECT ${columns} FROM assessment_attempt WHERE assessment = ? ORDER BY id DESC`,
  )
  const hasQuestions = db.prepare<[number], 0 | 1>('SELECT questions IS NOT NULL FROM assessment WHERE id = ?').pluck()
  const begin = db.prepare<[string, number, UnixSeconds, UnixSeconds | null, 0 | 1]>(
    'INSERT INTO assessment_attempt (account_id, assessment, begun_at, ends_at, from_file) VALUES (?, ?, ?, ?, ?)',
  )
  const keepAnswers = db.prepare<[string, number]>(
    `UPDATE assessment_attempt SET answers = ? WHERE id = ? AND state IN ('open', 'refused')`,
  )
  const replaceAnswers = db.prepare<[string, number]>(
    'UPDATE assessment_attempt SET answers = ?, from_file = 1 WHERE id = ?',
  )
  // That an earlier submission may have counted is true until a result came, whatever a later one brought.
  const markSubmitting = db.prepare<[number]>(
    `UPDATE assessment_attempt SET in_doubt = in_doubt OR state = 'unclear', state = 'submitting',
       refusal = iif(${isTaken}, refusal, NULL), refusal_detail = iif(${isTaken}, refusal_detail, NULL) WHERE id = ?`,
  )
  // By the id of one that the platform took it can still be had.
  const staysTaken = `in_doubt AND ${isTaken} AND @refusal IS NOT 'assessments/taken'`
  const fail = db.prepare<
    Omit<FailedAttempt, 'before'> & { id: number; answers: string | null; fromFile: 0 | 1 | null }
  >(
    `UPDATE assessment_attempt SET state = iif(in_doubt, 'unclear', @state),
       refusal = iif(${staysTaken}, refusal, @refusal), refusal_detail = iif(${staysTaken}, refusal_detail, @detail),
       answers = coalesce(@answers, answers), from_file = coalesce(@fromFile, from_file) WHERE id = @id`,
  )
  const noteTaken = db.prepare<[number, string]>(
    'INSERT INTO attempt_taken (attempt, submission_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const finish = db.prepare<[string, string, number]>(
    `UPDATE assessment_attempt SET state = 'submitted', in_doubt = 0, refusal = NULL, refusal_detail = NULL,
       submission_id = ?, submission = ? WHERE id = ?`,
  )
  const reopen = db.prepare<[number]>(
    `UPDATE assessment_attempt SET state = 'open', from_file = 0, refusal = NULL, refusal_detail = NULL
     WHERE id = ? AND state = 'refused'`,
  )
  const remove = db.prepare<[number]>(
    `DELETE FROM assessment_attempt WHERE id = ? AND state NOT IN ('submitting', 'submitted')`,
  )
  const removeOpen = db.prepare<[number, number]>(
    `DELETE FROM assessment_attempt WHERE id = ? AND assessment = ? AND state = 'open'`,
  )
  const closeInterrupted = db.prepare<[string]>(
    `UPDATE assessment_attempt SET state = 'unclear' WHERE account_id = ? AND state = 'submitting'`,
  )

  /** @throws AppError `assessment/not-found` */
  const required = (id: number): AttemptRow => {
    const row = one.get(id)
    if (row === undefined) throw new AppError('assessment/not-found')
    return row
  }

  function openOrNew(assessment: number, at: UnixSeconds): AssessmentAttempt {
    return ofAssessment.all(assessment).map(toAttempt).find(goesOn) ?? add(assessment, at, 0)
  }

  function add(assessment: number, at: UnixSeconds, fromFile: 0 | 1): AssessmentAttempt {
    const { account, timeLimitMinutes } = tables.required(assessment)
    if (hasQuestions.get(assessment) !== 1) throw new AppError('assessments/no-questions')
    const endsAt = timeLimitMinutes === null ? null : plusSeconds(at, Math.round(timeLimitMinutes * minute))
    return toAttempt(required(Number(begin.run(account, assessment, at, endsAt, fromFile).lastInsertRowid)))
  }

  function claim(id: number, again: boolean, others?: readonly GivenAnswer[]): SubmissionBody {
    const { state, answers } = required(id)
    if (state === 'submitting' || state === 'submitted') throw new AppError('assessments/submitted')
    if (state === 'unclear' && !again) throw new AppError('assessments/unclear')
    markSubmitting.run(id)
    if (others !== undefined) replaceAnswers.run(JSON.stringify(others), id)
    const given = others ?? (JSON.parse(answers) as GivenAnswer[])
    return { answers: given.map(({ questionId, answer }) => ({ question_id: questionId, answer })) }
  }

  return {
    attemptsOf: (assessment: number): AssessmentAttempt[] => ofAssessment.all(assessment).map(toAttempt),
    calls: {
      /** @throws AppError `assessment/not-found` */
      assessmentAttempt: (id: number): AssessmentAttempt => toAttempt(required(id)),
      /**
       * The open try of an assessment, or one of which it must first be known whether it counted, or else a new one whose
       * clock starts now.
       * @param instead an open one that is given up for it; it stays where no other can begin
       * @throws AppError `assessment/not-found`, `assessments/no-questions`
       */
      beginAttempt: (assessment: number, at: UnixSeconds, instead?: number): AssessmentAttempt =>
        db
          .transaction(() => {
            if (instead !== undefined) removeOpen.run(instead, assessment)
            return openOrNew(assessment, at)
          })
          .immediate(),
      /**
       * A try of its own for answers that are handed in at once; those that are answered here stay as they are.
       * @throws AppError `assessment/not-found`, `assessments/no-questions`
       */
      addAttempt: (assessment: number, answers: readonly GivenAnswer[], at: UnixSeconds): AssessmentAttempt =>
        db
          .transaction(() => {
            const { id } = add(assessment, at, 1)
            keepAnswers.run(JSON.stringify(answers), id)
            return toAttempt(required(id))
          })
          .immediate(),
      /**
       * Keeps what was answered so far.
       * @throws AppError `assessments/unclear`, `assessments/submitted` where they were sent, which stay as they were;
       *   `assessment/not-found`
       */
      keepAttemptAnswers: (id: number, answers: readonly GivenAnswer[]): void => {
        if (keepAnswers.run(JSON.stringify(answers), id).changes > 0) return
        throw new AppError(required(id).state === 'unclear' ? 'assessments/unclear' : 'assessments/submitted')
      },
      /** Lets the answers of a refused try be changed; its clock goes on as it began. @throws AppError `assessment/not-found` */
      reopenAttempt: (id: number): AssessmentAttempt => {
        reopen.run(id)
        return toAttempt(required(id))
      },
      /**
       * Marks a try as being submitted: its request leaves right after this.
       * @param again also where an earlier submission may have counted
       * @param others answers of a file that are sent in place of those in the try, and kept there from now on
       * @throws AppError `assessments/unclear`, `assessments/submitted`, `assessment/not-found`
       */
      claimAttempt: (id: number, again: boolean, others?: readonly GivenAnswer[]): SubmissionBody =>
        db.transaction(() => claim(id, again, others)).immediate(),
      /**
       * Records that a submission brought no result: `open` where it certainly did not arrive. One that may have counted
       * before stays unclear.
       */
      failAttempt: (id: number, failed: FailedAttempt): void => {
        const { before, ...why } = failed
        const answers = before === undefined ? null : JSON.stringify(before.answers)
        const fromFile = before === undefined ? null : before.fromFile ? 1 : 0
        db.transaction(() => {
          fail.run({ id, ...why, answers, fromFile })
          if (why.refusal === 'assessments/taken' && why.detail !== null) noteTaken.run(id, why.detail)
        }).immediate()
      },
      /**
       * Keeps the result of a submission with its try, in one transaction. Where its learner was erased the try goes:
       * nothing is kept of them.
       */
      finishAttempt: (id: number, submission: SentSubmission, at: UnixSeconds): KeptAs =>
        db
          .transaction(() => {
            const { account } = required(id)
            const { raw: _, ...told } = submission
            // The result takes its start from its try.
            finish.run(submission.submissionId, JSON.stringify(told), id)
            return keepSubmission(account, submission, at)
          })
          .immediate(),
      /** Removes a try. One that was submitted stays, and so does one whose request is on its way. */
      giveUpAttempt: (id: number): void => {
        remove.run(id)
      },
      /** Lets what was being submitted be unclear after a crash: nobody knows whether it counted. */
      closeInterruptedAttempts: (account: string): void => {
        closeInterrupted.run(account)
      },
    },
  }
}
