import type { SentAssessment, SentAssessmentWithQuestions, SentSubmission } from '../../../shared/model/assessment.ts'
import type { AllAssessments } from './all-assessments.ts'
import type { Assessment, AssessmentWithQuestions, Submission, Tokens } from './model.ts'
import type { AssessmentsEndpoint } from './requests.ts'

/** How requests reach an account of a learning platform. */
export interface PlatformConnection {
  readonly endpoint: AssessmentsEndpoint
  readonly tokens: Tokens
  /** Keeps renewed tokens, before they are used. @throws AppError `keychain/*` */
  readonly onTokens: (tokens: Tokens) => Promise<void>
}

/** An assessment by the names that the rest of the program uses. */
export const sentAssessment = ({ id, ...assessment }: Assessment): SentAssessment => ({
  ...assessment,
  assessmentId: id,
})

/** A list as a look at all there is. One that cannot be read is there all the same, under an id that may be unreadable too. */
export const lookOf = ({ assessments, unreadable, earlier, complete }: AllAssessments) => ({
  assessments: assessments.map(sentAssessment),
  earlier: earlier.ids,
  complete: complete && unreadable.length + earlier.unreadable === 0,
})

export const sentWithQuestions = ({
  id,
  questions,
  ...assessment
}: AssessmentWithQuestions): SentAssessmentWithQuestions => ({
  ...assessment,
  assessmentId: id,
  questions: questions.map(({ type, raw: _raw, ...question }) => ({ ...question, type: type ?? '' })),
})

export const sentSubmission = ({ id, ...submission }: Submission): SentSubmission => ({
  ...submission,
  submissionId: id,
})
