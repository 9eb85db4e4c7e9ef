import { useMemo } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isHeadingRow, proposedFor, questionColumns } from '../../../shared/model/question-columns.ts'
import { columnLetter, type OpenedTable } from '../../../shared/model/table.ts'
import { t } from '../../format/words.ts'
import { type ChosenTable, TableChoice, type WantedColumn } from '../tables/index.ts'
import bank from './Bank.module.css'
import { closeBankDialog } from './bank-actions.ts'
import { useQuestionImport } from './question-import.ts'

type Wanted = (typeof questionColumns)[number] | `option ${number}`

/** Options are columns of their own: as many are offered as the table may have. */
const mostOffered = 10

/** Asks which column of a table holds what: its headings propose it, and nothing is read before it is agreed to. */
export function ColumnsChoice({ account, table }: { readonly account: AccountSummary; readonly table: OpenedTable }) {
  const wanted = useMemo(() => wantedFor(table.columns.length), [table])
  const read = async ({ id, withFirstRow, choice }: ChosenTable<Wanted>) => {
    const options = Object.entries(choice).flatMap(([wish, at]) =>
      wish.startsWith('option ') && at !== null ? [at] : [],
    )
    const { question, ...others } = Object.fromEntries(questionColumns.map((each) => [each, choice[each]])) as Record<
      (typeof questionColumns)[number],
      number | null
    >
    const columns = { ...others, question: question ?? 0, options: options.toSorted((one, other) => one - other) }
    await useQuestionImport.getState().readTable(account.id, { id, withFirstRow, columns })
  }
  return (
    <>
      <p className={bank.dim}>{t('bank.import.whichColumns')}</p>
      <TableChoice columns={wanted} given={table} isHeader={isHeadingRow} onChosen={read} onClose={closeBankDialog} />
    </>
  )
}

function wantedFor(columns: number): readonly WantedColumn<Wanted>[] {
  const options = Array.from({ length: Math.min(mostOffered, Math.max(4, columns - 1)) }, (_, at) => at + 1)
  const own = (id: (typeof questionColumns)[number]): WantedColumn<Wanted> => ({
    id,
    label: t(`bank.import.columns.${id}`),
    required: id === 'question',
    isHeading: (heading) => proposedFor(heading) === id,
  })
  const [first, ...others] = questionColumns
  return [
    own(first),
    ...options.map(
      (number): WantedColumn<Wanted> => ({
        id: `option ${number}`,
        label: t('bank.import.columns.option', { letter: columnLetter(number - 1) }),
        required: false,
        isHeading: (heading) => proposedFor(heading) === 'options',
      }),
    ),
    ...others.map(own),
  ]
}
