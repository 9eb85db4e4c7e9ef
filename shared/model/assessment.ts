import type { SerialisedError } from '../errors.ts'
import type { UnixSeconds } from './time.ts'

/** The second service: assessments of a learning platform, attached to courses, with submissions of learners. */

/** What is typed of an assessment that is to be published. */
export interface AssessmentDraftContent {
  /** The service's id of the course (`crs_…`). */
  readonly courseId: string
  readonly title: string
  /** In whole percent; null where nothing, or no number, was typed. */
  readonly passingScore: number | null
  /** In minutes; null for no limit. */
  readonly timeLimitMinutes: number | null
  /** `BankRow.id`s of the questions that it is meant to ask, in order; prepared here, and not sent. */
  readonly questions: readonly number[]
}

/** Fewest and most characters of a title, and of a pass mark in percent (the service's document, "Create an assessment"). */
export const titleLength = { least: 3, most: 200 } as const
export const passingScores = { least: 1, most: 100 } as const

/** A title as it is sent: in one line, with single spaces. A service may tidy it up so, and it is found all the same. */
export const tidyTitle = (title: string): string =>
  title
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()

export const draftFields = ['course', 'title', 'passingScore', 'timeLimit'] as const
export type DraftField = (typeof draftFields)[number]
export type DraftFlawCode = 'empty' | 'too-short' | 'too-long' | 'not-whole' | 'out-of-range'

export interface DraftFlaw {
  readonly field: DraftField
  readonly flaw: DraftFlawCode
}

/** What the service would refuse in a draft, field by field, by the rules of its document. */
export function draftFlaws(draft: AssessmentDraftContent): readonly DraftFlaw[] {
  const flaws: DraftFlaw[] = []
  if (draft.courseId.trim() === '') flaws.push({ field: 'course', flaw: 'empty' })
  const length = [...tidyTitle(draft.title)].length
  if (length === 0) flaws.push({ field: 'title', flaw: 'empty' })
  else if (length < titleLength.least) flaws.push({ field: 'title', flaw: 'too-short' })
  else if (length > titleLength.most) flaws.push({ field: 'title', flaw: 'too-long' })
  const { passingScore, timeLimitMinutes: minutes } = draft
  if (passingScore === null) flaws.push({ field: 'passingScore', flaw: 'empty' })
  else if (!Number.isInteger(passingScore)) flaws.push({ field: 'passingScore', flaw: 'not-whole' })
  else if (passingScore < passingScores.least || passingScore > passingScores.most)
    flaws.push({ field: 'passingScore', flaw: 'out-of-range' })
  if (minutes !== null && !Number.isInteger(minutes)) flaws.push({ field: 'timeLimit', flaw: 'not-whole' })
  else if (minutes !== null && minutes < 1) flaws.push({ field: 'timeLimit', flaw: 'out-of-range' })
  return flaws
}

/**
 * Where an assessment that was written here stands.
 * - `draft`: only here.
 * - `waiting`: is published when the service can be reached; `sending`: its request is on its way.
 * - `refused`: the service refused it; published again only when asked for.
 * - `unclear`: an earlier request may have arrived, and several at the service look like it: the teacher chooses.
 */
export const draftStates = ['draft', 'waiting', 'sending', 'refused', 'unclear'] as const
export type DraftState = (typeof draftStates)[number]

export interface AssessmentDraft extends AssessmentDraftContent {
  readonly id: number
  readonly account: string
  readonly state: DraftState
  /** Why the service refused it, as a code of shared/errors, and what it said of which field. */
  readonly refusal: string | null
  readonly refusalDetail: string | null
  readonly changedAt: UnixSeconds
  readonly flaws: readonly DraftFlaw[]
  /** Of an unclear one: the assessments at the service that may be it. */
  readonly candidates: readonly AssessmentRow[]
}

/** An assessment as the service has it, without its questions. */
export interface AssessmentRow {
  /** On this computer, and as `testId` of its results: a negative whole number, so that no test of ClassMarker has it. */
  readonly id: number
  readonly account: string
  /** The service's id (`asmnt_…`). */
  readonly assessmentId: string
  readonly courseId: string
  readonly title: string
  /** In percent; null where nothing readable was said. */
  readonly passingScore: number | null
  readonly timeLimitMinutes: number | null
  readonly questionCount: number | null
  /** The service did not hand it out any more at the last whole look. It stays here with its results. */
  readonly gone: boolean
  /** Results of it that are here. */
  readonly submissions: number
  /** Whether its questions are here. */
  readonly hasQuestions: boolean
  /** It changed at the service since they were read. */
  readonly questionsAreOld: boolean
  /** What changed at the service at the last look that found a change, newest first. */
  readonly changedAt: UnixSeconds | null
  /** Of the own attempts: one may have counted, else one is being answered. */
  readonly own: 'unclear' | 'open' | null
  /** It was published from here. */
  readonly published: boolean
}

