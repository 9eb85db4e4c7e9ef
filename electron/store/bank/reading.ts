import type { Database } from 'better-sqlite3'
import {
  type BankCategory,
  type BankEdit,
  type BankEditKind,
  type BankState,
  type BankWaiting,
  type CategoryAtService,
  type QuestionContent,
  secondsPerRequest,
} from '../../../shared/model/bank.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { categoryClashes } from './category-clashes.ts'
import { contentIn } from './content.ts'
import { subjectOf } from './editing.ts'
import { bankTables, type CategoryRow, type EditRow, stateOf } from './tables.ts'

interface CategoryCount {
  readonly id: number
  readonly account: string
  readonly serviceId: number | null
  readonly parent: number | null
  readonly name: string
  readonly gone: 0 | 1
  readonly kind: BankEditKind | null
  readonly state: EditRow['state'] | null
  readonly refusal: string | null
  readonly questions: number
}

interface WaitingEdit extends EditRow {
  readonly content: string | null
  readonly categoryName: string | null
  /** Whether it needs a category that is not sent by itself: it is refused or in conflict, or came with a restored copy. */
  readonly needsStopped: 0 | 1
  /** Why the category that it needs is not sent. */
  readonly neededRefusal: string | null
}

/** A question as it is here, to be written out. */
export interface BankContent {
  readonly id: number
  readonly account: string
  readonly questionId: string | null
  readonly content: QuestionContent
  readonly category: number | null
  /** ClassMarker's number of its category; null where it has none yet. */
  readonly categoryId: number | null
  /** The names of its parent and of itself. */
  readonly categoryPath: readonly string[]
  readonly lastUpdated: UnixSeconds | null
  /** ClassMarker's word; null for one that it has not. */
  readonly status: string | null
  /** Here, or at ClassMarker. */
  readonly archived: boolean
  readonly state: BankState
}

interface StoredContent extends Pick<BankContent, 'id' | 'account' | 'questionId' | 'status' | 'category'> {
  readonly content: string
  readonly lastUpdated: number | null
  readonly gone: 0 | 1
  readonly hasDraft: 0 | 1
  readonly archived: 0 | 1
  readonly kind: BankEditKind | null
  readonly state: EditRow['state'] | null
}

/** Requests that an edit takes: what is there is read before it is changed. */
export const requestsOf = (kind: BankEditKind): number => (kind.startsWith('add-') ? 1 : 2)

/** The category of a question as it is here. */
export const categoryOfQuestion = `iif(bank_draft.question IS NULL, (SELECT id FROM bank_category
  WHERE bank_category.account_id = bank_question.account_id AND is_parent = 0
    AND bank_category.service_id = bank_question.sent_category), bank_draft.category)`

/**
 * What is told of the new categories that an edit needs and that are not sent by themselves. Of 20,000 edits the way up to a
 * parent is looked at only where there are such categories at all.
 */
const ofNeeded = (told: string, otherwise: string): string => `iif(
  EXISTS (SELECT 1 FROM bank_edit AS stopped WHERE stopped.state IN ('refused', 'held', 'conflict') AND stopped.category IS NOT NULL),
  (WITH needed (id) AS (
     SELECT coalesce(bank_draft.category, bank_category.parent_id)
     UNION SELECT parent_id FROM bank_category JOIN needed USING (id) WHERE parent_id IS NOT NULL)
   SELECT ${told} FROM needed JOIN bank_edit AS other ON other.category = needed.id
   WHERE other.state IN ('refused', 'held', 'conflict') AND other.kind LIKE 'add-%'), ${otherwise})`

