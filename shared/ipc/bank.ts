import { z } from 'zod'
import {
  type BankCategory,
  type BankEdit,
  type BankFilter,
  type BankQuery,
  type BankQuestion,
  type BankRow,
  type BankStatus,
  type BankWaiting,
  bankSortFields,
  type QuestionDraft,
  type QuestionFlaw,
} from '../model/bank.ts'
import {
  type QuestionColumns,
  type QuestionsPreview,
  type QuestionsTable,
  writtenQuestionFormats,
} from '../model/question-file.ts'
import { mostTableColumns } from '../model/table.ts'
import { longestSearch } from '../model/text.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, id, text } from './shapes.ts'

/** As ClassMarker takes of a question, far above what one needs. */
const longestHtml = 200_000
const mostChosen = 20_000
const longestVersion = 200

const number = () => z.int().positive()
const html = () => text(longestHtml)

const filter = () =>
  z.strictObject({
    accounts: accounts(),
    search: text(longestSearch).optional(),
    categories: z.array(number()).max(10_000).optional(),
    types: z.array(text(100)).max(50).optional(),
    waiting: z.boolean().optional(),
    used: z.boolean().optional(),
    archived: z.boolean().optional(),
  }) satisfies z.ZodType<BankFilter>

// What is typed may be wrong in any way: it is checked field by field, and the flaws are told.
const draft = () =>
  z.strictObject({
    type: text(100),
    question: html(),
    category: number().nullable(),
    points: z.number().nullable(),
    randomAnswers: z.boolean().nullable(),
    options: z
      .array(
        z.strictObject({
          letter: text(2),
          content: html(),
          clue: html().optional(),
          weight: text(100).optional(),
          feedback: html().optional(),
        }),
      )
      .max(100),
    correct: z.array(html()).max(1_000),
    gradeStyle: text(100).nullable(),
    correctFeedback: html().nullable(),
    incorrectFeedback: html().nullable(),
  }) satisfies z.ZodType<QuestionDraft>

const column = () =>
  z
    .int()
    .min(0)
    .max(mostTableColumns - 1)
const mostReadOptions = 20

const chosen = () => z.array(number()).min(1).max(mostChosen)

export const bankInputs = () => ({
  status: z.strictObject({ accounts: accounts() }),
  categories: z.strictObject({ accounts: accounts() }),
  question: z.strictObject({ id: number() }),
  waiting: z.strictObject({ accounts: accounts() }),
  edits: z.strictObject({ accounts: accounts() }),
  save: z.strictObject({
    account: id(),
    id: number().nullable(),
    draft: draft(),
    /** `BankQuestion.opened` when the editor was opened; null for a new one. */
    opened: text(longestVersion).nullable(),
  }),
  duplicate: z.strictObject({ id: number() }),
  changeMany: z.strictObject({
    ids: chosen(),
    change: z.strictObject({
      category: number().optional(),
      points: z.int().optional(),
      correctFeedback: html().nullable().optional(),
      incorrectFeedback: html().nullable().optional(),
    }),
  }),
  archive: z.strictObject({ ids: chosen(), archived: z.boolean() }),
  addCategory: z.strictObject({ account: id(), name: text(1_000), parent: number().nullable() }),
  renameCategory: z.strictObject({ id: number(), name: text(1_000) }),
  moveCategory: z.strictObject({ id: number(), parent: number() }),
  takeBack: z.strictObject({ edits: chosen() }),
  sendAgain: z.strictObject({ edits: chosen() }),
  resolve: z.strictObject({
    of: z.enum(['question', 'category']),
    id: number(),
    keep: z.enum(['mine', 'theirs']),
    /** The version of what ClassMarker has that was shown. */
    shown: text(longestVersion),
  }),
  pull: z.strictObject({ account: id() }),
  push: z.strictObject({ account: id() }),
  verify: z.strictObject({ account: id(), id: number().nullable(), draft: draft() }),
  chooseFile: z.strictObject({ account: id() }),
  drop: z.strictObject({ account: id(), paths: z.array(z.string().max(32_000)).min(1).max(1_000) }),
  readTable: z.strictObject({
    account: id(),
    /** The table that was opened last, and of it what each column holds. */
    id: id(),
    withFirstRow: z.boolean(),
    columns: z.strictObject({
      ...{ question: column(), options: z.array(column()).max(mostReadOptions), correct: column().nullable() },
      ...{ type: column().nullable(), points: column().nullable(), parent: column().nullable() },
      ...{ category: column().nullable(), correctFeedback: column().nullable() },
      ...{ incorrectFeedback: column().nullable(), random: column().nullable(), gradeStyle: column().nullable() },
    }) satisfies z.ZodType<QuestionColumns>,
  }),
  kindsOf: z.strictObject({ paths: z.array(z.string().max(32_000)).min(1).max(10_000) }),
  addRead: z.strictObject({
    account: id(),
    /** Of the previewed questions, those to add as new ones, and those that change the one that is here. */
    add: z.array(z.int().min(0)).max(mostChosen),
    change: z.array(z.int().min(0)).max(mostChosen),
    /** For questions whose file names no category. */
    category: number().nullable(),
    /** Whether what has no flaw shall be sent to ClassMarker. */
    send: z.boolean(),
  }),
  export: z.strictObject({ account: id(), ids: chosen(), format: z.enum(writtenQuestionFormats) }),
})
type Bank = InputsOf<typeof bankInputs>

