import {
  type Assessment,
  type AssessmentAttempt,
  type AssessmentDraft,
  type AssessmentDraftContent,
  type AssessmentQuestion,
  type AssessmentRow,
  type AssessmentsStatus,
  draftFlaws,
  type Submission,
} from '../../shared/model/assessment.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { accountSummary } from './made-accounts.ts'

const college = 'college'
export const seenAt = unixSeconds(1_764_000_000)

export const platformAccount = (given: Parameters<typeof accountSummary>[0] = {}) =>
  accountSummary({
    ...{ id: college, name: 'Harbour College', service: 'assessments', url: 'https://learn.harbour.example' },
    ...{ email: 'ines@harbour.example', key: 'https://learn.harbour.example ines@harbour.example' },
    ...{ groups: 2, links: 0, tests: 6, colour: 1 },
    ...given,
  })

/** `number`: from 1; its id is the negative of it. */
export const assessmentRow = (number: number, given: Partial<AssessmentRow> = {}): AssessmentRow => ({
  ...{
    id: -number,
    account: college,
    assessmentId: `asmnt_${number}a`,
    courseId: 'crs_first',
    title: `Check ${number}`,
  },
  ...{
    passingScore: 70,
    timeLimitMinutes: 30,
    questionCount: 3,
    gone: false,
    submissions: 0,
    hasQuestions: true,
    questionsAreOld: false,
  },
  ...{ changedAt: seenAt, own: null, published: false },
  ...given,
})

export const assessmentQuestions: readonly AssessmentQuestion[] = [
  {
    id: 'q_1',
    text: '<p>What is the <b>first step</b> for treating a skin burn?</p><img src="https://learn.harbour.example/burn.png" alt="A burnt hand">',
    type: 'multiple_choice',
    options: [
      { id: 'a', text: 'Apply oil or butter' },
      { id: 'b', text: 'Soak it in water' },
      { id: 'c', text: 'Nothing should be done' },
    ],
    points: 2,
  },
  {
    id: 'q_2',
    text: 'Which of these are signs of a shock?',
    type: 'multiple_response',
    options: [
      { id: 'a', text: 'A pale skin' },
      { id: 'b', text: 'A weak and fast pulse' },
      { id: 'c', text: 'A good appetite' },
    ],
    points: 1,
  },
  { id: 'q_3', text: 'Whom do you call first?', type: 'short_answer', options: [], points: null },
]

export const submission = (given: Partial<Submission> = {}): Submission => ({
  ...{ submissionId: 'sub_8f3a', assessmentId: 'asmnt_1a', learnerId: 'usr_12', score: 66.7, passed: false },
  submittedAt: seenAt,
  answers: [
    { questionId: 'q_1', correct: true },
    { questionId: 'q_2', correct: false },
    { questionId: 'q_3', correct: null },
  ],
  attemptsLeft: 1,
  ...given,
})

export const attempt = (id: number, given: Partial<AssessmentAttempt> = {}): AssessmentAttempt => ({
  ...{ id, account: college, assessment: -1, state: 'open', begunAt: seenAt, endsAt: null, answers: [] },
  ...{ refusal: null, refusalDetail: null, submission: null, fromFile: false },
  ...given,
})

export const assessmentOf = (row: AssessmentRow, given: Partial<Assessment> = {}): Assessment => ({
  ...row,
  ...{ questions: assessmentQuestions, questionsAt: seenAt, changes: [], attempts: [] },
  ...{ preparedQuestions: [] },
  ...given,
})

export const draft = (id: number, given: Partial<AssessmentDraft> = {}): AssessmentDraft => {
  const content: AssessmentDraftContent = {
    ...{ courseId: 'crs_first', title: `Draft ${id}`, passingScore: 60, timeLimitMinutes: null, questions: [] },
    ...given,
  }
  return {
    ...{ id, account: college, ...content, state: 'draft', refusal: null, refusalDetail: null, changedAt: seenAt },
    ...{ flaws: draftFlaws(content), candidates: [] },
    ...given,
  }
}

export const assessmentsStatus = (given: Partial<AssessmentsStatus> = {}): AssessmentsStatus => ({
  ...{ account: college, lookedAt: seenAt, assessments: 0, courses: [], news: null },
  ...{
    gone: 0,
    drafts: 0,
    waiting: 0,
    draftsToDecide: 0,
    toDecide: 0,
    own: 0,
    lost: [],
    toCollect: 0,
    notCollected: [],
  },
  ...given,
})

/** What a main process knows of assessments; a test may change it while the window is open. */
export interface HeldAssessments {
  rows: readonly AssessmentRow[]
  assessments: ReadonlyMap<number, Assessment>
  drafts: readonly AssessmentDraft[]
  /** Besides what the rows and drafts come to. */
  status: Partial<AssessmentsStatus>
}

const coursesOf = (rows: readonly AssessmentRow[]): AssessmentsStatus['courses'] =>
  [...Map.groupBy(rows, ({ courseId }) => courseId)].map(([courseId, own]) => ({ courseId, assessments: own.length }))

/** Answers what is asked of assessments from what is held; what changes it, each test answers itself. */
export function answerAssessments(fake: FakeBridge, given: Partial<HeldAssessments> = {}): HeldAssessments {
  const held: HeldAssessments = { rows: [], assessments: new Map(), drafts: [], status: {}, ...given }
  fake.handle('assessments', 'status', async ({ accounts }) =>
    (accounts ?? []).map((account) =>
      assessmentsStatus({
        account,
        assessments: held.rows.filter(({ gone }) => !gone).length,
        gone: held.rows.filter(({ gone }) => gone).length,
        courses: coursesOf(held.rows.filter(({ gone }) => !gone)),
        drafts: held.drafts.length,
        waiting: held.drafts.filter(({ state }) => state === 'waiting').length,
        draftsToDecide: held.drafts.filter(({ state }) => state === 'refused' || state === 'unclear').length,
        own: held.rows.filter(({ own }) => own !== null).length,
        lost: held.rows.filter(({ own }) => own === 'unclear').map(({ id }) => id),
        ...held.status,
      }),
    ),
  )
  fake.handle('assessments', 'list', async () => held.rows)
  fake.handle('assessments', 'drafts', async () => held.drafts)
  fake.handle('assessments', 'get', async ({ id }) => {
    const row = held.rows.find((each) => each.id === id) ?? assessmentRow(-id)
    return held.assessments.get(id) ?? assessmentOf(row)
  })
  return held
}
