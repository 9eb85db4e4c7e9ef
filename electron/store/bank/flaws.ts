import type { QuestionDraft, QuestionFlaw } from '../../../shared/model/bank.ts'
import { flawsOf } from '../../../shared/model/question-rules.ts'
import { contentIn } from './content.ts'
import type { BankTables, DraftRow, QuestionRow } from './tables.ts'

/** What is wrong with a question, beside its row; null for one that has none yet. */
export function flawsIn(
  tables: Pick<BankTables, 'category'>,
  row: Pick<QuestionRow, 'sent'> | null,
  account: string,
  draft: QuestionDraft,
): readonly QuestionFlaw[] {
  const category = draft.category === null ? undefined : tables.category.get(draft.category)
  const flaws = flawsOf(draft, category?.account === account ? [category] : [])
  // ClassMarker changes everything of a question but its type.
  const isOtherType = row?.sent != null && contentIn(row.sent).type !== draft.type
  return isOtherType ? [{ field: 'type', flaw: 'type-read-only' }, ...flaws] : flaws
}

/** Whether a question shall be sent as it is here, and ClassMarker would take it. */
export const isToSend = (
  tables: Pick<BankTables, 'category'>,
  row: Pick<QuestionRow, 'sent' | 'account'>,
  { content, category, wanted }: DraftRow,
): boolean => wanted === 1 && flawsIn(tables, row, row.account, { ...contentIn(content), category }).length === 0
