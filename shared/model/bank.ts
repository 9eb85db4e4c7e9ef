import type { Evidence } from './item-analysis.ts'
import type { UnixSeconds } from './time.ts'

/** The types that ClassMarker's API creates and changes. Questions of other types are kept, shown and exported. */
export const writableTypes = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay'] as const
export type WritableType = (typeof writableTypes)[number]

/** How a multiple response question gives points for a part of its right options. */
export const gradeStyles = ['partial_with_deduction', 'partial_without_deduction', 'off'] as const
export type GradeStyle = (typeof gradeStyles)[number]

/** Most options of a question that the API takes, by the letters A to J. */
export const mostOptions = 10
/** Most points of a question, in tenths. */
export const highestPoints = 10_000

/** An option of a question in the bank. A matching question has a clue and its match; an extra match has no clue. */
export interface BankOption {
  /** A to T. */
  readonly letter: string
  /** HTML. */
  readonly content: string
  readonly clue?: string | undefined
  /** What it counts in percent, exactly as a file wrote it ("33.33333", "-50"). ClassMarker knows no such weight. */
  readonly weight?: string | undefined
  /** What a file says to who chose it. ClassMarker knows no feedback for one option. */
  readonly feedback?: string | undefined
}

/** What a question says, wherever it is kept. */
export interface QuestionContent {
  /** One of `questionTypes`, or the word that was sent. */
  readonly type: string
  /** HTML with ClassMarker's square-bracket tags, as it was taken or typed. */
  readonly question: string
  /** In tenths of a point; null where nothing readable was said. */
  readonly points: number | null
  /** Options in another order for each taker; null where nothing was said. */
  readonly randomAnswers: boolean | null
  readonly options: readonly BankOption[]
  /**
   * Letters of the right options; the accepted texts of a free text; the corrected sentence of a grammar question; for
   * a matching question the right letter of each clue, in the order of the clues.
   */
  readonly correct: readonly string[]
  /** One of `gradeStyles` or the word that was sent; null for other types than multiple response. */
  readonly gradeStyle: string | null
  /** HTML; null where there is none. */
  readonly correctFeedback: string | null
  readonly incorrectFeedback: string | null
}

/** The same for all forms of a question: what was typed into an editor. */
export interface QuestionDraft extends QuestionContent {
  /** `BankCategory.id` of its category; null where none is chosen. */
  readonly category: number | null
}

/**
 * Where a question or a category stands.
 * - `kept`: as it is at ClassMarker, as far as known here.
 * - `here-only`: never sent as it is: its type cannot be written, it has flaws, or nobody asked for it to be sent.
 * - `waiting-add`, `waiting-change`: goes to ClassMarker when it can be reached.
 * - `refused`: ClassMarker refused it; sent again only when asked for.
 * - `conflict`: it was changed at ClassMarker since it was read, or is a new category of a name that is there already; one
 *   of the two has to be chosen.
 * - `gone`: ClassMarker did not hand it out any more when all questions were last read.
 */
export const bankStates = ['kept', 'here-only', 'waiting-add', 'waiting-change', 'refused', 'conflict', 'gone'] as const
export type BankState = (typeof bankStates)[number]

/** A category of questions; a parent category holds categories and no questions. */
export interface BankCategory {
  /** On this computer, of parents and categories alike. */
  readonly id: number
  readonly account: string
  /** ClassMarker's number: among parents for a parent, else among categories. Null until it was created there. */
  readonly serviceId: number | null
  /** `BankCategory.id` of its parent; null for a parent. */
  readonly parent: number | null
  readonly name: string
  /** Questions in it that are not archived. */
  readonly questions: number
  readonly state: BankState
  /** Why ClassMarker refused it, as a code of shared/errors. */
  readonly refusal: string | null
  /** What a conflict is about; null where there is none. */
  readonly atService: CategoryAtService | null
}

/** What ClassMarker has of a category that was edited here. */
export interface CategoryAtService {
  readonly name: string
  /** `BankCategory.id` of its parent; null for a parent. */
  readonly parent: number | null
  /** For a new category: `BankCategory.id` of the one there that has its name in its place; else null. */
  readonly twin: number | null
  /** Names what it says, so that nobody chooses beside another one than was shown. */
  readonly version: string
}

/** A question in the list. */
export interface BankRow {
  readonly id: number
  readonly account: string
  /** ClassMarker's number as text; null until it was created there. */
  readonly questionId: string | null
  readonly type: string
  /** The beginning of its wording as plain text. */
  readonly text: string
  /** `BankCategory.id`, and the name with its parent's. */
  readonly category: number | null
  readonly categoryName: string | null
  readonly parentName: string | null
  readonly points: number | null
  /** Archived here, or `archived` at ClassMarker. */
  readonly archived: boolean
  readonly state: BankState
  readonly refusal: string | null
  /** Last change, at ClassMarker or here. */
  readonly changedAt: UnixSeconds | null
  /** Tests in which it was answered, as far as answers were imported. */
  readonly tests: number
  /** Over all imported first attempts: how many, and the mean mark as a share, 0 to 1; null where none are known. */
  readonly n: number
  readonly facility: number | null
}

export interface BankFilter {
  readonly accounts?: readonly string[] | undefined
  /** Words anywhere in wording, options, feedback or number. */
  readonly search?: string | undefined
  /** `BankCategory.id`s; that of a parent stands for all of its categories. */
  readonly categories?: readonly number[] | undefined
  readonly types?: readonly string[] | undefined
  /** Not (yet) at ClassMarker as it is here: anything but `kept` and `gone`. */
  readonly waiting?: boolean | undefined
  /** Answered in a test, as far as answers were imported; false: in none. */
  readonly used?: boolean | undefined
  /** Archived ones alone; without it they are left out. */
  readonly archived?: boolean | undefined
}

