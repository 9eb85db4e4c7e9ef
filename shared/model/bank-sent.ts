import type { BankEditKind, QuestionContent } from './bank.ts'
import type { UnixSeconds } from './time.ts'

/** A question as ClassMarker sent it. */
export interface SentQuestion {
  /** ClassMarker's number as text. */
  readonly questionId: string
  readonly content: QuestionContent
  /** ClassMarker's number of its category; null where none was said. */
  readonly categoryId: number | null
  /** When it was last changed at ClassMarker; null where nothing readable was said. */
  readonly lastUpdated: UnixSeconds | null
  /** `active`, `archived` or the word that was sent; null where nothing was said. */
  readonly status: string | null
  /** The JSON it came from. */
  readonly raw: string
}

/** A category as ClassMarker sent it; ids of parents and of categories are counted apart. */
export interface SentCategory {
  /** ClassMarker's number of its parent among the parents; null for a parent. */
  readonly parentId: number | null
  readonly id: number
  readonly name: string
}

/** One edit of the bank that may be sent now. */
export interface BankEditToSend {
  readonly id: number
  readonly account: string
  readonly kind: BankEditKind
  /** ClassMarker's number of the question as text; null for one that is new, and for categories. */
  readonly questionId: string | null
  /** ClassMarker's number of the parent or category; null for one that is new, and for questions. */
  readonly serviceId: number | null
  /** A question's whole content, or a category's name with ClassMarker's number of its parent (null for a parent). */
  readonly body: QuestionContent | { readonly name: string; readonly parentId: number | null }
  /** ClassMarker's number of the question's category; null for categories. */
  readonly categoryId: number | null
  /** As it was at ClassMarker when it was edited here; null for what is new, and for categories. */
  readonly base: Pick<SentQuestion, 'lastUpdated' | 'content' | 'categoryId'> | null
  /** A category as it was at ClassMarker when it was edited here; null for what is new, and for questions. */
  readonly categoryBase: Omit<SentCategory, 'id'> | null
  /** An earlier request may have arrived: whether it did is looked up before it is repeated. */
  readonly inDoubt: boolean
}
