import type { Database } from 'better-sqlite3'
import type { BankEditKind, BankState, QuestionContent } from '../../../shared/model/bank.ts'
import { fold } from '../../../shared/model/text.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { plainHtml } from '../../plain-html.ts'
import { contentIn } from './content.ts'
import { categoryOfQuestion } from './reading.ts'
import { SearchedTexts } from './searched-texts.ts'
import { type EditRow, stateOf } from './tables.ts'

/** What the list shows of a question, and what it is ordered and found by. */
export interface Face {
  readonly id: number
  readonly account: string
  readonly questionId: string | null
  readonly number: number | null
  readonly type: string
  readonly text: string
  readonly sortText: string
  readonly category: number | null
  readonly points: number | null
  readonly archived: boolean
  readonly state: BankState
  readonly refusal: string | null
  readonly changedAt: UnixSeconds | null
  /** The number of its text among those that are searched. */
  readonly searched: number
}

/** A category with its parent, by name. */
export interface FaceCategory {
  readonly id: number
  readonly parent: number | null
  readonly name: string
  readonly parentName: string | null
  /** Both folded, the parent's first. */
  readonly sortName: string
}

interface StoredFace {
  readonly id: number
  readonly account: string
  readonly questionId: string | null
  readonly content: string
  readonly category: number | null
  readonly archived: 0 | 1
  readonly gone: 0 | 1
  readonly hasDraft: 0 | 1
  readonly changedAt: number | null
  readonly kind: BankEditKind | null
  readonly state: EditRow['state'] | null
  readonly refusal: string | null
}

/** Questions read in a slice, at about 20 µs each. */
const batch = 100
/** From how many touched questions on all are read anew. */
const mostTouched = 5_000

const longestText = 200

const readFaces = `SELECT bank_question.id, bank_question.account_id AS account, question_id AS questionId,
    coalesce(content, bank_question.sent) AS content, ${categoryOfQuestion} AS category, gone,
    status IS 'archived' OR EXISTS (SELECT 1 FROM bank_archived WHERE question = bank_question.id) AS archived,
    bank_draft.question IS NOT NULL AS hasDraft, coalesce(changed_at, last_updated) AS changedAt, kind, state, refusal
  FROM bank_question LEFT JOIN bank_draft ON bank_draft.question = bank_question.id
  LEFT JOIN bank_edit ON bank_edit.question = bank_question.id`