export const bankSortFields = ['text', 'type', 'category', 'points', 'changed', 'facility', 'number'] as const
export type BankSortField = (typeof bankSortFields)[number]

export interface BankQuery {
  readonly filter: BankFilter
  readonly sort: { readonly field: BankSortField; readonly direction: 'asc' | 'desc' }
}

/** How a question did in one test. */
export interface QuestionInTest {
  readonly testId: number
  readonly testName: string
  readonly n: number
  readonly evidence: Evidence
  readonly facility: number | null
  /** In percent. */
  readonly discrimination: number | null
}

/** A question as it was before, or as attempts saw it. */
export interface EarlierVersion {
  readonly content: QuestionContent
  /** When it was found changed; null for one that is known from answers alone. */
  readonly until: UnixSeconds | null
  /** Attempts that saw it. */
  readonly attempts: number
}

/** Everything that is known of one question. */
export interface BankQuestion extends BankRow {
  readonly content: QuestionContent
  /** What is wrong with it, by ClassMarker's rules. */
  readonly flaws: readonly QuestionFlaw[]
  /** As it is at ClassMarker where that differs from `content`: what waits, and what a conflict is about. */
  readonly atService: {
    readonly content: QuestionContent
    readonly category: number | null
    /** Names what it says, so that nobody chooses beside another one than was shown. */
    readonly version: string
  } | null
  /** Names what was shown of it, so that saving it overwrites nothing that came from ClassMarker since. */
  readonly opened: string
  readonly versions: readonly EarlierVersion[]
  readonly inTests: readonly QuestionInTest[]
}

export const flawFields = [
  'type',
  'question',
  'category',
  'points',
  'options',
  'correct',
  'gradeStyle',
  'correctFeedback',
  'incorrectFeedback',
] as const

/** One thing that ClassMarker would refuse, or that it cannot keep. */
export interface QuestionFlaw {
  readonly field: (typeof flawFields)[number]
  readonly flaw: QuestionFlawCode
  /** The option it is about. */
  readonly letter?: string
}

export const questionFlaws = [
  /** The API writes no questions of this type. */
  'type-read-only',
  'empty',
  'too-few',
  'too-many',
  'not-a-number',
  'out-of-range',
  'one-decimal',
  /** A single right option is needed, or at least one. */
  'one-correct',
  'some-correct',
  /** A right option that is not among the options. */
  'no-such-option',
  /** True and False, in this order. */
  'true-false',
  /** Essays have no options; only multiple response has a way of grading. */
  'not-for-type',
  'unknown-word',
  'no-category',
  /** The category is not here, or it is a parent. */
  'not-a-category',
  /** A weight or a feedback of an option, which ClassMarker cannot keep. */
  'option-weight',
  'option-feedback',
] as const
export type QuestionFlawCode = (typeof questionFlaws)[number]

/** What waits to be sent, in order. */
export interface BankEdit {
  readonly id: number
  readonly account: string
  readonly kind: BankEditKind
  /** `BankRow.id` or `BankCategory.id`. */
  readonly subject: number
  /** The beginning of its wording, or its name. */
  readonly name: string
  readonly at: UnixSeconds
  readonly state: 'waiting' | 'sending' | 'refused' | 'conflict' | 'held'
  readonly refusal: string | null
  /** How many requests it takes. */
  readonly requests: number
}

export const bankEditKinds = [
  'add-parent',
  'rename-parent',
  'add-category',
  'change-category',
  'add-question',
  'change-question',
] as const
export type BankEditKind = (typeof bankEditKinds)[number]

/** What waits of some accounts, and how long sending takes at 30 requests an hour. */
export interface BankWaiting {
  readonly questions: number
  readonly categories: number
  /** Refused, in conflict or held: nothing of these is sent by itself. */
  readonly stopped: number
  readonly requests: number
  readonly minutes: number
}

/** Seconds that a request takes in the long run: 30 an hour. */
export const secondsPerRequest = 120

/** What is known of the bank of one account. */
export interface BankStatus {
  readonly account: string
  /** Those that the list shows: archived ones are left out. */
  readonly questions: number
  /** When all questions were last read to the end; null before the first time. */
  readonly pulledAt: UnixSeconds | null
  /** The last reading was cut short: some questions are older. */
  readonly isPartial: boolean
  /** What the last complete reading found. */
  readonly added: number
  readonly changed: number
  readonly gone: number
}

export interface PullProgress {
  readonly questions: number
  readonly requests: number
}

/** How reading the bank ended. */
export interface PullSummary {
  readonly outcome: 'complete' | 'offline' | 'rate-limited' | 'failed' | 'cancelled'
  readonly questions: number
  readonly added: number
  readonly changed: number
  readonly gone: number
  /** Questions that could not be read; they are kept as they were sent. */
  readonly unreadable: number
  readonly requests: number
  readonly nextRequestAfter: UnixSeconds | null
  readonly error: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> } | null
}

export interface BankPushProgress {
  readonly sent: number
  readonly total: number
}

/** How sending what waits ended. */
export interface BankPushSummary {
  readonly outcome: PullSummary['outcome']
  readonly sent: number
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
  /** Changed at ClassMarker since they were read. */
  readonly conflicts: number
  readonly pending: number
  readonly requests: number
  readonly nextRequestAfter: UnixSeconds | null
  readonly error: PullSummary['error']
}
