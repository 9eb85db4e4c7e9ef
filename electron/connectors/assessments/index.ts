/** What the rest of the program may use of the assessments service. The other files are private to this folder. */

export { normalAddress } from './address.ts'
export { type AllAssessments, AssessmentList } from './all-assessments.ts'
export { pageSize, readStoredSubmission } from './answers.ts'
export {
  AssessmentsClient,
  type AssessmentsClientOptions,
  type ListOptions,
  type SignInPorts,
  signIn,
} from './client.ts'
export type {
  AnswerMark,
  Assessment,
  AssessmentOption,
  AssessmentQuestion,
  AssessmentsPage,
  AssessmentWithQuestions,
  Budget,
  NewAssessment,
  Submission,
  Tokens,
  UnreadableAssessment,
} from './model.ts'
export type { AssessmentsEndpoint, OnDoubt, OnRequest, RequestEnded } from './requests.ts'
export { lookOf, type PlatformConnection, sentAssessment, sentSubmission, sentWithQuestions } from './sent.ts'
