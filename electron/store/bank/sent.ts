import type { Database } from 'better-sqlite3'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { BankEditToSend, SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import { askedKey } from '../../../shared/model/question-rules.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { contentIn, digestOf, isSame, storedContent } from './content.ts'
import { isToSend } from './flaws.ts'
import {
  bankReader,
  bankTables,
  type CategoryRow,
  type DraftRow,
  type EditRow,
  mayHaveArrived,
  type QuestionRow,
  storedBase,
  storedCategoryBase,
} from './tables.ts'

/** What was in the last request of an edit. */
export type StoredRequest = Pick<BankEditToSend, 'body' | 'categoryId'>
type CategoryBody = Exclude<BankEditToSend['body'], QuestionContent>

/**
 * Writes what ClassMarker has of the bank, and what that leaves of the edits here. An edit that says what ClassMarker
 * has is done; one of a question that was changed there since is a conflict.
 */
export function sentBank(db: Database) {
  const tables = bankTables(db)
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
  const stop = db.prepare<['conflict', number]>(
    'UPDATE bank_edit SET state = ?, refusal = NULL, in_doubt = 0, sent = NULL WHERE id = ?',
  )
  const turn = db.prepare<[string, string | null, number]>(
    `UPDATE bank_edit SET kind = ?, base = ?, state = 'waiting', refusal = NULL, in_doubt = 0, sent = NULL WHERE id = ?`,
  )
  // As a refusal: who sends it again, or changes it again, chooses it over what is there now.
  const contest = db.prepare<[string, number]>(
    `UPDATE bank_edit SET state = 'refused', refusal = 'bank/changed-there', in_doubt = 0, sent = NULL, base = ?
     WHERE id = ?`,
  )
  const doubtful = db.prepare<[string], EditRow & { content: string | null }>(
    `SELECT id, account_id AS account, kind, question, category, queued_at AS queuedAt, state, refusal,
       in_doubt AS inDoubt, base, sent
     FROM bank_edit WHERE account_id = ? AND kind = 'add-question' AND in_doubt = 1 AND sent IS NOT NULL ORDER BY id`,
  )
  const insertCategory = db.prepare<[string, 0 | 1, number | null, string, number, string, number | null]>(
    `INSERT INTO bank_category (account_id, is_parent, parent_id, name, service_id, sent_name, sent_parent)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const updateCategory = db.prepare<[string, number | null, number, string, number | null, number]>(
    `UPDATE bank_category SET name = ?, parent_id = ?, service_id = ?, sent_name = ?, sent_parent = ?, gone = 0
     WHERE id = ?`,
  )
  const removeCategory = db.prepare<[number]>('DELETE FROM bank_category WHERE id = ?')
  const moveDrafts = db.prepare<[number, number]>('UPDATE bank_draft SET category = ? WHERE category = ?')
  const moveChildren = db.prepare<[number, number]>('UPDATE bank_category SET parent_id = ? WHERE parent_id = ?')

  /** ClassMarker's number of a category here; null where it has none yet. */
  const serviceIdOf = (category: number | null): number | null =>
    category === null ? null : (tables.category.get(category)?.serviceId ?? null)

  /** What an edit would send as it is here; a category that ClassMarker has not yet has no number. */
  function plainRequest({ question, category }: EditRow): StoredRequest | null {
    if (question !== null) {
      const draft = tables.draft.get(question)
      return draft === undefined ? null : { body: contentIn(draft.content), categoryId: serviceIdOf(draft.category) }
    }
    const own = category === null ? undefined : tables.category.get(category)
    return own === undefined ? null : { body: { name: own.name, parentId: serviceIdOf(own.parent) }, categoryId: null }
  }

  /**
   * What an edit asked for when it was last sent. What it needed may have got its number since: the edits of a restored
   * copy name none where that was created later.
   */
  function lastRequest({ sent, question, category }: EditRow): StoredRequest | null {
    if (sent === null) return null
    const request: StoredRequest = JSON.parse(sent)
    const { body } = request
    if (question !== null)
      return { body, categoryId: request.categoryId ?? serviceIdOf(tables.draft.get(question)?.category ?? null) }
    const parent = category === null ? null : (tables.category.get(category)?.parent ?? null)
    return 'name' in body
      ? { ...request, body: { name: body.name, parentId: body.parentId ?? serviceIdOf(parent) } }
      : request
  }

  /**
   * What an edit asks for; null where that has to wait for another, undefined where nothing is left to ask for, and
   * `here-only` where it was edited into what is not to be sent.
   */
  function requestOf(edit: EditRow): StoredRequest | null | undefined | 'here-only' {
    // What may have arrived is looked for as it was sent.
    const last = edit.inDoubt === 1 ? lastRequest(edit) : null
    if (edit.question === null) return categoryRequest(edit, last)
    if (last !== null) return last.categoryId === null ? null : last
    const [draft, row] = [tables.draft.get(edit.question), tables.question.get(edit.question)]
    const request = plainRequest(edit)
    if (draft === undefined || row === undefined || request === null) return undefined
    if (row.sent === draft.content && row.sentCategory === request.categoryId) return undefined
    if (!isToSend(tables, row, draft)) return 'here-only'
    return request.categoryId === null ? null : request
  }

  function categoryRequest(edit: EditRow, last: StoredRequest | null): StoredRequest | null | undefined {
    const own = edit.category === null ? undefined : tables.category.get(edit.category)
    const request = last ?? plainRequest(edit)
    if (own === undefined || request === null) return undefined
    const { parentId } = request.body as CategoryBody
    if (own.isParent === 0 && parentId === null) return null
    const isAsSent = own.serviceId !== null && own.name === own.sentName && parentId === own.sentParent
    return isAsSent && last === null ? undefined : request
  }

  const saysAs = (draft: DraftRow, content: QuestionContent, categoryId: number | null): boolean =>
    isSame(contentIn(draft.content), content) && serviceIdOf(draft.category) === categoryId

  /** The parent with ClassMarker's number, which is made where the tree did not bring it. */
  function parentOf(account: string, parentId: number | null): number | null {
    if (parentId === null) return null
    const known = tables.categoryNumbered.get(account, 1, parentId)
    if (known !== undefined) return known.id
    const name = String(parentId)
    return Number(insertCategory.run(account, 1, null, name, parentId, name, null).lastInsertRowid)
  }

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
    if (isOther && edit.state === 'waiting') stop.run('conflict', edit.id)
    else if (!isOther) tables.setBase.run(JSON.stringify({ lastUpdated, content, categoryId }), edit.id)
  }

  /** Merges a row that a pull made for what was created by an edit of another row. */
  function takeOver(own: QuestionRow, questionId: string): void {
    const other = tables.questionNumbered.get(own.account, questionId)
    if (other === undefined || other.id === own.id) return
    for (const move of [moveVersions, moveArchived, moveSeen]) move.run(own.id, other.id)
    tables.removeQuestion.run(other.id)
  }

  function confirmQuestion(edit: EditRow, own: QuestionRow, answer: SentQuestion, at: UnixSeconds | null): void {
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
      turn.run('change-question', JSON.stringify({ lastUpdated, content, categoryId }), edit.id)
    }
  }

  /** Follows ClassMarker in what is not edited here. @returns what that leaves to be sent */
  function followCategory(known: CategoryRow, { id, name, parentId }: SentCategory) {
    const wasParent = known.sentParent === null ? null : parentOf(known.account, known.sentParent)
    const [isMoved, isRenamed] = [known.parent !== wasParent, known.name !== known.sentName]
    const parent = isMoved ? known.parent : parentOf(known.account, parentId)
    const kept = isRenamed ? known.name : name
    updateCategory.run(kept, parent, id, name, parentId, known.id)
    const [isOtherName, isOtherParent] = [kept !== name, serviceIdOf(parent) !== parentId]
    return {
      isDone: !isOtherName && !isOtherParent,
      isContested:
        (isRenamed && isOtherName && name !== known.sentName) ||
        (isMoved && isOtherParent && parentId !== known.sentParent),
    }
  }

  function confirmCategory(edit: EditRow, own: CategoryRow, answer: SentCategory): void {
    const other = tables.categoryNumbered.get(own.account, own.isParent, answer.id)
    if (other !== undefined && other.id !== own.id) {
      moveDrafts.run(own.id, other.id)
      moveChildren.run(own.id, other.id)
      const queued = tables.editOfCategory.get(other.id)
      if (queued !== undefined) tables.removeEdit.run(queued.id)
      removeCategory.run(other.id)
    }
    // Renamed or moved once more while it was on its way.
    const body = (lastRequest(edit)?.body ?? null) as CategoryBody | null
    const isMoved = own.isParent === 0 && body !== null && serviceIdOf(own.parent) !== body.parentId
    const isRenamed = body !== null && own.name !== body.name
    const parent = isMoved ? own.parent : parentOf(own.account, answer.parentId)
    const name = isRenamed ? own.name : answer.name
    updateCategory.run(name, parent, answer.id, answer.name, answer.parentId, own.id)
    const kind = own.isParent === 1 ? 'rename-parent' : 'change-category'
    if (isMoved || isRenamed) turn.run(kind, storedCategoryBase(answer), edit.id)
    else tables.removeEdit.run(edit.id)
  }

  return {
    tables,
    serviceIdOf,
    plainRequest,
    requestOf,
    versionOf,
    stopForConflict: (edit: EditRow): void => void stop.run('conflict', edit.id),
    keepQuestion,
    reconcile,
    addQuestion: (account: string, question: SentQuestion): number => {
      const { questionId, content, categoryId, lastUpdated, status, raw } = question
      const stored = storedContent(content)
      return Number(insert.run(account, questionId, stored, categoryId, lastUpdated, status, raw).lastInsertRowid)
    },
    /** The edit whose request got no answer and created this question, as far as can be told. */
    createdBy: (account: string, { content, categoryId }: SentQuestion): EditRow | undefined =>
      doubtful.all(account).find((edit) => {
        const asked = lastRequest(edit)
        return (
          asked !== null &&
          asked.categoryId === categoryId &&
          askedKey(asked.body as QuestionContent) === askedKey(content)
        )
      }),
    /** The edit whose request got no answer and created this category, as far as can be told. */
    categoryCreatedBy: (account: string, { name, parentId }: SentCategory): EditRow | undefined => {
      const kind = parentId === null ? 'add-parent' : 'add-category'
      return tables.editsOf.all(account).find((edit) => {
        if (edit.kind !== kind || edit.inDoubt === 0) return false
        const body = lastRequest(edit)?.body as CategoryBody | undefined
        return body?.name === name && body.parentId === parentId
      })
    },
    addCategory: (account: string, isParent: 0 | 1, { id, name, parentId }: SentCategory): CategoryRow => {
      const parent = parentOf(account, parentId)
      const row = insertCategory.run(account, isParent, parent, name, id, name, parentId).lastInsertRowid
      return tables.category.get(Number(row)) as CategoryRow
    },
    /** Follows ClassMarker in what is not edited here; an edit of what was changed there as well is stopped. */
    keepCategory: (known: CategoryRow, theirs: SentCategory): void => {
      const edit = tables.editOfCategory.get(known.id)
      const { isDone, isContested } = followCategory(known, theirs)
      if (edit === undefined || mayHaveArrived(edit)) return
      if (isDone) tables.removeEdit.run(edit.id)
      else if (isContested) contest.run(storedCategoryBase(theirs), edit.id)
      else tables.setBase.run(storedCategoryBase(theirs), edit.id)
    },
    /** Notes that a category was changed at ClassMarker since it was edited here. */
    contestCategory: (edit: EditRow, theirs: SentCategory): void => {
      const own = edit.category === null ? undefined : tables.category.get(edit.category)
      if (own === undefined) return
      if (followCategory(own, theirs).isDone) tables.removeEdit.run(edit.id)
      else contest.run(storedCategoryBase(theirs), edit.id)
    },
    /** Records that ClassMarker carried out an edit. @param at null where nothing earlier is to be kept */
    confirm: (edit: EditRow, answer: SentQuestion | SentCategory, at: UnixSeconds | null): void => {
      if ('questionId' in answer) {
        const own = edit.question === null ? undefined : tables.question.get(edit.question)
        if (own !== undefined) confirmQuestion(edit, own, answer, at)
      } else {
        const own = edit.category === null ? undefined : tables.category.get(edit.category)
        if (own !== undefined) confirmCategory(edit, own, answer)
      }
    },
    /** Notes that a question was changed at ClassMarker since it was edited here. */
    conflict: (edit: EditRow, theirs: SentQuestion, at: UnixSeconds): void => {
      const own = edit.question === null ? undefined : tables.question.get(edit.question)
      if (own === undefined) return
      keepQuestion(own, theirs, at)
      const draft = tables.draft.get(own.id)
      if (draft === undefined || saysAs(draft, theirs.content, theirs.categoryId)) tables.dropEdit(own.id, edit)
      else stop.run('conflict', edit.id)
    },
    /** Makes what ClassMarker has now what an edit was made upon. */
    rebase: (edit: EditRow): void => {
      const own = edit.question === null ? undefined : tables.question.get(edit.question)
      if (own === undefined) return
      moveUpon(own.id)
      turn.run(edit.kind, storedBase(own), edit.id)
    },
  }
}
