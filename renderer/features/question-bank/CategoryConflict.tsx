import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankCategory } from '../../../shared/model/bank.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { useBankFacts } from './bank.ts'
import { closeBankDialog, openBankDialog, resolveConflict } from './bank-actions.ts'
import { timeFor } from './bank-words.ts'
import { CategoryDialog } from './CategoryDialog.tsx'
import { ComparedRow, ComparedTable, TextValues } from './ComparedTable.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'

/** A category as it was edited here beside what ClassMarker has, or a new one beside the one there of its name. */
export function CategoryConflict({ category }: { readonly category: BankCategory }) {
  const categories = useBankFacts((state) => state.categories)
  const { atService } = category
  if (atService === null) return null
  const nameOf = (parent: number | null) => categories.find(({ id }) => id === parent)?.name ?? ''
  const twin = categories.find(({ id }) => id === atService.twin)
  const field = (words: string, one: string, other: string) => (
    <ComparedRow name={words} differs={one !== other}>
      <TextValues one={one} other={other} />
    </ComparedRow>
  )
  return (
    <ConflictDialog
      lead={t(atService.twin === null ? 'bank.categories.clash.lead' : 'bank.categories.clash.twinLead')}
      cost={t(atService.twin === null ? 'bank.categories.clash.cost' : 'bank.categories.clash.twinCost', {
        time: timeFor(2),
      })}
      onChoose={(keep) => void resolveConflict('category', category.id, keep, atService.version)}
      instead={
        atService.twin === null
          ? undefined
          : {
              words: t('bank.categories.clash.rename'),
              run: () => openBankDialog({ kind: 'rename-category', category }),
            }
      }
    >
      <ComparedTable names={[t('bank.compare.mine'), t('bank.compare.theirs')]}>
        {field(t('bank.categories.name'), category.name, atService.name)}
        {category.parent !== null &&
          field(t('bank.categories.parent'), nameOf(category.parent), nameOf(atService.parent))}
        {twin !== undefined && (
          <ComparedRow name={t('bank.title')} differs={false}>
            <td>{wholeNumber(category.questions)}</td>
            <td>{wholeNumber(twin.questions)}</td>
          </ComparedRow>
        )}
      </ComparedTable>
    </ConflictDialog>
  )
}

interface RenameProps {
  readonly account: AccountSummary
  readonly category: BankCategory
}

/** Another name for a new category whose name is there already. */
export const RenameClashing = ({ account, category }: RenameProps) => (
  <CategoryDialog account={account} asked={{ kind: 'rename', category }} onClose={closeBankDialog} />
)
