import type { Database } from 'better-sqlite3'
import type { BankStatus } from '../../../shared/model/bank.ts'
import type { SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { storedContent } from './content.ts'
import { sentBank } from './sent.ts'
import { type CategoryRow, mayHaveArrived } from './tables.ts'

/** What is known of an account's bank. */
export interface BankKnown {
  /** When all questions were last read to the end; null before the first time. */
  readonly pulledAt: UnixSeconds | null
  /** The last reading was cut short: some questions are older. */
  readonly isPartial: boolean
  readonly categories: number
  readonly questions: number
}

/** A pull that was cut short. */
export interface OpenPull {
  readonly pull: number
  /** Questions that it brought. */
  readonly seen: number
}

interface PullRow {
  readonly id: number
  readonly endedAt: number | null
  readonly added: number
  readonly changed: number
  readonly gone: number
}

/** Keeps what ClassMarker hands out of its question bank. */
export function bankPulling(db: Database) {
  const sent = sentBank(db)
  const { tables } = sent
  const begin = db.prepare<[string, UnixSeconds]>('INSERT INTO bank_pull (account_id, begun_at) VALUES (?, ?)')
  const forgetSeen = db.prepare<[string]>(
    'DELETE FROM bank_seen WHERE pull_id IN (SELECT id FROM bank_pull WHERE account_id = ?)',
  )
  // Of readings that ended only the last one is ever told.
  const forgetOld = db.prepare<{ account: string }>(
    `DELETE FROM bank_pull WHERE account_id = @account AND id < coalesce(
       (SELECT max(id) FROM bank_pull WHERE account_id = @account AND ended_at IS NOT NULL), 0)`,
  )
  // An older one has lost what it saw.
  const open = db.prepare<{ account: string; since: number; now: number }, OpenPull>(
    `SELECT id AS pull, (SELECT count(*) FROM bank_seen WHERE pull_id = bank_pull.id) AS seen FROM bank_pull
     WHERE id = (SELECT max(id) FROM bank_pull WHERE account_id = @account)
       AND ended_at IS NULL AND begun_at BETWEEN @since AND @now`,
  )
  const isOf = db.prepare<[number, string], 1>('SELECT 1 FROM bank_pull WHERE id = ? AND account_id = ?')
  const see = db.prepare<[number, number]>('INSERT OR IGNORE INTO bank_seen (pull_id, question) VALUES (?, ?)')
  const count = db.prepare<[number, number, number]>(
    'UPDATE bank_pull SET pages = pages + 1, added = added + ?, changed = changed + ? WHERE id = ?',
  )
  const unseen = `account_id = ? AND question_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM bank_seen WHERE pull_id = ? AND bank_seen.question = bank_question.id)`
  const unseenNumbers = db
    .prepare<[string, number], string>(`SELECT question_id FROM bank_question WHERE ${unseen} AND gone = 0 ORDER BY id`)
    .pluck()
  const markGone = db.prepare<[string, number]>(`UPDATE bank_question SET gone = 1 WHERE ${unseen} AND gone = 0`)
  const markOneGone = db.prepare<[string, string]>(
    'UPDATE bank_question SET gone = 1 WHERE account_id = ? AND question_id = ? AND gone = 0',
  )
  const countGone = db.prepare<[number, number]>('UPDATE bank_pull SET gone = gone + ? WHERE id = ?')
  const end = db.prepare<[UnixSeconds, number]>('UPDATE bank_pull SET ended_at = ? WHERE id = ?')
  const lastEnded = db.prepare<[string], PullRow>(
    `SELECT id, ended_at AS endedAt, added, changed, gone FROM bank_pull
     WHERE account_id = ? AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
  )
  const isCutShort = db.prepare<[string, number], 1>(
    'SELECT 1 FROM bank_pull WHERE account_id = ? AND id > ? AND ended_at IS NULL AND pages > 0',
  )
  const countCategories = db
    .prepare<[string], number>('SELECT count(*) FROM bank_category WHERE account_id = ? AND is_parent = 0 AND gone = 0')
    .pluck()
  const countQuestions = db
    .prepare<[string], number>('SELECT count(*) FROM bank_question WHERE account_id = ? AND gone = 0')
    .pluck()
  // As many as the list shows.
  const countListed = db
    .prepare<[string], number>(
      `SELECT count(*) FROM bank_question WHERE account_id = ? AND status IS NOT 'archived'
         AND NOT EXISTS (SELECT 1 FROM bank_archived WHERE question = bank_question.id)`,
    )
    .pluck()
  const setCategoryGone = db.prepare<[0 | 1, number]>('UPDATE bank_category SET gone = ? WHERE id = ?')

  const countersOf = (account: string) => {
    const last = lastEnded.get(account)
    return {
      pulledAt: last?.endedAt == null ? null : unixSeconds(last.endedAt),
      isPartial: isCutShort.get(account, last?.id ?? 0) !== undefined,
      added: last?.added ?? 0,
      changed: last?.changed ?? 0,
      gone: last?.gone ?? 0,
    }
  }

  /** @returns whether anything that is told changed; null for a new one */
  function keepCategory(account: string, isParent: 0 | 1, category: SentCategory): { row: CategoryRow; is: Kept } {
    const known = tables.categoryNumbered.get(account, isParent, category.id)
    if (known !== undefined) {
      const isChanged = known.sentName !== category.name || known.sentParent !== category.parentId || known.gone === 1
      if (isChanged) sent.keepCategory(known, category)
      return { row: known, is: isChanged ? 'changed' : 'unchanged' }
    }
    const own = sent.categoryCreatedBy(account, category)
    if (own !== undefined) sent.confirmCategory(own, category)
    const row = own === undefined ? sent.addCategory(account, isParent, category) : null
    return { row: row ?? (tables.category.get(own?.category ?? 0) as CategoryRow), is: 'added' }
  }

  return {
    bankState: (account: string): BankKnown => {
      const { pulledAt, isPartial } = countersOf(account)
      return {
        pulledAt,
        isPartial,
        categories: countCategories.get(account) ?? 0,
        questions: countQuestions.get(account) ?? 0,
      }
    },
    /** What is known of the banks of these accounts, of all where none are named. */
    bankStatus: (accounts?: readonly string[]): BankStatus[] =>
      (accounts ?? tables.accountsHere.all()).map((account) => ({
        account,
        questions: countListed.get(account) ?? 0,
        ...countersOf(account),
      })),
    /** Keeps the whole tree of categories. One that is missing is gone: nothing is ever deleted here because of that. */
    keepBankCategories: (account: string, tree: readonly SentCategory[]) =>
      db
        .transaction(() => {
          const counts = { added: 0, changed: 0, unchanged: 0 }
          const seen = new Set<number>()
          // Parents first: categories refer to them.
          for (const isParent of [1, 0] as const) {
            for (const category of tree.filter(({ parentId }) => (parentId === null) === (isParent === 1))) {
              const { row, is } = keepCategory(account, isParent, category)
              seen.add(row.id)
              counts[is]++
            }
          }
          const missing = tables.categoriesOf
            .all(account)
            .filter(({ id, serviceId, gone }) => serviceId !== null && gone === 0 && !seen.has(id))
          for (const { id } of missing) setCategoryGone.run(1, id)
          sent.settleTwins(account)
          return { added: counts.added, changed: counts.changed, gone: missing.length }
        })
        .immediate(),
    /** The pull that was cut short last, where it began no earlier than `since`; null where the last one ended. */
    openBankPull: (account: string, since: UnixSeconds, now: UnixSeconds): OpenPull | null =>
      open.get({ account, since, now }) ?? null,
    /** @returns the id of the pull, which pages are kept for */
    beginBankPull: (account: string, at: UnixSeconds): number =>
      db
        .transaction(() => {
          forgetSeen.run(account)
          forgetOld.run({ account })
          return Number(begin.run(account, at).lastInsertRowid)
        })
        .immediate(),
    /**
     * Keeps a page of questions in one transaction; a page that comes twice changes nothing.
     * @returns also how many the pull had brought before
     */
    keepBankPage: (account: string, pull: number, questions: readonly SentQuestion[], at: UnixSeconds) =>
      db
        .transaction(() => {
          const counts = { added: 0, changed: 0, unchanged: 0, unreadable: 0, again: 0 }
          if (isOf.get(pull, account) === undefined) return counts
          for (const question of questions) {
            const { id, is } = keepQuestion(account, question, at)
            if (see.run(pull, id).changes === 0) counts.again++
            counts[is]++
            // Its type is what decides how all else is read.
            if (question.content.type === '') counts.unreadable++
          }
          count.run(counts.added, counts.changed, pull)
          return counts
        })
        .immediate(),
    /** Keeps questions that were met outside of a pull. */
    keepBankQuestions: (account: string, questions: readonly SentQuestion[], at: UnixSeconds): void => {
      db.transaction(() => {
        for (const question of questions) keepQuestion(account, question, at)
      }).immediate()
    },
    /** ClassMarker's numbers of questions that a pull has not brought and that were there before. */
    unseenInPull: (account: string, pull: number): string[] => unseenNumbers.all(account, pull),
    /** Notes that ClassMarker does not have a question for which a pull that read everything asked. */
    goneInBankPull: (account: string, pull: number, questionId: string): { gone: number } =>
      db
        .transaction(() => {
          if (isOf.get(pull, account) === undefined) return { gone: 0 }
          const gone = markOneGone.run(account, questionId).changes
          countGone.run(gone, pull)
          return { gone }
        })
        .immediate(),
    /** Ends a pull that read everything: what it did not bring is gone. Edits of those go on waiting. */
    endBankPull: (account: string, pull: number, at: UnixSeconds) =>
      db
        .transaction(() => {
          if (isOf.get(pull, account) === undefined) return { gone: 0 }
          const gone = markGone.run(account, pull).changes
          countGone.run(gone, pull)
          end.run(at, pull)
          forgetSeen.run(account)
          return { gone }
        })
        .immediate(),
  }

  function keepQuestion(account: string, question: SentQuestion, at: UnixSeconds): { id: number; is: Kept } {
    const known = tables.questionNumbered.get(account, question.questionId)
    if (known === undefined) {
      const own = sent.questionCreatedBy(account, question)
      if (own?.question == null) return { id: sent.addQuestion(account, question), is: 'added' }
      sent.confirmQuestion(own, question, at)
      return { id: own.question, is: 'added' }
    }
    const isSame =
      known.sent === storedContent(question.content) &&
      known.sentCategory === question.categoryId &&
      known.lastUpdated === question.lastUpdated &&
      known.status === question.status &&
      known.gone === 0
    if (isSame && known.raw === question.raw) return { id: known.id, is: 'unchanged' }
    const edit = tables.editOfQuestion.get(known.id)
    sent.keepQuestion(known, question, at)
    if (!isSame && (edit === undefined || !mayHaveArrived(edit))) sent.reconcile(known, edit ?? null, question)
    return { id: known.id, is: isSame ? 'unchanged' : 'changed' }
  }
}

type Kept = 'added' | 'changed' | 'unchanged'
