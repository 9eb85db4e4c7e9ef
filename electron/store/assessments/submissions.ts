import type { Database } from 'better-sqlite3'
import type { QuestionVersion } from '../../../shared/model/answers.ts'
import type { AssessmentQuestion, SentSubmission, SubmissionRef } from '../../../shared/model/assessment.ts'
import type { LearnerName } from '../../../shared/model/learner-name.ts'
import type { Result } from '../../../shared/model/result.ts'
import { type Tenths, toTenths } from '../../../shared/model/result-values.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { packAttempt } from '../answers/packed-marks.ts'
import { versionQueries, versionToStore } from '../answers/versions.ts'
import type { Ingest } from '../results/ingest.ts'
import type { LearnerNaming } from '../students/learners.ts'
import type { AssessmentTables } from './tables.ts'

/** What a stored result of a submission keeps whatever its submission says: it does not tell that. */
interface StoredFacts {
  readonly id: number
  readonly test_id: number
  readonly source_id: number
  readonly pass_mark: number | null
  readonly time_started: number
  readonly duration_seconds: number | null
}

interface KnownFacts {
  readonly testId: number
  readonly sourceId: number
  readonly passMark: Tenths | null
  /** Null where nobody knows. */
  readonly startedAt: number | null
}

/** What keeping a submission did; nothing is kept of a learner who was erased. */
export type KeptAs = 'added' | 'updated' | 'unchanged' | 'erased'

/** A submission as a result: its score, of an assessment in a course, by a learner as they are called here. */
function resultOf(submission: SentSubmission, { startedAt, ...known }: KnownFacts, name: LearnerName | null): Result {
  const { submittedAt, learnerId } = submission
  const hasStart = startedAt !== null && startedAt <= submittedAt
  return {
    feed: 'submissions',
    ...known,
    linkResultId: submission.submissionId,
    userId: learnerId,
    cmUserId: null,
    first: name?.first ?? '',
    last: name?.last ?? learnerId ?? '',
    email: name?.email ?? null,
    accessCode: null,
    extraInfo: [],
    percentage: toTenths(submission.score),
    pointsScored: null,
    pointsAvailable: null,
    passed: submission.passed,
    requiresGrading: false,
    status: null,
    testType: null,
    timeStarted: hasStart ? unixSeconds(startedAt) : submittedAt,
    timeFinished: submittedAt,
    duration: null,
    durationSeconds: hasStart ? submittedAt - startedAt : null,
    giveCertificateOnlyWhenPassed: null,
    certificateSerial: null,
    certificateUrl: null,
    viewResultsUrl: null,
    ipAddress: null,
  }
}

/**
 * Keeps submissions as results, with what they say of each question.
 * @param learnerNameOf what a learner is called here
 */