export interface AssessmentQuestion {
  readonly id: string
  /** HTML or plain text, as it was sent. */
  readonly text: string
  /** The service's word for its type; empty where it said none. */
  readonly type: string
  readonly options: readonly { readonly id: string; readonly text: string }[]
  readonly points: number | null
}

/** An assessment as the service answered it. `raw` is the JSON it was read from. */
export interface SentAssessment
  extends Pick<
    AssessmentRow,
    'assessmentId' | 'courseId' | 'title' | 'passingScore' | 'timeLimitMinutes' | 'questionCount'
  > {
  readonly raw: string
}

export interface SentAssessmentWithQuestions extends SentAssessment {
  readonly questions: readonly AssessmentQuestion[]
  /** Questions that it has and that could not be read. */
  readonly unreadableQuestions?: number
}

/** A look at all assessments that was cut short. */
export interface OpenLook {
  readonly begunAt: UnixSeconds
  /** How far the list was read, in the connector's own words. */
  readonly reading: string
}

/** What a look brought. */
export interface Look {
  readonly assessments: readonly SentAssessment[]
  /** Ids of others that an earlier part of it brought. */
  readonly earlier?: readonly string[]
  /** Only a complete one tells that others are gone. */
  readonly complete: boolean
  readonly at: UnixSeconds
  /** How far it came where it was cut short; null for one that ended. Nothing for a list that is no look at all there is. */
  readonly open?: OpenLook | null
  /** When it began, where a part of it was kept before: what is new in both is told as one. */
  readonly begunAt?: UnixSeconds
}

/** A change of an assessment that was seen between two looks. */
export interface AssessmentChange {
  readonly seenAt: UnixSeconds
  readonly field:
    | 'new'
    | 'gone'
    | 'back'
    | 'title'
    | 'course'
    | 'passingScore'
    | 'timeLimit'
    | 'questionCount'
    | 'questions'
  /** As text; null where there is none. */
  readonly before: string | null
  readonly after: string | null
}

/** All that is known of one assessment. */
export interface Assessment extends AssessmentRow {
  /** Null where they were not read yet. */
  readonly questions: readonly AssessmentQuestion[] | null
  readonly questionsAt: UnixSeconds | null
  readonly changes: readonly AssessmentChange[]
  /** Own tries of it on this computer, newest first. */
  readonly attempts: readonly AssessmentAttempt[]
  /** `BankRow.id`s of the questions that were prepared for it here before it was published. */
  readonly preparedQuestions: readonly number[]
}

/**
 * Where a try of an assessment stands.
 * - `open`: being answered; `submitting`: its request is on its way.
 * - `unclear`: the answer to the submission was lost. It may have counted, so it is never repeated by itself.
 * - `refused`: the service took nothing (`refusal` says why); the answers stay.
 * - `submitted`: the result is here.
 */
export const attemptStates = ['open', 'submitting', 'unclear', 'refused', 'submitted'] as const
export type AttemptState = (typeof attemptStates)[number]

export interface AssessmentAttempt {
  readonly id: number
  readonly account: string
  /** `AssessmentRow.id`. */
  readonly assessment: number
  readonly state: AttemptState
  readonly begunAt: UnixSeconds
  /** When its time is over; null without a limit. */
  readonly endsAt: UnixSeconds | null
  readonly answers: readonly GivenAnswer[]
  /** A code of shared/errors; null where nothing was refused. */
  readonly refusal: string | null
  /** What the service said of which field. */
  readonly refusalDetail: string | null
  readonly submission: Submission | null
  /** Its answers were handed in at once, out of a file. */
  readonly fromFile: boolean
}

/** Whether no other attempt may begin beside it: it is being answered, or may have counted. */
export const goesOn = ({ state, fromFile }: Pick<AssessmentAttempt, 'state' | 'fromFile'>): boolean =>
  state === 'unclear' || state === 'submitting' || (state === 'open' && !fromFile)

