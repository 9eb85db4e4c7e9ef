import type { Database } from 'better-sqlite3'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { BankEditToSend } from '../../../shared/model/bank-sent.ts'
import { contentIn } from './content.ts'
import { isToSend } from './flaws.ts'
import { bankTables, type EditRow } from './tables.ts'

/** What was in the last request of an edit. */
export type StoredRequest = Pick<BankEditToSend, 'body' | 'categoryId'>
export type CategoryBody = Exclude<BankEditToSend['body'], QuestionContent>

/** What the edits of the bank ask ClassMarker for, in its own numbers. */
export function bankRequests(db: Database) {
  const tables = bankTables(db)

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

  return { tables, serviceIdOf, plainRequest, lastRequest, requestOf }
}

export type BankRequests = ReturnType<typeof bankRequests>