// Most texts have nothing to be taken out.
const plain = (html: string): string => (/[<&[]/.test(html) ? plainHtml(html) : html.replace(/\s+/g, ' ').trim())

/** Everything that words are looked for in, each part on a line. */
export const searchTextOf = (questionId: string | null, content: QuestionContent, text = plain(content.question)) => {
  const { type, options, correct, correctFeedback, incorrectFeedback } = content
  const parts = options.flatMap((option) => [option.content, option.clue ?? '', option.feedback ?? ''])
  // Of a free text and a grammar question what is right is no letter.
  const accepted = options.length === 0 || type === 'freetext' || type === 'grammar' ? correct : []
  const others = [...parts, ...accepted, correctFeedback ?? '', incorrectFeedback ?? ''].map(plain)
  return [text, ...others, questionId ?? '']
    .filter((part) => part !== '')
    .map(fold)
    .join('\n')
}

/**
 * All questions of the bank as the list needs them, in memory: they are read in slices between questions, and from then
 * on only what was touched since, whoever wrote.
 */
export class BankFaces {
  readonly #latest
  readonly #touched
  readonly #next
  readonly #some
  readonly #categoriesNow
  #revision = -1
  #isRead = false
  #last = 0
  #hasFailed = false
  #categoriesChanged = true
  readonly byId = new Map<number, Face>()
  categories: ReadonlyMap<number, FaceCategory> = new Map()
  texts = new SearchedTexts()
  /** Changes with every change of a question or a category. */
  version = 0

  constructor(db: Database) {
    this.#latest = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM bank_touch').pluck()
    this.#touched = db
      .prepare<[number, number], [number, number | null]>(
        'SELECT number, question FROM bank_touch WHERE number > ? ORDER BY number LIMIT ?',
      )
      .raw()
    this.#next = db.prepare<[number, number], StoredFace>(
      `${readFaces} WHERE bank_question.id > ? ORDER BY bank_question.id LIMIT ?`,
    )
    this.#some = db.prepare<[string], StoredFace>(
      `${readFaces} WHERE bank_question.id IN (SELECT value FROM json_each(?))`,
    )
    this.#categoriesNow = db.prepare<[], Omit<FaceCategory, 'sortName'>>(
      `SELECT own.id, own.parent_id AS parent, own.name, parent.name AS parentName
       FROM bank_category AS own LEFT JOIN bank_category AS parent ON parent.id = own.parent_id`,
    )
  }

  /** Works one slice at bringing all up to date. @returns whether there is more to do */
  prepare(): boolean {
    if (!this.#isRead) this.#readSome()
    else if (this.#latest.get() !== this.#revision) this.#follow()
    else return false
    return true
  }

  /** Brings all up to date. */
  update(): void {
    while (this.prepare());
    if (!this.#categoriesChanged) return
    this.#categoriesChanged = false
    this.categories = new Map(
      this.#categoriesNow.all().map((each) => {
        const sortName = `${fold(each.parentName ?? each.name)}\n${each.parentName === null ? '' : fold(each.name)}`
        return [each.id, { ...each, sortName }]
      }),
    )
  }

  get hasWork(): boolean {
    return !this.#hasFailed && (!this.#isRead || this.#latest.get() !== this.#revision)
  }

  /** Works for about so many milliseconds. @throws what failed; all is read when it is asked for then */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      while (this.prepare() && performance.now() < end);
    } catch (thrown) {
      this.#hasFailed = true
      this.#isRead = false
      this.#revision = -1
      throw thrown
    }
  }

  #readSome(): void {
    if (this.#revision < 0) {
      this.#revision = this.#latest.get() ?? 0
      this.#last = 0
      this.#categoriesChanged = true
      this.byId.clear()
      this.texts = new SearchedTexts()
    }
    const read = this.#next.all(this.#last, batch)
    for (const stored of read) this.#put(stored)
    this.#last = read.at(-1)?.id ?? this.#last
    this.#isRead = read.length < batch
    this.version++
  }

  #follow(): void {
    const touched = this.#touched.all(this.#revision, mostTouched)
    // Touches are kept for a while only.
    const isKnown = touched[0]?.[0] === this.#revision + 1 && touched.length < mostTouched
    // A text that is searched no more keeps its place: once most are such, all are read anew.
    if (!isKnown || this.texts.count > 2 * this.byId.size + mostTouched) {
      this.#isRead = false
      this.#revision = -1
      return
    }
    const ids = new Set(touched.flatMap(([, question]) => question ?? []))
    if (touched.some(([, question]) => question === null)) {
      this.#categoriesChanged = true
      // Where a category gets its number, questions of that number are in it.
      for (const face of this.byId.values()) if (face.category === null) ids.add(face.id)
    }
    for (const stored of this.#some.all(JSON.stringify([...ids]))) {
      this.#put(stored)
      ids.delete(stored.id)
    }
    for (const id of ids) this.byId.delete(id)
    this.#revision = touched.at(-1)?.[0] ?? this.#revision
    this.version++
  }

  #put(stored: StoredFace): void {
    const { id, account, questionId, category, refusal } = stored
    const content = contentIn(stored.content)
    const text = plain(content.question)
    const edit = stored.kind === null || stored.state === null ? null : { kind: stored.kind, state: stored.state }
    const held = { serviceId: questionId, gone: stored.gone, hasDraft: stored.hasDraft === 1 }
    this.byId.set(id, {
      ...{ id, account, questionId, category, refusal },
      number: questionId === null ? null : Number(questionId),
      type: content.type,
      text: text.length > longestText ? text.slice(0, longestText).toWellFormed() : text,
      sortText: fold(text.slice(0, longestText)),
      points: content.points,
      archived: stored.archived === 1,
      state: stateOf(held, edit),
      changedAt: stored.changedAt === null ? null : unixSeconds(stored.changedAt),
      searched: this.texts.add(searchTextOf(questionId, content, text)),
    })
  }
}
