import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { answersTogether, packAnswers, pageOf, placeOf, type StoredAnswer, unpackAnswers } from './packed-answers.ts'

interface OpenPage {
  readonly accountId: string
  readonly id: number
  /** How many places the page has in the database; those of the pending answers follow. */
  readonly stored: number
  readonly pending: (string | null)[]
  /** Letters of the pending answers. */
  letters: number
}

// Usual pages have 13,000 bytes and 160,000 letters. Without bounds, long answers would be packed again with each new
// one, and a page could grow beyond what a string may hold.
const fullFromBytes = 64 * 1024
const fullFromLetters = 1024 * 1024

const hasRoom = ({ stored, pending, letters }: OpenPage): boolean =>
  stored + pending.length < answersTogether && letters < fullFromLetters

/**
 * Writes the answers of one transaction in pages: continues the account's newest page until it is full. The caller stores
 * the places, and flushes before it commits.
 */
export class AnswerPages {
  readonly #newest: Statement<[string], { id: number; places: number; bytes: number }>
  readonly #lastId: Statement<[], number>
  readonly #packed: Statement<[number], Buffer>
  readonly #write: Statement<[number, string, number, Buffer]>
  readonly #answer: Statement<[number], string>
  readonly #remove: Statement<[number, number]>
  readonly #removeEmpty: Statement<[number]>
  #page: OpenPage | null = null

  constructor(db: Database) {
    this.#newest = db.prepare(
      `SELECT id, places, octet_length(answers) AS bytes FROM answer_page WHERE account_id = ? ORDER BY id DESC LIMIT 1`,
    )
    this.#lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM answer_page').pluck()
    this.#packed = db.prepare<[number], Buffer>('SELECT answers FROM answer_page WHERE id = ?').pluck()
    this.#write = db.prepare(
      `INSERT INTO answer_page (id, account_id, places, answers) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET places = excluded.places, answers = excluded.answers`,
    )
    this.#answer = db.prepare<[number], string>('SELECT answer FROM result_answer WHERE id = ?').pluck()
    this.#remove = db.prepare('UPDATE answer_page SET answers = without_answer(answers, ?) WHERE id = ?')
    this.#removeEmpty = db.prepare('DELETE FROM answer_page WHERE id = ? AND octet_length(answers) = 0')
  }

  /** Forgets what was added in a transaction that failed. */
  begin(): void {
    this.#page = null
  }

  /** Adds an answer. @returns the place at which `flush` will write it */
  add(accountId: string, answer: string): number {
    const page = this.#pageWithRoom(accountId)
    page.pending.push(answer)
    page.letters += answer.length
    return placeOf(page.id, page.stored + page.pending.length - 1)
  }

  /** Adds an answer in place of another one. `write` stores the new place. */
  replace(accountId: string, former: StoredAnswer, answer: string, write: (place: bigint) => unknown): void {
    const place = this.add(accountId, answer)
    try {
      write(BigInt(place))
    } catch (thrown) {
      this.takeBack(place)
      throw thrown
    }
    // The schema's triggers remove one that is stored already.
    this.#forgetPending(former)
  }

  /** Removes an answer that was added, and that no result keeps. */
  takeBack(place: number): void {
    if (this.#forgetPending(place)) return
    this.#remove.run(place, pageOf(place))
    this.#removeEmpty.run(pageOf(place))
  }

  /** The answer of a result, flushed or not. */
  read(resultId: number, place: StoredAnswer): string {
    const index = this.#pendingIndex(place)
    const pending = index === null ? null : this.#page?.pending[index]
    return pending ?? this.#answer.get(resultId) ?? ''
  }

  flush(): void {
    if (this.#page === null) return
    const { id, accountId, stored, pending } = this.#page
    this.#page = null
    if (pending.every((answer) => answer === null)) return
    // Read only now, because answers may have been removed from it meanwhile, or all of it.
    const packed = stored === 0 ? undefined : this.#packed.get(id)
    const before = packed === undefined ? Array.from({ length: stored }, () => null) : unpackAnswers(packed)
    this.#write.run(id, accountId, stored + pending.length, packAnswers([...before, ...pending]))
  }

  #pageWithRoom(accountId: string): OpenPage {
    const open = this.#page
    if (open?.accountId === accountId && hasRoom(open)) return open
    this.flush()
    const newest = this.#newest.get(accountId)
    const page: OpenPage =
      newest !== undefined &&
      newest.places < answersTogether &&
      newest.bytes < fullFromBytes &&
      this.#isSound(newest.id)
        ? { accountId, id: newest.id, stored: newest.places, pending: [], letters: 0 }
        : { accountId, id: (this.#lastId.get() ?? 0) + 1, stored: 0, pending: [], letters: 0 }
    this.#page = page
    return page
  }

  /** A damaged page is left as it is: what its results were read from is lost, and those to come are not. */
  #isSound(id: number): boolean {
    try {
      unpackAnswers(this.#packed.get(id) ?? Buffer.alloc(0))
      return true
    } catch {
      return false
    }
  }

  #forgetPending(place: StoredAnswer): boolean {
    const index = this.#pendingIndex(place)
    if (index !== null) this.#page?.pending.fill(null, index, index + 1)
    return index !== null
  }

  /** The index of a place among the pending answers; null if it is not one of them. */
  #pendingIndex(place: StoredAnswer): number | null {
    const page = this.#page
    if (page === null || typeof place === 'string') return null
    const index = place - placeOf(page.id, page.stored)
    return index >= 0 && index < page.pending.length ? index : null
  }
}

/**
 * Reads the answers of all results, each page once. Also of versions that kept them in the rows.
 * @throws AppError `store/damaged` for an answer that is missing or no JSON
 */
export function refuseBrokenAnswers(db: Database): void {
  const inRows = db.prepare(`SELECT 1 FROM result WHERE typeof(raw) = 'text' AND NOT json_valid(raw) LIMIT 1`)
  if (inRows.get() !== undefined) throw new AppError('store/damaged')
  if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'answer_page'`).get() === undefined) return
  const there = new Set<number>()
  const pages = db.prepare<[], { id: number; answers: Buffer }>('SELECT id, answers FROM answer_page')
  for (const { id, answers } of pages.iterate()) {
    for (const [index, answer] of unpackAnswers(answers).entries()) {
      if (answer === null) continue
      refuseNoJson(answer)
      there.add(placeOf(id, index))
    }
  }
  const places = db.prepare<[], number>(`SELECT raw FROM result WHERE typeof(raw) <> 'text'`).pluck()
  for (const place of places.iterate()) if (!there.has(place)) throw new AppError('store/damaged')
}

function refuseNoJson(text: string): void {
  try {
    JSON.parse(text)
  } catch (cause) {
    throw new AppError('store/damaged', {}, { cause })
  }
}