/** Reads categories of the bank, and what waits to be sent. */
export function bankReading(db: Database) {
  const tables = bankTables(db)
  const { atService } = categoryClashes(tables)
  const counted = db.prepare<[string], CategoryCount>(
    `SELECT bank_category.id, bank_category.account_id AS account, service_id AS serviceId, parent_id AS parent, name, gone,
       kind, state, refusal, coalesce(n, 0) AS questions
     FROM bank_category LEFT JOIN bank_edit ON bank_edit.category = bank_category.id
     LEFT JOIN (
       SELECT ${categoryOfQuestion} AS own, count(*) AS n
       FROM bank_question LEFT JOIN bank_draft ON bank_draft.question = bank_question.id
       WHERE status IS NOT 'archived' AND NOT EXISTS (SELECT 1 FROM bank_archived WHERE question = bank_question.id)
       GROUP BY own) ON own = bank_category.id
     WHERE bank_category.account_id = ? ORDER BY sort_key(name), bank_category.id`,
  )
  // As for access codes: a disconnected account sends nothing.
  const waiting = db.prepare<[string], WaitingEdit>(
    `SELECT bank_edit.id, bank_edit.account_id AS account, kind, bank_edit.question, bank_edit.category,
       queued_at AS queuedAt, bank_edit.state, bank_edit.refusal, in_doubt AS inDoubt, NULL AS base, NULL AS sent,
       content, bank_category.name AS categoryName,
       ${ofNeeded('count(*) > 0', '0')} AS needsStopped, ${ofNeeded(`max(iif(other.state = 'conflict', 'bank/name-taken', other.refusal))`, 'NULL')} AS neededRefusal
     FROM bank_edit LEFT JOIN bank_draft ON bank_draft.question = bank_edit.question
     LEFT JOIN bank_category ON bank_category.id = bank_edit.category
     WHERE bank_edit.account_id = ? ORDER BY bank_edit.id`,
  )
  const contents = db.prepare<[string], StoredContent>(
    `SELECT bank_question.id, bank_question.account_id AS account, question_id AS questionId,
       coalesce(content, bank_question.sent) AS content, ${categoryOfQuestion} AS category, last_updated AS lastUpdated,
       status, gone, bank_draft.question IS NOT NULL AS hasDraft, kind, state,
       status IS 'archived' OR EXISTS (SELECT 1 FROM bank_archived WHERE question = bank_question.id) AS archived
     FROM json_each(?) CROSS JOIN bank_question ON bank_question.id = json_each.value
     LEFT JOIN bank_draft ON bank_draft.question = bank_question.id
     LEFT JOIN bank_edit ON bank_edit.question = bank_question.id ORDER BY json_each.key`,
  )
  const numbered = db.prepare<[string, string], { id: number; account: string }>(
    `SELECT id, account_id AS account FROM bank_question
     WHERE account_id IN (SELECT value FROM json_each(?)) AND question_id = ? ORDER BY id`,
  )

  function clashOf(id: number): CategoryAtService | null {
    const row = tables.category.get(id)
    return row === undefined ? null : atService(row)
  }

  const isHeld = ({ state, needsStopped }: WaitingEdit): boolean => state === 'waiting' && needsStopped === 1
  const editOf = (row: WaitingEdit): BankEdit => {
    const waitsForNone = isHeld(row)
    return {
      ...{ id: row.id, account: row.account, kind: row.kind },
      subject: row.question ?? (row.category as number),
      name: row.categoryName ?? (row.content === null ? '' : subjectOf(contentIn(row.content))),
      at: unixSeconds(row.queuedAt),
      state: waitsForNone ? 'held' : row.state,
      refusal: waitsForNone ? row.neededRefusal : row.refusal,
      requests: requestsOf(row.kind),
    }
  }
  const rowsOf = (accounts: readonly string[] | undefined): WaitingEdit[] =>
    (accounts ?? tables.accountsHere.all()).flatMap((account) => waiting.all(account))

  return {
    tables,
    accountsHere: () => tables.accountsHere.all(),
    calls: {
      /** Parents and categories of these accounts, of all where none are named, each parent before its own. */
      bankCategories: (accounts?: readonly string[]): BankCategory[] =>
        (accounts ?? tables.accountsHere.all()).flatMap((account) => {
          const rows = counted.all(account).map(({ gone, kind, state, ...row }): BankCategory => {
            const edit = kind === null || state === null ? null : { kind, state }
            return {
              ...row,
              state: stateOf({ serviceId: row.serviceId, gone, hasDraft: false }, edit),
              atService: state === 'conflict' ? clashOf(row.id) : null,
            }
          })
          const own = Map.groupBy(rows, ({ parent }) => parent)
          return (own.get(null) ?? []).flatMap((parent) => {
            const categories = own.get(parent.id) ?? []
            const questions = categories.reduce((sum, each) => sum + each.questions, 0)
            return [{ ...parent, questions }, ...categories]
          })
        }),
      /** Questions as they are here, in the order of these ids; those that are not here are left out. */
      bankContents: (ids: readonly number[]): BankContent[] => {
        const categories = new Map<number, CategoryRow | undefined>()
        const categoryOf = (id: number): CategoryRow | undefined => {
          if (!categories.has(id)) categories.set(id, tables.category.get(id))
          return categories.get(id)
        }
        return contents.all(JSON.stringify(ids)).map(({ gone, hasDraft, kind, state, ...row }): BankContent => {
          const edit = kind === null || state === null ? null : { kind, state }
          const category = row.category === null ? undefined : categoryOf(row.category)
          const parent = category?.parent == null ? undefined : categoryOf(category.parent)
          return {
            ...row,
            content: contentIn(row.content),
            categoryId: category?.serviceId ?? null,
            categoryPath: [parent, category].flatMap((each) => each?.name ?? []),
            lastUpdated: row.lastUpdated === null ? null : unixSeconds(row.lastUpdated),
            archived: row.archived === 1,
            state: stateOf({ serviceId: row.questionId, gone, hasDraft: hasDraft === 1 }, edit),
          }
        })
      },
      /** The questions of these accounts with ClassMarker's number. */
      bankQuestionsNumbered: (accounts: readonly string[], questionId: string): { id: number; account: string }[] =>
        numbered.all(JSON.stringify(accounts), questionId),
      /** What waits to be sent, in order. What needs a category that is refused or held is held. */
      bankEdits: (accounts?: readonly string[]): BankEdit[] => rowsOf(accounts).map(editOf),
      /** What waits, in numbers. */
      bankWaiting: (accounts?: readonly string[]): BankWaiting => {
        const all = rowsOf(accounts)
        const moving = all.filter((row) => (row.state === 'waiting' && !isHeld(row)) || row.state === 'sending')
        const requests = moving.reduce((sum, { kind }) => sum + requestsOf(kind), 0)
        const questions = moving.filter(({ kind }) => kind.endsWith('-question')).length
        return {
          questions,
          categories: moving.length - questions,
          stopped: all.length - moving.length,
          requests,
          minutes: Math.ceil((requests * secondsPerRequest) / 60),
        }
      },
    },
  }
}
