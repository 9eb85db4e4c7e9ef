import { z } from 'zod'
import type {
  Assessment,
  AssessmentAttempt,
  AssessmentDraft,
  AssessmentDraftContent,
  AssessmentRow,
  AssessmentsStatus,
  DraftFlaw,
  GivenAnswer,
  SubmissionRef,
} from '../model/assessment.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { accounts, id, text } from './shapes.ts'

/** Above what the service takes: what is typed may be wrong in any way, and its flaws are told. */
const longestTitle = 2_000
const longestAnswer = 100_000
const mostQuestions = 2_000
const mostSubmissions = 100_000

const draft = () =>
  z.strictObject({
    courseId: text(200),
    title: text(longestTitle),
    passingScore: z.number().nullable(),
    timeLimitMinutes: z.number().nullable(),
    questions: z.array(z.int().positive()).max(mostQuestions),
  }) satisfies z.ZodType<AssessmentDraftContent>

const answers = () =>
  z
    .array(
      z.strictObject({
        questionId: text(200),
        answer: z.union([text(longestAnswer), z.array(text(longestAnswer)).max(100)]),
      }),
    )
    .max(mostQuestions) satisfies z.ZodType<readonly GivenAnswer[]>

const number = () => z.int().positive()
/** `AssessmentRow.id`. */
const assessment = () => z.int().negative()

export const assessmentsInputs = () => ({
  status: z.strictObject({ accounts: accounts() }),
  list: z.strictObject({ accounts: accounts(), course: text(200).optional() }),
  get: z.strictObject({ id: assessment() }),
  drafts: z.strictObject({ accounts: accounts() }),
  saveDraft: z.strictObject({ account: id(), id: number().nullable(), draft: draft() }),
  removeDraft: z.strictObject({ id: number() }),
  publish: z.strictObject({ id: number() }),
  takeBack: z.strictObject({ id: number() }),
  resolve: z.strictObject({ id: number(), isIt: assessment().nullable() }),
  lookForDraft: z.strictObject({ id: number() }),
  push: z.strictObject({ account: id() }),
  begin: z.strictObject({ assessment: assessment(), instead: number().optional() }),
  keepAnswers: z.strictObject({ attempt: number(), answers: answers() }),
  submit: z.strictObject({ attempt: number(), again: z.boolean() }),
  reopen: z.strictObject({ attempt: number() }),
  giveUp: z.strictObject({ attempt: number() }),
  readIds: z.strictObject({ account: id(), text: text(5_000_000) }),
  chooseIdFile: z.strictObject({ account: id() }),
  collect: z.strictObject({
    account: id(),
    attempt: number().optional(),
    submissions: z
      .array(z.strictObject({ assessmentId: text(200).nullable(), submissionId: z.string().min(1).max(200) }))
      .max(mostSubmissions) satisfies z.ZodType<readonly SubmissionRef[]>,
  }),
  forget: z.strictObject({
    account: id(),
    submissions: z.array(z.string().min(1).max(200)).max(mostSubmissions),
  }),
})
type Assessments = InputsOf<typeof assessmentsInputs>

/** What a pasted text or a file holds of ids of submissions. */
export interface ReadIds {
  readonly submissions: readonly SubmissionRef[]
  /** How many of them are results here already. */
  readonly known: number
  /** Lines that hold no id, with their numbers from 1. */
  readonly unreadable: readonly { readonly line: number; readonly text: string }[]
}

/** Assessments of a learning platform: read, written, answered, and their submissions collected. */
export const assessments = {
  status: invoke<Assessments['status'], readonly AssessmentsStatus[]>(),
  /** By course, then title. */
  list: invoke<Assessments['list'], readonly AssessmentRow[]>(),
  get: invoke<Assessments['get'], Assessment>(),
  /** What was written here, the order of publishing first. */
  drafts: invoke<Assessments['drafts'], readonly AssessmentDraft[]>(),
  /** Keeps a draft here; sends nothing. */
  saveDraft: invoke<Assessments['saveDraft'], { readonly id: number; readonly flaws: readonly DraftFlaw[] }>(),
  removeDraft: invoke<Assessments['removeDraft'], void>(),
  /** Queues a draft without flaws and starts to send it. What was published can be changed or deleted nowhere. */
  publish: invoke<Assessments['publish'], void>(),
  /** Makes a waiting one a draft again; one whose request is on its way, or may have arrived, stays. */
  takeBack: invoke<Assessments['takeBack'], { readonly undone: boolean }>(),
  /** Says which assessment at the service an unclear draft is; null publishes it once more. */
  resolve: invoke<Assessments['resolve'], void>(),
  /** Looks for an unclear draft at the service once more, and publishes it where it is certainly not there. */
  lookForDraft: invoke<Assessments['lookForDraft'], void>(),
  push: invoke<Assessments['push'], { readonly jobId: string }>(),
  /**
   * The open try of an assessment, or one that may have counted, or else a new one. Its clock starts now. `instead`: an
   * open one that is given up for it.
   * @throws `assessments/no-questions`
   */
  begin: invoke<Assessments['begin'], AssessmentAttempt>(),
  keepAnswers: invoke<Assessments['keepAnswers'], void>(),
  /** Submits once. One whose answer was lost is submitted again only with `again`. */
  submit: invoke<Assessments['submit'], AssessmentAttempt>(),
  /** Lets the answers of a refused attempt be changed; its clock goes on as it began. */
  reopen: invoke<Assessments['reopen'], AssessmentAttempt>(),
  giveUp: invoke<Assessments['giveUp'], void>(),
  /** Reads ids out of a text; sends nothing. */
  readIds: invoke<Assessments['readIds'], ReadIds>(),
  /** As `readIds`, of a file that is asked for; null where the dialog was closed. */
  chooseIdFile: invoke<Assessments['chooseIdFile'], ReadIds | null>(),
  /** Notes the ids and starts the job that fetches each once. `attempt`: the one that the only id may settle. */
  collect: invoke<Assessments['collect'], { readonly jobId: string }>(),
  /** Asks no more for submissions that could not be had. */
  forget: invoke<Assessments['forget'], void>(),
  changed: event<undefined>(),
}
