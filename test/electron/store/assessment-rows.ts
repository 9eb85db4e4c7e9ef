import type { Account } from '../../../shared/model/account.ts'
import type {
  AssessmentDraftContent,
  AssessmentQuestion,
  SentAssessment,
  SentSubmission,
} from '../../../shared/model/assessment.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon } from './laptop-database.ts'

export const platform = (id: string, timeZone = 'UTC'): Account => ({
  ...accountNamed(id, timeZone),
  service: 'assessments',
  key: `https://${id}.example.org tess@example.org`,
  url: `https://${id}.example.org`,
  email: 'tess@example.org',
})

export const sentAssessment = (id: string, over: Partial<SentAssessment> = {}): SentAssessment => ({
  assessmentId: `asmnt_${id}`,
  courseId: 'crs_1',
  title: `Assessment ${id}`,
  passingScore: 70,
  timeLimitMinutes: 30,
  questionCount: 2,
  raw: JSON.stringify({ id: `asmnt_${id}`, ...over }),
  ...over,
})

export const questions: readonly AssessmentQuestion[] = [
  { id: 'q1', text: 'Two and two?', type: 'multiple_choice', options: [{ id: 'a', text: 'Four' }], points: 5 },
  { id: 'q2', text: 'Why?', type: 'text', options: [], points: null },
]

export const sentSubmission = (id: string, over: Partial<SentSubmission> = {}): SentSubmission => {
  const submission = {
    submissionId: `sub_${id}`,
    assessmentId: 'asmnt_a',
    learnerId: 'usr_1',
    score: 50,
    passed: false,
    submittedAt: noon,
    answers: [
      { questionId: 'q1', correct: true },
      { questionId: 'q2', correct: false },
    ],
    attemptsLeft: null,
    ...over,
  }
  const { submissionId, assessmentId, learnerId, submittedAt, answers, attemptsLeft: _, ...told } = submission
  const raw = JSON.stringify({
    ...{ id: submissionId, assessment_id: assessmentId, user_id: learnerId, ...told },
    submitted_at: new Date(submittedAt * 1_000).toISOString(),
    answers: answers.map(({ questionId, correct }) => ({ question_id: questionId, correct })),
  })
  return { ...submission, raw }
}

export const later = unixSeconds(noon + 3_600)

export const draft = (over: Partial<AssessmentDraftContent> = {}): AssessmentDraftContent => ({
  courseId: 'crs_1',
  title: 'Fractions',
  passingScore: 60,
  timeLimitMinutes: null,
  questions: [],
  ...over,
})

/** A database with a learning platform, `p`, and what a first look at it brought. */
export function looked(...assessments: readonly SentAssessment[]) {
  const made = database([platform('p'), accountNamed('a')])
  made.calls.saveAssessments('p', { assessments, complete: true, at: noon })
  const numberOf = (id: string) => made.calls.assessmentWith('p', `asmnt_${id}`)?.id ?? 0
  return { ...made, numberOf }
}