/** ClassMarker's question bank as it is kept here. */
export const bank = {
  status: invoke<Bank['status'], readonly BankStatus[]>(),
  /** Parents and categories, each parent before its own. */
  categories: invoke<Bank['categories'], readonly BankCategory[]>(),
  question: invoke<Bank['question'], BankQuestion>(),
  waiting: invoke<Bank['waiting'], BankWaiting>(),
  /** What waits, in the order of sending. */
  edits: invoke<Bank['edits'], readonly BankEdit[]>(),
  /**
   * Keeps a new or changed question and starts to send it. One with flaws is kept here only; the flaws are told.
   * What ClassMarker changed since it was opened is not overwritten: that is a conflict.
   */
  save: invoke<Bank['save'], { readonly id: number; readonly flaws: readonly QuestionFlaw[] }>(),
  /** @returns the id of the copy, which is kept here only until it is saved */
  duplicate: invoke<Bank['duplicate'], { readonly id: number }>(),
  /** @returns how many were changed, and which could not be, with their flaws */
  changeMany: invoke<
    Bank['changeMany'],
    {
      readonly changed: number
      readonly flawed: readonly { readonly id: number; readonly flaws: readonly QuestionFlaw[] }[]
    }
  >(),
  /** On this computer only: ClassMarker's API archives and deletes nothing. */
  archive: invoke<Bank['archive'], void>(),
  addCategory: invoke<Bank['addCategory'], { readonly id: number }>(),
  renameCategory: invoke<Bank['renameCategory'], void>(),
  moveCategory: invoke<Bank['moveCategory'], void>(),
  /** Takes back what waits; one whose request is on its way, or may have arrived, stays. @returns how many were taken back */
  takeBack: invoke<Bank['takeBack'], { readonly undone: number; readonly skipped: number }>(),
  /** Sends what was refused or held once more. */
  sendAgain: invoke<Bank['sendAgain'], void>(),
  /** Chooses between what was edited here and what ClassMarker has now. */
  resolve: invoke<Bank['resolve'], void>(),
  /** Reads all questions and categories. */
  pull: invoke<Bank['pull'], { readonly jobId: string }>(),
  push: invoke<Bank['push'], { readonly jobId: string }>(),
  /** Asks ClassMarker whether it would take a question, without keeping it there (`verify_only`); one request. */
  verify: invoke<Bank['verify'], { readonly verified: boolean; readonly refusal: string | null }>(),
  /** Asks for files of questions and reads them; null where the dialog was closed. Keeps nothing. */
  chooseFile: invoke<Bank['chooseFile'], QuestionsPreview | QuestionsTable | null>(),
  /** As `chooseFile`, of files that were dropped on the window. */
  drop: invoke<Bank['drop'], QuestionsPreview | QuestionsTable | null>(),
  /** Reads the questions of a table whose columns were chosen. Keeps nothing. */
  readTable: invoke<Bank['readTable'], QuestionsPreview>(),
  /** Whether each of some dropped files holds questions, by its content. */
  kindsOf: invoke<Bank['kindsOf'], readonly ('questions' | 'other')[]>(),
  /** Adds what was last previewed, as one step. @returns how many were added and changed, and how many of them wait */
  addRead: invoke<Bank['addRead'], { readonly added: number; readonly changed: number; readonly waiting: number }>(),
  /** Asks where to save them, then starts the job; null where the dialog was closed. */
  export: invoke<Bank['export'], { readonly jobId: string } | null>(),
  changed: event<undefined>(),
}

export const bankListInputs = () =>
  longListInputs<BankQuery>(
    z.strictObject({
      filter: filter(),
      sort: z.strictObject({ field: z.enum(bankSortFields), direction: direction() }),
    }),
  )

/** The questions of the bank. */
export const bankList = longList<BankQuery, BankRow>()
