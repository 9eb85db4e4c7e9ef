import type { Database } from 'better-sqlite3'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { SentQuestion } from '../../../shared/model/bank-sent.ts'
import { askedKey } from '../../../shared/model/question-rules.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { contentIn, digestOf, isSame, storedContent } from './content.ts'
import { isToSend } from './flaws.ts'
import type { BankRequests } from './requests.ts'
import { bankReader, type DraftRow, type EditRow, type QuestionRow, storedBase } from './tables.ts'

/**
 * Writes what ClassMarker has of questions, and what that leaves of the edits here. An edit that says what ClassMarker has
 * is done; one of a question that was changed there since is a conflict.
 */
export function sentQuestions(db: Database, { tables, serviceIdOf, lastRequest }: BankRequests) {
  const insert = db.prepare<[string, string, string, number | null, number | null, string | null, string]>(
    `INSERT INTO bank_question (account_id, question_id, sent, sent_category, last_updated, status, raw, reader)
     VALUES (?, ?, ?, ?, ?, ?, ?, ${bankReader})`,
  )
  const update = db.prepare<[string, string, number | null, number | null, string | null, string, number]>(
    `UPDATE bank_question SET question_id = ?, sent = ?, sent_category = ?, last_updated = ?, status = ?, raw = ?,
       reader = ${bankReader}, gone = 0 WHERE id = ?`,
  )
  const keepVersion = db.prepare<[number, string, UnixSeconds]>(
    'INSERT INTO bank_version (question, content, until) VALUES (?, ?, ?)',
  )
  const moveVersions = db.prepare<[number, number]>('UPDATE bank_version SET question = ? WHERE question = ?')
  const moveArchived = db.prepare<[number, number]>(
    'UPDATE OR IGNORE bank_archived SET question = ? WHERE question = ?',
  )
  const moveSeen = db.prepare<[number, number]>('UPDATE OR IGNORE bank_seen SET question = ? WHERE question = ?')
  const doubtful = db.prepare<[string], EditRow & { content: string | null }>(
    `SELECT id, account_id AS account, kind, question, category, queued_at AS queuedAt, state, refusal,
       in_doubt AS inDoubt, base, sent
     FROM bank_edit WHERE account_id = ? AND kind = 'add-question' AND in_doubt = 1 AND sent IS NOT NULL ORDER BY id`,
  )

  const saysAs = (draft: DraftRow, content: QuestionContent, categoryId: number | null): boolean =>
    isSame(contentIn(draft.content), content) && serviceIdOf(draft.category) === categoryId

  /** Writes what ClassMarker has of a question, and keeps what it said before. */
  function keepQuestion(known: QuestionRow, question: SentQuestion, at: UnixSeconds | null): void {
    const content = storedContent(question.content)
    if (at !== null && known.sent !== null && known.sent !== content) keepVersion.run(known.id, known.sent, at)
    const { questionId, categoryId, lastUpdated, status, raw } = question
    update.run(questionId, content, categoryId, lastUpdated, status, raw, known.id)
  }

  /** Names what ClassMarker has of a question; null where it has none. */
  function versionOf({ account, sent, sentCategory }: QuestionRow): string | null {
    if (sent === null) return null
    const category = sentCategory === null ? undefined : tables.categoryNumbered.get(account, 0, sentCategory)
    return digestOf(contentIn(sent), category?.id ?? null)
  }

  /** Makes what ClassMarker has now what is edited here is upon. */
  function moveUpon(id: number): void {
    const row = tables.question.get(id)
    if (row !== undefined) tables.setUpon.run(versionOf(row), id)
  }

  /** What is left of an edit when ClassMarker's question is found changed. */
  function reconcile(before: QuestionRow, edit: EditRow | null, { content, categoryId, lastUpdated }: SentQuestion) {
    const draft = tables.draft.get(before.id)
    if (draft === undefined) return
    if (saysAs(draft, content, categoryId)) {
      tables.dropEdit(before.id, edit ?? undefined)
      return
    }
    if (edit === null || edit.kind !== 'change-question') return
    const isOther = before.sent !== storedContent(content) || before.sentCategory !== categoryId
    if (isOther && edit.state === 'waiting') tables.stop.run(edit.id)
    else if (!isOther) tables.setBase.run(JSON.stringify({ lastUpdated, content, categoryId }), edit.id)
  }

  /** Merges a row that a pull made for what was created by an edit of another row. */
  function takeOver(own: QuestionRow, questionId: string): void {
    const other = tables.questionNumbered.get(own.account, questionId)
    if (other === undefined || other.id === own.id) return
    for (const move of [moveVersions, moveArchived, moveSeen]) move.run(own.id, other.id)
    tables.removeQuestion.run(other.id)
  }

  function confirm(edit: EditRow, own: QuestionRow, answer: SentQuestion, at: UnixSeconds | null): void {
    takeOver(own, answer.questionId)
    keepQuestion(own, answer, at)
    const draft = tables.draft.get(own.id)
    const request = lastRequest(edit)
    const wasSent =
      draft !== undefined && request !== null && saysAs(draft, request.body as QuestionContent, request.categoryId)
    if (draft === undefined || wasSent || saysAs(draft, answer.content, answer.categoryId)) {
      tables.dropEdit(own.id, edit)
      return
    }
    // Edited once more while it was on its way.
    moveUpon(own.id)
    if (!isToSend(tables, { ...own, sent: storedContent(answer.content) }, draft)) tables.removeEdit.run(edit.id)
    else {
      const { lastUpdated, content, categoryId } = answer
      tables.turn.run('change-question', JSON.stringify({ lastUpdated, content, categoryId }), edit.id)
    }
  }

  return {
    versionOf,
    keepQuestion,
    reconcile,
    stopForConflict: (edit: EditRow): void => void tables.stop.run(edit.id),
    addQuestion: (account: string, question: SentQuestion): number => {
      const { questionId, content, categoryId, lastUpdated, status, raw } = question
      const stored = storedContent(content)
      return Number(insert.run(account, questionId, stored, categoryId, lastUpdated, status, raw).lastInsertRowid)
    },
    /** The edit whose request got no answer and created this question, as far as can be told. */
    questionCreatedBy: (account: string, { content, categoryId }: SentQuestion): EditRow | undefined =>
      doubtful.all(account).find((edit) => {
        const asked = lastRequest(edit)
        return (
          asked !== null &&
          asked.categoryId === categoryId &&
          askedKey(asked.body as QuestionContent) === askedKey(content)
        )
      }),
    /** Records that ClassMarker carried out an edit. @param at null where nothing earlier is to be kept */
    confirmQuestion: (edit: EditRow, answer: SentQuestion, at: UnixSeconds | null): void => {
      const own = edit.question === null ? undefined : tables.question.get(edit.question)
      if (own !== undefined) confirm(edit, own, answer, at)
    },
    /** Notes that a question was changed at ClassMarker since it was edited here. */
    conflictQuestion: (edit: EditRow, theirs: SentQuestion, at: UnixSeconds): void => {
      const own = edit.question === null ? undefined : tables.question.get(edit.question)
      if (own === undefined) return
      keepQuestion(own, theirs, at)
      const draft = tables.draft.get(own.id)
      if (draft === undefined || saysAs(draft, theirs.content, theirs.categoryId)) tables.dropEdit(own.id, edit)
      else tables.stop.run(edit.id)
    },
    /** Makes what ClassMarker has now what an edit was made upon. */
    rebaseQuestion: (edit: EditRow): void => {
      const own = edit.question === null ? undefined : tables.question.get(edit.question)
      if (own === undefined) return
      moveUpon(own.id)
      tables.turn.run(edit.kind, storedBase(own), edit.id)
    },
  }
}