export interface GivenAnswer {
  readonly questionId: string
  /** An option's id, several joined as the service takes them, or a text. */
  readonly answer: string | readonly string[]
}

/** A submission as the service answered it. */
export interface Submission {
  readonly submissionId: string
  readonly assessmentId: string
  /** Null where the service did not say. */
  readonly learnerId: string | null
  /** In percent, 0 to 100. */
  readonly score: number
  readonly passed: boolean | null
  readonly submittedAt: UnixSeconds
  readonly answers: readonly { readonly questionId: string; readonly correct: boolean | null }[]
  /** Null where the service did not say. */
  readonly attemptsLeft: number | null
}

/** A submission with the JSON it was read from. */
export interface SentSubmission extends Submission {
  readonly raw: string
}

/** What a request asked for. Its title is null where it named a student who was erased: it may be any. */
export type TriedDraft = Omit<DraftToSend['body'], 'title'> & { readonly title: string | null }

/** A draft whose request leaves now. */
export interface DraftToSend {
  readonly id: number
  readonly account: string
  readonly title: string
  readonly body: {
    readonly course_id: string
    readonly title: string
    readonly passing_score: number
    readonly time_limit_minutes: number | null
  }
  /** As what earlier requests may have arrived: look for each before it is sent again. */
  readonly tried: readonly TriedDraft[]
  /** `AssessmentRow.id`s that are certainly another: here before the first request, or published from here. */
  readonly knownBefore: readonly number[]
}

/** What a submission's request carries, in the service's own field names. */
export interface SubmissionBody {
  readonly answers: readonly { readonly question_id: string; readonly answer: string | readonly string[] }[]
}

/** The answers in a body as they are kept and shown; what is no text stands there as the JSON that is sent. */
export const givenIn = ({ answers }: SubmissionBody): GivenAnswer[] =>
  answers.map(({ question_id, answer }) => ({
    questionId: String(question_id),
    answer: Array.isArray(answer) ? answer.map(asText) : asText(answer),
  }))

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

/** One submission that is to be collected. Without an assessment it is looked for at each of the account's. */
export interface SubmissionRef {
  /** The service's id (`asmnt_…`); null where the list did not say. */
  readonly assessmentId: string | null
  readonly submissionId: string
}

/** How far the assessments of an account are known and what of it waits. */
export interface AssessmentsStatus {
  readonly account: string
  /** The last whole look; null before the first. */
  readonly lookedAt: UnixSeconds | null
  /** Those that the service handed out at the last whole look; the others that are kept here are `gone`. */
  readonly assessments: number
  readonly gone: number
  readonly courses: readonly { readonly courseId: string; readonly assessments: number }[]
  /** At the last look that found something: how many were new, changed and gone. */
  readonly news: {
    readonly at: UnixSeconds
    readonly added: number
    readonly changed: number
    readonly gone: number
  } | null
  readonly drafts: number
  readonly waiting: number
  /** Refused and unclear drafts, and unclear tries. */
  readonly toDecide: number
  /** Those of them that are drafts. */
  readonly draftsToDecide: number
  /** Assessments with an attempt that is being answered, or may have counted. */
  readonly own: number
  /** `AssessmentRow.id`s of the assessments with an attempt whose answer was lost. */
  readonly lost: readonly number[]
  /** Ids of submissions that wait to be fetched. */
  readonly toCollect: number
  /** Those that could not be had, with a code of shared/errors. Noted again, they are asked for again. */
  readonly notCollected: readonly (SubmissionRef & { readonly reason: string })[]
}

export interface AssessmentsProgress {
  readonly done: number
  readonly total: number
}

/** How publishing ended. */
export interface PublishSummary {
  readonly outcome: 'complete' | 'rate-limited' | 'offline' | 'failed' | 'cancelled'
  readonly published: number
  readonly pending: number
  readonly rejected: readonly { readonly title: string; readonly reason: string; readonly detail: string | null }[]
  readonly unclear: number
  readonly requests: number
  readonly nextRequestAfter: UnixSeconds | null
  readonly error: SerialisedError | null
}

/** How collecting ended. */
export interface CollectSummary {
  readonly outcome: 'complete' | 'rate-limited' | 'offline' | 'failed' | 'cancelled'
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly pending: number
  readonly rejected: readonly { readonly submission: string; readonly reason: string }[]
  readonly requests: number
  readonly nextRequestAfter: UnixSeconds | null
  readonly error: SerialisedError | null
}
