import type { Database } from 'better-sqlite3'
import type { QuestionDraft, QuestionFlaw } from '../../../shared/model/bank.ts'
import { categoryAt, categoryIn, placeOf } from '../../../shared/model/category-path.ts'
import type { ReadQuestion } from '../../../shared/model/question-file.ts'
import { laidOver, questionKey, stemKey } from '../../../shared/model/question-rules.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { plainHtml } from '../../plain-html.ts'
import { accountGuard } from '../gradebook/owned.ts'
import type { journalQueries } from '../local/journal.ts'
import { contentIn } from './content.ts'
import type { QuestionRow } from './tables.ts'

/** A question that is here, as it is compared with those of a file. */
export interface BankKeys {
  readonly id: number
  readonly questionId: string | null
  /** As `stemKey` and `questionKey`. */
  readonly stem: string
  readonly whole: string
  /** The beginning of its wording as plain text. */
  readonly text: string
}

/** Which read questions become part of the bank, and how. */
export interface AddChoices {
  /** Places of those that are added as new ones. */
  readonly add: readonly number[]
  /** Places of those that change one that is here, and which. */
  readonly change: readonly { readonly index: number; readonly id: number }[]
  /** For those whose file names no category and that have none yet. */
  readonly category: number | null
  /** Whether what has no flaw is to be sent. */
  readonly send: boolean
  /** What the step of undo is called: the name of the file. */
  readonly subject: string
}

export interface AddedQuestions {
  readonly added: number
  readonly changed: number
  /** How many of them wait to be sent. */
  readonly waiting: number
}

interface Writing {
  add(account: string, draft: QuestionDraft, wanted: boolean, at: UnixSeconds): Written
  write(row: QuestionRow, draft: QuestionDraft, wanted: boolean, at: UnixSeconds): readonly QuestionFlaw[]
  required(id: number): QuestionRow
  /** The question as it is here. */
  draftOf(row: QuestionRow): QuestionDraft
  refuseForeign(account: string, category: number | null): void
  refuseReadOnly(row: QuestionRow): void
}
interface Written {
  readonly id: number
  readonly flaws: readonly QuestionFlaw[]
}

const longestText = 200

/** Adds questions of files to the bank. @param addCategory adds one that is sent before its questions */
export function bankAdding(
  db: Database,
  record: ReturnType<typeof journalQueries>['record'],
  addCategory: (account: string, name: string, parent: number | null, at: UnixSeconds) => number,
  { add, write, required, draftOf, refuseForeign, refuseReadOnly }: Writing,
) {
  const requireAccount = accountGuard(db)
  const contents = db.prepare<[string], { id: number; questionId: string | null; content: string }>(
    `SELECT bank_question.id, question_id AS questionId, coalesce(content, sent) AS content
     FROM bank_question LEFT JOIN bank_draft ON question = bank_question.id WHERE account_id = ? ORDER BY bank_question.id`,
  )
  const named = db.prepare<[string], { id: number; parent: number | null; name: string }>(
    'SELECT id, parent_id AS parent, name FROM bank_category WHERE account_id = ? AND gone = 0 ORDER BY id',
  )
  const waits = db
    .prepare<[number], 1>(`SELECT 1 FROM bank_edit WHERE question = ? AND state IN ('waiting', 'sending')`)
    .pluck()

  /** Finds categories by the names of a path, and makes those that are missing. */
  function categoriesByPath(account: string, at: UnixSeconds) {
    const known = named.all(account)
    const made = (name: string, parent: number | null): number => {
      const found = categoryIn(known, name, parent)
      if (found !== undefined) return found.id
      const id = addCategory(account, name, parent, at)
      known.push({ id, parent, name })
      return id
    }
    /** Null for an empty path. */
    return (path: readonly string[]): number | null => {
      const place = placeOf(path)
      if (place === null) return null
      return categoryAt(place, known)?.id ?? made(place.name, made(place.parent, null))
    }
  }

  return {
    /** All questions of an account by what they say. */
    bankKeys: (account: string): BankKeys[] =>
      contents.all(account).map(({ id, questionId, content: stored }) => {
        const content = contentIn(stored)
        const text = plainHtml(content.question).slice(0, longestText).toWellFormed()
        return { id, questionId, stem: stemKey(content), whole: questionKey(content), text }
      }),
    /**
     * Adds questions that were read from files, and changes those that are here, as one step of undo: what a file does
     * not say of these stays. Categories are found by their names, and made where they are missing.
     * @throws AppError `account/not-found`, `category/not-found`, `question/not-found`, `question/read-only`
     */
    addBankQuestions: (
      account: string,
      reads: readonly ReadQuestion[],
      choices: AddChoices,
      at: UnixSeconds,
    ): AddedQuestions =>
      record('questions-imported', at, choices.subject, () => {
        requireAccount(account)
        refuseForeign(account, choices.category)
        const categoryOf = categoriesByPath(account, at)
        const counts = { added: 0, changed: 0, waiting: 0 }
        for (const index of choices.add) {
          const read = reads[index]
          if (read === undefined) continue
          const { id } = add(
            account,
            { ...read.content, category: categoryOf(read.categoryPath) ?? choices.category },
            choices.send,
            at,
          )
          counts.added++
          if (waits.get(id) === 1) counts.waiting++
        }
        for (const { index, id } of choices.change) {
          const read = reads[index]
          if (read === undefined) continue
          const row = required(id)
          refuseReadOnly(row)
          const here = draftOf(row)
          const category = categoryOf(read.categoryPath) ?? here.category ?? choices.category
          write(row, { ...laidOver(read.content, here), category }, choices.send, at)
          counts.changed++
          if (waits.get(id) === 1) counts.waiting++
        }
        return counts
      }),
  }
}
