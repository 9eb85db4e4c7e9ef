import type { QuestionContent, QuestionFlaw } from './bank.ts'
import type { OpenedTable } from './table.ts'

/** The kinds of files that questions come in and go out by. */
export const questionFormats = [
  'classmarker-questions',
  'aiken',
  'gift',
  'moodle-xml',
  'qti',
  'kahoot',
  'quizizz',
  'text',
  'table',
] as const
export type QuestionFormat = (typeof questionFormats)[number]

/** The kinds of files that questions go out by; of QTI its versions 2.1 and 1.2. */
export const writtenQuestionFormats = [...questionFormats, 'qti-1.2'] as const
export type WrittenQuestionFormat = (typeof writtenQuestionFormats)[number]

/** Which columns of a table hold what, from 0; null for what none holds. */
export interface QuestionColumns {
  readonly question: number
  readonly options: readonly number[]
  readonly correct: number | null
  readonly type: number | null
  readonly points: number | null
  readonly parent: number | null
  readonly category: number | null
  readonly correctFeedback: number | null
  readonly incorrectFeedback: number | null
  readonly random: number | null
  readonly gradeStyle: number | null
}

/** Which rows of a table hold questions, where somebody chose its columns. */
export interface ChosenRows {
  readonly sheet?: string | undefined
  readonly encoding?: string | undefined
  /** Rows above the first question. */
  readonly skipped: number
}

/** A question as a file tells it. */
export interface ReadQuestion {
  readonly content: QuestionContent
  /** Names of its categories, the outermost first; empty where the file names none. */
  readonly categoryPath: readonly string[]
  /** ClassMarker's number, where the file is ClassMarker's own. */
  readonly questionId: string | null
  /** Where it begins: its line, row or item, from 1. */
  readonly line: number | null
  /** The file in a package. */
  readonly file: string | null
  /** What the file says of it that a question here cannot say, or that ClassMarker cannot keep. */
  readonly losses: readonly QuestionLoss[]
}

/** What was lost or has to be decided, in one question or in a place of a file. */
export interface QuestionLoss {
  readonly code: QuestionLossCode
  /** What it is about, for the sentence: a weight, a type, a tag. */
  readonly subject: string
}

export const questionLosses = [
  /** A part of a question that is left out: a time limit, a picture, a hint, a tag. */
  'part-left-out',
  /** A question of a type that is not known here: cloze, calculated, hot spot. */
  'type-unknown',
  /** Of a type that is kept here and never sent: short answer, numeric, matching. */
  'kept-here-only',
  /** A right option is not clear; nothing is guessed. */
  'no-right-option',
  /** An exact weight, which is kept here and which ClassMarker cannot keep. */
  'weight',
  'option-feedback',
  'too-many-options',
  /** Categories deeper than two levels: the deeper ones are joined. */
  'deep-category',
  'picture',
  /** This place could not be read. */
  'not-understood',
] as const
export type QuestionLossCode = (typeof questionLosses)[number]

/** What a file of questions holds. */
export interface ReadQuestions {
  readonly format: QuestionFormat
  readonly questions: readonly ReadQuestion[]
  /** What could not become a question. */
  readonly problems: readonly {
    readonly file: string | null
    readonly line: number | null
    readonly loss: QuestionLoss
  }[]
}

/** What adding a read question would do. */
export const importFates = ['new', 'duplicate', 'similar', 'changes'] as const
/**
 * - `new`: nothing like it is here.
 * - `duplicate`: same wording and same options as one that is here, or as an earlier one of the file.
 * - `similar`: same wording, other options.
 * - `changes`: has the number of one that is here, and says something else.
 */
export type ImportFate = (typeof importFates)[number]

export interface QuestionPreviewRow {
  /** Its place among the read questions, from 0. */
  readonly index: number
  readonly read: ReadQuestion
  readonly fate: ImportFate
  /** `BankRow.id` of the one it is like; null where that is in the file itself, or none is. */
  readonly like: number | null
  readonly likeText: string | null
  readonly flaws: readonly QuestionFlaw[]
}

/** A table of which nobody named the columns: they are chosen before any question is read. */
export interface QuestionsTable {
  readonly table: OpenedTable
}

/** What was read, once it was compared with the bank. */
export interface QuestionsPreview {
  readonly fileNames: readonly string[]
  readonly format: QuestionFormat
  readonly rows: readonly QuestionPreviewRow[]
  readonly problems: ReadQuestions['problems']
  /** Names of categories that are not here yet. */
  readonly newCategories: readonly (readonly string[])[]
}
