import type { Database } from 'better-sqlite3'
import type { StoreApi } from '../../../electron/store/store-api.ts'
import type { QuestionContent, QuestionDraft } from '../../../shared/model/bank.ts'
import type { SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon } from './laptop-database.ts'

export const contentOf = (question: string, over: Partial<QuestionContent> = {}): QuestionContent => ({
  type: 'multiplechoice',
  question,
  points: 10,
  randomAnswers: false,
  options: [
    { letter: 'A', content: 'Yes' },
    { letter: 'B', content: 'No' },
  ],
  correct: ['A'],
  gradeStyle: null,
  correctFeedback: null,
  incorrectFeedback: null,
  ...over,
})

export const sentQuestion = (id: number, content: QuestionContent, over: Partial<SentQuestion> = {}): SentQuestion => ({
  questionId: String(id),
  content,
  categoryId: 2,
  lastUpdated: unixSeconds(1_700_000_000 + id),
  status: 'active',
  raw: JSON.stringify({ question_id: id, question: content.question }),
  ...over,
})

/** A parent, Science, with the categories Physics and Chemistry. */
export const tree: readonly SentCategory[] = [
  { parentId: null, id: 1, name: 'Science' },
  { parentId: 1, id: 2, name: 'Physics' },
  { parentId: 1, id: 3, name: 'Chemistry' },
]

/** Reads these questions as a whole bank. */
export function pull(calls: StoreApi, questions: readonly SentQuestion[], at = noon, account = 'a') {
  const id = calls.beginBankPull(account, at)
  const kept = calls.keepBankPage(account, id, questions, at)
  return { ...kept, ...calls.endBankPull(account, id, at) }
}

/** The id here of a question by ClassMarker's number. */
export const idOf = (db: Database, questionId: number): number =>
  db.prepare<[string], number>('SELECT id FROM bank_question WHERE question_id = ?').pluck().get(String(questionId)) ??
  0

/** The id here of a category by its name. */
export const categoryNamed = (calls: StoreApi, name: string): number =>
  calls.bankCategories(['a']).find((each) => each.name === name)?.id ?? 0

export const draftOf = (content: QuestionContent, category: number | null): QuestionDraft => ({ ...content, category })
