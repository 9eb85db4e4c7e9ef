import type { Database } from 'better-sqlite3'
import type { BankEditKind, BankState } from '../../../shared/model/bank.ts'
import type { SentCategory } from '../../../shared/model/bank-sent.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

/** The version of the reader of ClassMarker's questions: those that an older one read are read again from `raw`. */
export const bankReader = 1

export interface QuestionRow {
  readonly id: number
  readonly account: string
  readonly questionId: string | null
  readonly sent: string | null
  readonly sentCategory: number | null
  readonly lastUpdated: number | null
  readonly status: string | null
  readonly raw: string | null
  readonly gone: 0 | 1
}

export interface DraftRow {
  readonly content: string
  readonly category: number | null
  readonly changedAt: number
  readonly wanted: 0 | 1
  /** What ClassMarker had when it was written, as `digestOf` names it; null where it had nothing. */
  readonly upon: string | null
}

export interface EditRow {
  readonly id: number
  readonly account: string
  readonly kind: BankEditKind
  readonly question: number | null
  readonly category: number | null
  readonly queuedAt: number
  readonly state: 'waiting' | 'sending' | 'refused' | 'conflict' | 'held'
  readonly refusal: string | null
  readonly inDoubt: 0 | 1
  readonly base: string | null
  readonly sent: string | null
}

export interface CategoryRow {
  readonly id: number
  readonly account: string
  readonly isParent: 0 | 1
  readonly parent: number | null
  readonly name: string
  readonly serviceId: number | null
  readonly sentName: string | null
  readonly sentParent: number | null
  readonly gone: 0 | 1
}

const editColumns = `bank_edit.id, bank_edit.account_id AS account, kind, question, category, queued_at AS queuedAt,
  state, refusal, in_doubt AS inDoubt, base, bank_edit.sent`
const categoryColumns = `id, account_id AS account, is_parent AS isParent, parent_id AS parent, name,
  service_id AS serviceId, sent_name AS sentName, sent_parent AS sentParent, gone`
const questionColumns = `id, account_id AS account, question_id AS questionId, sent, sent_category AS sentCategory,
  last_updated AS lastUpdated, status, raw, gone`