export function submissionResults(
  db: Database,
  ingest: Pick<Ingest, 'apply'>,
  tables: AssessmentTables,
  learnerNameOf: LearnerNaming['nameOf'],
) {
  const { keepVersion } = versionQueries(db)
  const facts = 'id, test_id, source_id, pass_mark, time_started, duration_seconds'
  const under = db.prepare<[string, string], StoredFacts>(
    `SELECT ${facts} FROM result WHERE account_id = ? AND natural_key = ?`,
  )
  const numbered = db.prepare<[number], StoredFacts & { account: string }>(
    `SELECT ${facts}, account_id AS account FROM result WHERE id = ?`,
  )
  const begunAt = db
    .prepare<[string, string], number>(
      'SELECT begun_at FROM assessment_attempt WHERE account_id = ? AND submission_id = ? AND NOT from_file',
    )
    .pluck()
  const followed = ofAssessment('source_id IN (SELECT id FROM course WHERE account_id = @account)')
  const settlePassMark = db.prepare<{ account: string; id: number; mark: number }>(
    `UPDATE result SET pass_mark = @mark,
       outcome = CASE WHEN passed IS NULL OR @mark <= 0 THEN 'none' WHEN passed THEN 'passed' ELSE 'not-passed' END
     WHERE ${followed} AND pass_mark IS NULL`,
  )
  const settleCourse = db.prepare<{ account: string; id: number; course: number }>(
    `UPDATE result SET source_id = @course
     WHERE ${ofAssessment(`source_id IN (SELECT id FROM course WHERE account_id = @account AND course_id = '')`)}`,
  )
  const questionsOf = db.prepare<[number], string | null>('SELECT questions FROM assessment WHERE id = ?').pluck()
  const versionOf = db
    .prepare<[string, string], number>('SELECT max(id) FROM question_version WHERE account_id = ? AND question_id = ?')
    .pluck()
  const nameVersion = db.prepare<[Uint8Array, string, number]>(
    `UPDATE OR IGNORE question_version SET digest = ?, content = ? WHERE id = ? AND content ->> '$.question' = ''`,
  )
  const marksOf = db.prepare<[number], Buffer>('SELECT marks FROM attempt_answers WHERE result_id = ?').pluck()
  const writeMarks = db.prepare<[number, number, Uint8Array]>(
    `INSERT INTO attempt_answers (result_id, finished, to_grade, listed, run_id, marks) VALUES (?, ?, 0, 0, NULL, ?)
     ON CONFLICT DO UPDATE SET finished = excluded.finished, marks = excluded.marks`,
  )
  const forgetMarks = db.prepare<[number]>('DELETE FROM attempt_answers WHERE result_id = ?')
  const note = db.prepare<[string, string, string | null, UnixSeconds]>(
    `INSERT INTO submission_wanted (account_id, submission_id, assessment_id, noted_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET assessment_id = coalesce(excluded.assessment_id, assessment_id), refusal = NULL`,
  )
  const wanted = db.prepare<[string], SubmissionRef>(
    `SELECT submission_id AS submissionId, assessment_id AS assessmentId FROM submission_wanted
     WHERE account_id = ? AND refusal IS NULL ORDER BY id`,
  )
  const isWanted = db.prepare<[string, string], 1>(
    'SELECT 1 FROM submission_wanted WHERE account_id = ? AND submission_id = ?',
  )
  const refuse = db.prepare<[string, string, string]>(
    'UPDATE submission_wanted SET refusal = ? WHERE account_id = ? AND submission_id = ?',
  )
  const forget = db.prepare<[string, string]>(
    'DELETE FROM submission_wanted WHERE account_id = ? AND submission_id = ? AND refusal IS NOT NULL',
  )
  // What the platform said that it took could not be read or kept; of what the teacher names it may have said nothing.
  const settleTaken = db.prepare<{ account: string; id: string; assessment: string; submission: string }>(
    `UPDATE assessment_attempt SET state = 'submitted', in_doubt = 0, refusal = NULL, refusal_detail = NULL,
       submission_id = @id, submission = @submission
     WHERE account_id = @account AND state = 'unclear'
       AND (refusal_detail = @id OR @id IN (SELECT submission_id FROM attempt_taken WHERE attempt = assessment_attempt.id))
       AND assessment = (SELECT id FROM assessment WHERE account_id = @account AND assessment_id = @assessment)`,
  )
  // The platform's own word goes before what the teacher says.
  const nameAttempt = db.prepare<{ account: string; attempt: number; id: string }>(
    `UPDATE assessment_attempt SET refusal_detail = @id
     WHERE id = @attempt AND account_id = @account AND state = 'unclear' AND refusal IS NOT 'assessments/taken'`,
  )
  const forgetAttempts = db.prepare<[string, string]>(
    'DELETE FROM assessment_attempt WHERE account_id = ? AND submission_id = ?',
  )
  const unwant = db.prepare<[string, string]>(
    'DELETE FROM submission_wanted WHERE account_id = ? AND submission_id = ?',
  )

  const isKnown = (account: string, { submissionId }: SubmissionRef): boolean =>
    under.get(account, `s:${submissionId}`) !== undefined

  const nameIn = (account: string, { learnerId }: SentSubmission): LearnerName | null =>
    learnerId === null ? null : learnerNameOf(account, learnerId)

  /** Marks each question 1 or 0 of 1, so that items can be analysed. */
  function keepAnswers(account: string, result: StoredFacts, { answers, submittedAt }: SentSubmission): void {
    const questions = answers.length === 0 ? new Map<string, AssessmentQuestion>() : questionsById(result.test_id)
    const ids = new Map<QuestionVersion, number>()
    const packed = packAttempt(
      {
        answers: answers.map(({ questionId, correct }) => {
          const question = questions.get(questionId)
          const version = versionFrom(questionId, question)
          // What an assessment no longer asks keeps the words under which it is known.
          const known = question === undefined ? (versionOf.get(account, questionId) ?? null) : null
          ids.set(version, known ?? keepVersion(account, versionToStore(version)))
          return {
            version,
            pointsScored: correct === null ? null : correct ? 1 : 0,
            marking: correct === null ? null : correct ? 'correct' : 'incorrect',
            response: [],
            feedback: null,
          }
        }),
        categories: [],
      },
      (version) => ids.get(version) ?? 0,
    )
    const before = marksOf.get(result.id)
    if (answers.length === 0) forgetMarks.run(result.id)
    else if (before === undefined || !before.equals(packed.marks)) writeMarks.run(result.id, submittedAt, packed.marks)
  }

  function questionsById(assessment: number): Map<string, AssessmentQuestion> {
    const kept = questionsOf.get(assessment)
    const questions: readonly AssessmentQuestion[] = kept == null ? [] : JSON.parse(kept)
    return new Map(questions.map((question) => [question.id, question]))
  }

  function factsFor(account: string, { submissionId, assessmentId }: SentSubmission) {
    const own = tables.named(account, assessmentId)
    const id = own?.id ?? tables.add(account, { assessmentId, courseId: '', title: '' })
    const assessment = own ?? tables.required(id)
    const stored = under.get(account, `s:${submissionId}`)
    const { passingScore } = assessment
    const known: KnownFacts = {
      testId: id,
      // It stays where it was submitted, with the mark it was measured by.
      sourceId: stored?.test_id === id ? stored.source_id : assessment.course,
      passMark: passMarkOf(stored) ?? (passingScore === null ? null : toTenths(passingScore)),
      startedAt: startOf(stored) ?? begunAt.get(account, submissionId) ?? null,
    }
    return { known, newTest: own === undefined ? [{ id, name: assessmentId }] : [] }
  }

  function keep(account: string, submission: SentSubmission, at: UnixSeconds): KeptAs {
    const { raw: _, ...told } = submission
    // The result takes its start from its try.
    const { submissionId: id, assessmentId: assessment } = submission
    settleTaken.run({ account, id, assessment, submission: JSON.stringify(told) })
    const { known, newTest } = factsFor(account, submission)
    const counts = ingest.apply({
      accountId: account,
      feed: 'submissions',
      results: [{ result: resultOf(submission, known, nameIn(account, submission)), raw: submission.raw }],
      unreadable: [],
      tests: newTest,
      sources: [],
      cursor: null,
      covered: null,
      receivedAt: at,
    })
    const stored = under.get(account, `s:${submission.submissionId}`)
    unwant.run(account, submission.submissionId)
    if (stored === undefined) {
      forgetAttempts.run(account, submission.submissionId)
      return 'erased'
    }
    keepAnswers(account, stored, submission)
    return counts.added > 0 ? 'added' : counts.updated > 0 ? 'updated' : 'unchanged'
  }

  return {
    keep,
    /** A stored submission as a newer reader reads it. */
    readAgain: (id: number, submission: SentSubmission): Result | null => {
      const stored = numbered.get(id)
      if (stored === undefined) return null
      keepAnswers(stored.account, stored, submission)
      const { test_id: testId, source_id: sourceId } = stored
      const known = { testId, sourceId, passMark: passMarkOf(stored), startedAt: startOf(stored) }
      return resultOf(submission, known, nameIn(stored.account, submission))
    },
    /** Lets results follow what became known of their assessment: its pass mark, and its course. */
    follow: (id: number): void => {
      const { account, course, passingScore } = tables.required(id)
      settleCourse.run({ account, id, course })
      if (passingScore !== null) settlePassMark.run({ account, id, mark: toTenths(passingScore) })
    },
    /** Gives questions their words that submissions only named so far. */
    nameQuestions: (account: string, questions: readonly AssessmentQuestion[]): void => {
      for (const question of questions) {
        const known = versionOf.get(account, question.id)
        if (known == null) continue
        const { digest, content } = versionToStore(versionFrom(question.id, question))
        nameVersion.run(digest, content, known)
      }
    },
    calls: {
      /** Those of these submissions that are results here already. */
      knownSubmissions: (account: string, refs: readonly SubmissionRef[]): SubmissionRef[] =>
        refs.filter((ref) => isKnown(account, ref)),
      /** What waits to be fetched, in the order in which it was noted. */
      submissionsToCollect: (account: string): SubmissionRef[] => wanted.all(account),
      waitsToBeCollected: (account: string, { submissionId }: SubmissionRef): boolean =>
        isWanted.get(account, submissionId) !== undefined,
      /**
       * Notes submissions to be fetched, but for those that are results here already.
       * @param attempt what the only one may have come of, which is settled once it is fetched
       * @returns how many those are
       */
      noteSubmissions: (
        account: string,
        refs: readonly SubmissionRef[],
        at: UnixSeconds,
        attempt?: number,
      ): { readonly known: number } =>
        db
          .transaction(() => {
            const [ref] = refs
            if (attempt !== undefined && ref !== undefined) nameAttempt.run({ account, attempt, id: ref.submissionId })
            const unknown = refs.filter((each) => attempt !== undefined || !isKnown(account, each))
            for (const { submissionId, assessmentId } of unknown) note.run(account, submissionId, assessmentId, at)
            return { known: refs.length - unknown.length }
          })
          .immediate(),
      /** Keeps a submission as a result, in one transaction; the same again changes nothing. */
      keepSubmission: (account: string, submission: SentSubmission, at: UnixSeconds) =>
        db.transaction(() => keep(account, submission, at)).immediate(),
      /** Asks no more for submissions that could not be had. What waits to be fetched, and what is a result, stays. */
      forgetSubmissions: (account: string, submissionIds: readonly string[]): void => {
        db.transaction(() => {
          for (const id of submissionIds) forget.run(account, id)
        }).immediate()
      },
      /** Keeps why one that was noted could not be had. It is asked for again once it is noted again. */
      refuseSubmission: (account: string, { submissionId }: SubmissionRef, code: string): void => {
        refuse.run(code, account, submissionId)
      },
    },
  }
}

const ofAssessment = (source: string) =>
  `account_id = @account AND feed = 'submissions' AND test_id = @id AND ${source}`

const passMarkOf = (stored: StoredFacts | undefined): Tenths | null => (stored?.pass_mark ?? null) as Tenths | null

const startOf = (stored: StoredFacts | undefined): number | null =>
  stored === undefined || stored.duration_seconds === null ? null : stored.time_started

const versionFrom = (questionId: string, question: AssessmentQuestion | undefined): QuestionVersion => ({
  questionId,
  type: question?.type ?? '',
  categoryId: null,
  question: question?.text ?? '',
  pointsAvailable: 1,
  options: [],
  correct: [],
})
