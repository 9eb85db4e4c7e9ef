import { BookOpen, Search } from 'lucide-react'
import type { BankRow } from '../../../shared/model/bank.ts'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import type { FindEntry, FindSource } from '../find/index.ts'
import { chooseBankAccount, openBank } from './bank.ts'
import { textOf } from './bank-columns.tsx'
import { bankTypeWords, categoryWords } from './bank-words.ts'

function entryOf(row: BankRow): FindEntry {
  const account = rowAccount(useAccounts.getState())?.(row.account)
  return {
    id: String(row.id),
    words: textOf(row),
    aside: [categoryWords(row), bankTypeWords(row.type), account?.name ?? ''].filter((part) => part !== '').join(' · '),
    icon: BookOpen,
    open: () => {
      chooseBankAccount(row.account)
      openBank({ id: row.id })
    },
  }
}

/** Questions of the bank for Find. */
export const questionFinds: FindSource = {
  id: 'questions',
  title: () => t('bank.title'),
  entries({ text, questions }) {
    if (questions === null) return []
    const { entries, total } = questions
    if (total <= entries.length) return entries.map(entryOf)
    const all: FindEntry = {
      id: 'all',
      words: t('bank.findAll', { count: total }),
      icon: Search,
      open: () => openBank({ search: text.trim() }),
    }
    return [...entries.map(entryOf), all]
  },
}
