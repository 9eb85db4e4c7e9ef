import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import { type ListQuestion, type WholeOrder, wholeOrder } from './lists.ts'
import type { ListName, Lists } from './store-api.ts'

export type ListQuestions = {
  readonly [Name in ListName]: (query: Lists[Name]['query']) => ListQuestion<Lists[Name]['row']>
}

interface Kept {
  readonly list: ListName
  readonly question: ListQuestion<unknown>
  order: WholeOrder | { readonly failure: unknown } | null
}

/**
 * The open lists of one read-only connection. A list is opened in one transaction: it returns the first rows at once
 * and then computes the whole order, so that rows, count and places are of one moment.
 */
export class Answers {
  readonly #db: Database
  readonly #lists: ListQuestions
  readonly #kept = new Map<AnswerId, Kept>()
  /** The opened list whose order is not computed yet; its transaction is still open. */
  #unordered: Kept | null = null

  constructor(db: Database, lists: ListQuestions) {
    this.#db = db
    this.#lists = lists
  }

  /** Opens a list under a number not used before. */
  open<Name extends ListName>(
    answer: AnswerId,
    list: Name,
    query: Lists[Name]['query'],
    first: number,
  ): OpenedAnswer<Lists[Name]['row']> {
    this.settle()
    this.#db.exec('BEGIN')
    try {
      const question = this.#lists[list](query)
      const ids = question.ids(first)
      const rows = question.rows(ids)
      const isWhole = ids.length < first
      const far = isWhole ? undefined : question.opposite?.()
      const [opposite] = far === undefined ? [] : question.rows([far])
      const order = isWhole ? wholeOrder(ids) : (question.whole ?? null)
      const kept: Kept = { list, question, order }
      const alike = isWhole ? undefined : question.alike?.()
      this.#kept.set(answer, kept)
      if (order !== null) this.#db.exec('COMMIT')
      else this.#unordered = kept
      return { answer, rows, count: order?.count ?? null, ...(alike && { alike }), ...(opposite && { opposite }) }
    } catch (thrown) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw thrown
    }
  }

  /**
   * Computes the order of the list opened last, unless it is done or the list was closed. Call it before any other
   * query.
   */
  settle(): void {
    const unordered = this.#unordered
    if (unordered === null) return
    this.#unordered = null
    try {
      if ([...this.#kept.values()].includes(unordered)) {
        unordered.order = wholeOrder(unordered.question.ids())
      }
    } catch (failure) {
      // Thrown when somebody asks for the order.
      unordered.order = { failure }
    } finally {
      if (this.#db.inTransaction) this.#db.exec('COMMIT')
    }
  }

  /** Forgets the list opened last without computing its order. */
  abandon(): void {
    for (const [answer, kept] of this.#kept) if (kept === this.#unordered) this.#kept.delete(answer)
    this.settle()
  }

  count(answer: AnswerId): number {
    return this.#order(answer).count
  }

  rows<Name extends ListName>(list: Name, answer: AnswerId, from: number, to: number): readonly Lists[Name]['row'][] {
    const ids = this.#order(answer).slice(from, to)
    const kept = this.#kept.get(answer)
    if (kept?.list !== list) throw new AppError('answer/gone')
    // `list` is the one it was opened with, so the rows are of that list.
    return ids.length === 0 ? [] : (kept.question.rows(ids) as readonly Lists[Name]['row'][])
  }

  placeOf(answer: AnswerId, id: number): number | null {
    const place = this.#order(answer).indexOf(id)
    return place === -1 ? null : place
  }

  ids(answer: AnswerId, from = 0, to?: number): number[] {
    return this.#order(answer).slice(from, to)
  }

  close(answer: AnswerId): void {
    const kept = this.#kept.get(answer)
    this.#kept.delete(answer)
    if (kept === this.#unordered) this.settle()
  }

  /** @throws AppError `answer/gone`, and whatever failed while computing the order */
  #order(answer: AnswerId): WholeOrder {
    this.settle()
    const order = this.#kept.get(answer)?.order
    if (order === undefined || order === null) throw new AppError('answer/gone')
    if ('failure' in order) throw order.failure
    return order
  }
}