/** Reads and writes the rows of the bank, one at a time. */
export function bankTables(db: Database) {
  const removeEdit = db.prepare<[number]>('DELETE FROM bank_edit WHERE id = ?')
  const removeDraft = db.prepare<[number]>('DELETE FROM bank_draft WHERE question = ?')
  return {
    /** The accounts of which the bank is shown where none are named. */
    accountsHere: db.prepare<[], string>('SELECT id FROM account WHERE archived = 0 ORDER BY created_at, id').pluck(),
    question: db.prepare<[number], QuestionRow>(`SELECT ${questionColumns} FROM bank_question WHERE id = ?`),
    questionNumbered: db.prepare<[string, string], QuestionRow>(
      `SELECT ${questionColumns} FROM bank_question WHERE account_id = ? AND question_id = ?`,
    ),
    insertQuestion: db.prepare<[string]>('INSERT INTO bank_question (account_id) VALUES (?)'),
    removeQuestion: db.prepare<[number]>('DELETE FROM bank_question WHERE id = ?'),
    draft: db.prepare<[number], DraftRow>(
      'SELECT content, category, changed_at AS changedAt, wanted, upon FROM bank_draft WHERE question = ?',
    ),
    writeDraft: db.prepare<[number, string, number | null, UnixSeconds, 0 | 1, string | null]>(
      `INSERT INTO bank_draft (question, content, category, changed_at, wanted, upon) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET content = excluded.content, category = excluded.category,
         changed_at = excluded.changed_at, wanted = excluded.wanted, upon = excluded.upon`,
    ),
    setUpon: db.prepare<[string | null, number]>('UPDATE bank_draft SET upon = ? WHERE question = ?'),
    removeDraft,
    edit: db.prepare<[number], EditRow>(`SELECT ${editColumns} FROM bank_edit WHERE id = ?`),
    editOfQuestion: db.prepare<[number], EditRow>(`SELECT ${editColumns} FROM bank_edit WHERE question = ?`),
    editOfCategory: db.prepare<[number], EditRow>(`SELECT ${editColumns} FROM bank_edit WHERE category = ?`),
    editsOf: db.prepare<[string], EditRow>(`SELECT ${editColumns} FROM bank_edit WHERE account_id = ? ORDER BY id`),
    queueQuestion: db.prepare<[string, BankEditKind, number, UnixSeconds, string | null]>(
      `INSERT INTO bank_edit (account_id, kind, question, queued_at, state, base) VALUES (?, ?, ?, ?, 'waiting', ?)`,
    ),
    queueCategory: db.prepare<[string, BankEditKind, number, UnixSeconds, string | null]>(
      `INSERT INTO bank_edit (account_id, kind, category, queued_at, state, base) VALUES (?, ?, ?, ?, 'waiting', ?)`,
    ),
    release: db.prepare<[number]>(`UPDATE bank_edit SET state = 'waiting', refusal = NULL WHERE id = ?`),
    stop: db.prepare<[number]>(
      `UPDATE bank_edit SET state = 'conflict', refusal = NULL, in_doubt = 0, sent = NULL WHERE id = ?`,
    ),
    /** Makes of an edit one that was not sent yet. */
    turn: db.prepare<[BankEditKind, string | null, number]>(
      `UPDATE bank_edit SET kind = ?, base = ?, state = 'waiting', refusal = NULL, in_doubt = 0, sent = NULL WHERE id = ?`,
    ),
    setBase: db.prepare<[string, number]>('UPDATE bank_edit SET base = ? WHERE id = ?'),
    removeEdit,
    category: db.prepare<[number], CategoryRow>(`SELECT ${categoryColumns} FROM bank_category WHERE id = ?`),
    categoriesOf: db.prepare<[string], CategoryRow>(
      `SELECT ${categoryColumns} FROM bank_category WHERE account_id = ? ORDER BY id`,
    ),
    categoryNumbered: db.prepare<[string, 0 | 1, number], CategoryRow>(
      `SELECT ${categoryColumns} FROM bank_category WHERE account_id = ? AND is_parent = ? AND service_id = ?`,
    ),
    insertCategory: db.prepare<[string, 0 | 1, number | null, string]>(
      'INSERT INTO bank_category (account_id, is_parent, parent_id, name) VALUES (?, ?, ?, ?)',
    ),
    /** Makes a question as ClassMarker has it again. */
    dropEdit: (question: number, edit: EditRow | undefined): void => {
      if (edit !== undefined) removeEdit.run(edit.id)
      removeDraft.run(question)
    },
  }
}

export type BankTables = ReturnType<typeof bankTables>

/** Whether an edit may be at ClassMarker already: it is neither dropped nor replaced before that is known. */
export const mayHaveArrived = (edit: Pick<EditRow, 'state' | 'inDoubt'>): boolean =>
  edit.state === 'sending' || (edit.inDoubt === 1 && edit.state !== 'held')

/** What a question's or a category's rows come to. */
export function stateOf(
  { serviceId, gone, hasDraft }: { serviceId: unknown; gone: 0 | 1; hasDraft: boolean },
  edit: Pick<EditRow, 'kind' | 'state'> | null,
): BankState {
  if (edit !== null) {
    if (edit.state === 'refused' || edit.state === 'conflict') return edit.state
    return edit.kind.startsWith('add-') ? 'waiting-add' : 'waiting-change'
  }
  if (hasDraft || serviceId === null) return 'here-only'
  return gone === 1 ? 'gone' : 'kept'
}

/** ClassMarker's question when it was edited, as it is stored beside the edit. */
export const storedBase = ({
  lastUpdated,
  sent,
  sentCategory,
}: Pick<QuestionRow, 'lastUpdated' | 'sent' | 'sentCategory'>): string | null =>
  sent === null ? null : JSON.stringify({ lastUpdated, content: JSON.parse(sent), categoryId: sentCategory })

/** ClassMarker's category when it was edited, as it is stored beside the edit. */
export const storedCategoryBase = ({ name, parentId }: Omit<SentCategory, 'id'>): string =>
  JSON.stringify({ name, parentId })
