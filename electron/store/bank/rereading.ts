import type { Database } from 'better-sqlite3'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { SentQuestion } from '../../../shared/model/bank-sent.ts'
import { contentIn, storedContent } from './content.ts'
import { sentBank } from './sent.ts'
import { bankReader, mayHaveArrived, type QuestionRow, storedBase } from './tables.ts'

/** A stored question read by an older reader. */
export interface OlderQuestion {
  readonly id: number
  readonly raw: string
}

/** The question as the present reader reads it; null if it cannot, and it then stays as it is. */
export interface RereadQuestion extends OlderQuestion {
  readonly question: SentQuestion | null
}

/**
 * Updates stored questions to what the present reader reads in their JSON. A change by reading alone is no change at
 * ClassMarker: no version is kept, nothing becomes a conflict, and what is edited here stays upon the same question.
 * Of categories no JSON is kept: the tree comes as a whole with each pull.
 */
export function bankRereading(db: Database) {
  const { tables, versionOf } = sentBank(db)
  const older = db.prepare<[number], OlderQuestion>(
    `SELECT id, raw FROM bank_question WHERE reader < ${bankReader} AND raw IS NOT NULL ORDER BY id LIMIT ?`,
  )
  const readerOf = db.prepare<[number], number | null>('SELECT reader FROM bank_question WHERE id = ?').pluck()
  const noteRead = db.prepare<[number]>(`UPDATE bank_question SET reader = ${bankReader} WHERE id = ?`)
  const update = db.prepare<[string, number | null, number | null, string | null, number]>(
    `UPDATE bank_question SET sent = ?, sent_category = ?, last_updated = ?, status = ?, reader = ${bankReader}
     WHERE id = ?`,
  )
  const changeDraft = db.prepare<[string, number]>('UPDATE bank_draft SET content = ? WHERE question = ?')

  /** Lets what is edited here follow in what was not edited. */
  function followDraft(before: QuestionRow, after: QuestionRow): void {
    const draft = tables.draft.get(before.id)
    const edit = tables.editOfQuestion.get(before.id)
    // What may have arrived is looked for as it was sent.
    if (draft === undefined || before.sent === null || after.sent === null || (edit && mayHaveArrived(edit))) return
    const followed = followedContent(contentIn(draft.content), contentIn(before.sent), contentIn(after.sent))
    changeDraft.run(storedContent(followed), before.id)
    if (draft.upon === versionOf(before)) tables.setUpon.run(versionOf(after), before.id)
    const base = storedBase(after)
    if (edit?.base != null && base !== null && edit.base === storedBase(before)) tables.setBase.run(base, edit.id)
  }

  /** @returns whether anything that is told changed */
  function apply({ id, raw, question }: RereadQuestion): boolean {
    const before = tables.question.get(id)
    // Since it was looked up, a pull replaced or something removed it.
    if (before === undefined || before.raw !== raw || (readerOf.get(id) ?? bankReader) >= bankReader) return false
    if (question === null || question.questionId !== before.questionId) {
      noteRead.run(id)
      return false
    }
    const { categoryId, lastUpdated, status } = question
    update.run(storedContent(question.content), categoryId, lastUpdated, status, id)
    const after = tables.question.get(id)
    if (after === undefined) return false
    followDraft(before, after)
    return before.sent !== after.sent || before.sentCategory !== after.sentCategory || before.status !== after.status
  }

  return {
    /** Up to `most` questions that older readers read. */
    bankQuestionsReadBefore: (most: number): OlderQuestion[] => older.all(most),
    /** @returns how many changed */
    applyBankReread: (read: readonly RereadQuestion[]): number =>
      db.transaction(() => read.filter((each) => apply(each)).length).immediate(),
  }
}

/** Fields that mean something only together. */
const together: readonly (readonly (keyof QuestionContent)[])[] = [
  ['type', 'options', 'correct', 'gradeStyle'],
  ['question'],
  ['points'],
  ['randomAnswers'],
  ['correctFeedback'],
  ['incorrectFeedback'],
]

/** What was edited as it is, and the rest as ClassMarker's question is read now. */
function followedContent(mine: QuestionContent, before: QuestionContent, after: QuestionContent): QuestionContent {
  const kept = together.filter((fields) =>
    fields.some((field) => JSON.stringify(mine[field]) !== JSON.stringify(before[field])),
  )
  return { ...after, ...Object.fromEntries(kept.flat().map((field) => [field, mine[field]])) }
}
