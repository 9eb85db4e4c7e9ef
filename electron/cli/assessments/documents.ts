import type {
  Assessment,
  AssessmentDraft,
  AssessmentRow,
  CollectSummary,
  SentSubmission,
} from '../../../shared/model/assessment.ts'
import { plainText } from '../terminal.ts'

/** A draft that is not published by itself any more, and why. */
export interface RejectedDraft {
  readonly title: string
  readonly reason: string
  readonly detail: string | null
}

/** An assessment in the service's own fields. */
export const assessmentDocument = (row: AssessmentRow): object => ({
  id: row.assessmentId,
  course_id: row.courseId,
  title: row.title,
  passing_score: row.passingScore,
  time_limit_minutes: row.timeLimitMinutes,
  question_count: row.questionCount,
})

export const withQuestions = (assessment: Assessment): object => ({
  ...assessmentDocument(assessment),
  questions:
    assessment.questions?.map(({ id, text, type, options, points }) => ({ id, text, type, options, points })) ?? null,
})

/** A draft that waits, in the same fields; the service gives it its id. */
export const draftDocument = ({ courseId, title, passingScore, timeLimitMinutes }: AssessmentDraft): object => ({
  id: null,
  course_id: courseId.trim(),
  title: title.trim(),
  passing_score: passingScore,
  time_limit_minutes: timeLimitMinutes,
  question_count: null,
})

/** A submission in the service's own fields. */
export const submissionDocument = (submission: SentSubmission): object => ({
  id: submission.submissionId,
  assessment_id: submission.assessmentId,
  learner_id: submission.learnerId,
  score: submission.score,
  passed: submission.passed,
  submitted_at: momentText(submission.submittedAt),
  answers: submission.answers.map(({ questionId, correct }) => ({ question_id: questionId, correct })),
  attempts_left: submission.attemptsLeft,
})

const momentText = (moment: number): string => new Date(moment * 1000).toISOString().replace('.000Z', 'Z')

/** Why something was rejected, without the noun that all of them share. */
export const reasonOf = (code: string): string => code.replace(/^assessments\//, '')

export const rejectedDraft = ({ title, state, refusal, refusalDetail }: AssessmentDraft): RejectedDraft => ({
  title: title.trim(),
  reason: state === 'unclear' ? 'unclear' : reasonOf(refusal ?? 'api/rejected'),
  detail: refusalDetail,
})

/** What came of submissions. */
export interface SubmissionsAnswer extends Pick<CollectSummary, 'added' | 'updated' | 'unchanged' | 'rejected'> {
  readonly submissions: readonly SentSubmission[]
  readonly pending: number
}

export const submissionsDocument = ({
  submissions,
  pending,
  rejected,
  added,
  updated,
  unchanged,
}: SubmissionsAnswer): object => ({
  submissions: submissions.map(submissionDocument),
  results: { added, updated, unchanged },
  pending,
  rejected: rejected.map(({ submission, reason }) => ({ submission, reason: reasonOf(reason) })),
})

/** `asmnt_qrs001  Fractions  crs_7  pass mark 60 %, 20 min, 8 questions`. */
export function assessmentLine({ assessmentId, title, courseId, ...row }: AssessmentRow): string {
  const facts = [
    ...(row.passingScore === null ? [] : [`pass mark ${row.passingScore} %`]),
    row.timeLimitMinutes === null ? 'no time limit' : `${row.timeLimitMinutes} min`,
    ...(row.questionCount === null ? [] : [`questions: ${row.questionCount}`]),
    ...(row.gone ? ['no longer at the platform'] : []),
  ]
  return `${plainText(assessmentId)}  ${plainText(title)}  ${plainText(courseId)}  ${facts.join(', ')}\n`
}

export const submissionLine = ({ submissionId, score, passed, submittedAt }: SentSubmission): string =>
  `${plainText(submissionId)}  ${score} %${passed === null ? '' : passed ? ', passed' : ', not passed'}  ${momentText(submittedAt)}\n`

export const rejectedLines = (
  rejected: readonly { readonly what: string; readonly reason: string; readonly detail?: string | null }[],
): string =>
  rejected
    .map(
      ({ what, reason, detail }) =>
        `${plainText(what)}: ${plainText(reason)}${detail ? ` (${plainText(detail)})` : ''}\n`,
    )
    .join('')
