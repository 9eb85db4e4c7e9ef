import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type {
  AssessmentAttempt,
  AttemptState,
  GivenAnswer,
  SentSubmission,
  Submission,
  SubmissionBody,
} from '../../../shared/model/assessment.ts'
import { minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { submissionResults } from './submissions.ts'
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
  readonly submission: string | null
}

const toAttempt = ({ answers, submission, ...row }: AttemptRow): AssessmentAttempt => ({
  ...row,
  begunAt: unixSeconds(row.begunAt),
  endsAt: row.endsAt === null ? null : unixSeconds(row.endsAt),
  answers: JSON.parse(answers) as GivenAnswer[],
  submission: submission === null ? null : (JSON.parse(submission) as Submission),
})

/** Tries of assessments on this computer: what is answered, and what became of it. */
export function assessmentAttempts(
  db: Database,
  tables: AssessmentTables,
  keepSubmission: ReturnType<typeof submissionResults>['keep'],
) {
  const columns = `id, account_id AS account, assessment, state, begun_at AS begunAt, ends_at AS endsAt, answers,
    refusal, submission`
  const one = db.prepare<[number], AttemptRow>(`SELECT ${columns} FROM assessment_attempt WHERE id = ?`)
  const ofAssessment = db.prepare<[number], AttemptRow>(
    `SELECT ${columns} FROM assessment_attempt WHERE assessment = ? ORDER BY id DESC`,
  )
  const hasQuestions = db.prepare<[number], 0 | 1>('SELECT questions IS NOT NULL FROM assessment WHERE id = ?').pluck()
  const begin = db.prepare<[string, number, UnixSeconds, UnixSeconds | null]>(
    'INSERT INTO assessment_attempt (account_id, assessment, begun_at, ends_at) VALUES (?, ?, ?, ?)',
  )
  const keepAnswers = db.prepare<[string, number]>(
    `UPDATE assessment_attempt SET answers = ? WHERE id = ? AND state IN ('open', 'refused')`,
  )
  const setState = db.prepare<[AttemptState, string | null, number]>(
    'UPDATE assessment_attempt SET state = ?, refusal = ? WHERE id = ?',
  )
  const finish = db.prepare<[string, string, number]>(
    `UPDATE assessment_attempt SET state = 'submitted', refusal = NULL, submission_id = ?, submission = ? WHERE id = ?`,
  )
  const remove = db.prepare<[number]>(
    `DELETE FROM assessment_attempt WHERE id = ? AND state NOT IN ('submitting', 'submitted')`,
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
    const { account, timeLimitMinutes } = tables.required(assessment)
    if (hasQuestions.get(assessment) !== 1) throw new AppError('assessments/no-questions')
    const open = ofAssessment.all(assessment).find(({ state }) => state === 'open')
    if (open !== undefined) return toAttempt(open)
    const endsAt = timeLimitMinutes === null ? null : plusSeconds(at, Math.round(timeLimitMinutes * minute))
    return toAttempt(required(Number(begin.run(account, assessment, at, endsAt).lastInsertRowid)))
  }

  function claim(id: number, again: boolean): SubmissionBody {
    const { state, answers } = required(id)
    if (state === 'submitting' || state === 'submitted') throw new AppError('assessments/submitted')
    if (state === 'unclear' && !again) throw new AppError('assessments/unclear')
    setState.run('submitting', null, id)
    const given = JSON.parse(answers) as GivenAnswer[]
    return { answers: given.map(({ questionId, answer }) => ({ question_id: questionId, answer })) }
  }

  return {
    attemptsOf: (assessment: number): AssessmentAttempt[] => ofAssessment.all(assessment).map(toAttempt),
    calls: {
      /** @throws AppError `assessment/not-found` */
      assessmentAttempt: (id: number): AssessmentAttempt => toAttempt(required(id)),
      /**
       * The open try of an assessment, or a new one whose clock starts now.
       * @throws AppError `assessment/not-found`, `assessments/no-questions`
       */
      beginAttempt: (assessment: number, at: UnixSeconds): AssessmentAttempt =>
        db.transaction(() => openOrNew(assessment, at)).immediate(),
      /** Keeps what was answered so far. Answers that were sent stay as they were. */
      keepAttemptAnswers: (id: number, answers: readonly GivenAnswer[]): void => {
        keepAnswers.run(JSON.stringify(answers), id)
      },
      /**
       * Marks a try as being submitted: its request leaves right after this.
       * @param again also where an earlier submission may have counted
       * @throws AppError `assessments/unclear`, `assessments/submitted`, `assessment/not-found`
       */
      claimAttempt: (id: number, again: boolean): SubmissionBody => db.transaction(() => claim(id, again)).immediate(),
      /** Records that a submission brought no result: `open` where it certainly did not arrive. */
      failAttempt: (id: number, state: 'open' | 'unclear' | 'refused', refusal: string | null): void => {
        setState.run(state, state === 'open' ? null : refusal, id)
      },
      /** Keeps the result of a submission with its try, in one transaction. */
      finishAttempt: (id: number, submission: SentSubmission, at: UnixSeconds): void => {
        db.transaction(() => {
          const { account } = required(id)
          const { raw: _, ...told } = submission
          finish.run(submission.submissionId, JSON.stringify(told), id)
          keepSubmission(account, submission, at)
        }).immediate()
      },
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
