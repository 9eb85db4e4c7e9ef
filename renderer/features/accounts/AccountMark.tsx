import { FlaskConical } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useRowAccount } from '../../app/accounts.ts'
import { initials } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { MarkCell } from '../../ui/LogTable.tsx'
import styles from './AccountMark.module.css'

interface AccountMarkProps {
  readonly account: Pick<AccountSummary, 'name' | 'colour' | 'sample' | 'archived'>
  readonly size?: 'badge' | 'row'
  /** Whether the account's name is read out; not needed where the name stands beside the mark. */
  readonly named?: boolean
}

/** An account's letters on its colour: beside its name, and small on rows of several accounts. */
export function AccountMark({ account, size = 'badge', named = false }: AccountMarkProps) {
  return (
    <span
      className={classNames(styles.mark, size === 'row' && styles.small, account.archived && styles.archived)}
      data-account-colour={account.colour}
      title={named ? account.name : undefined}
    >
      <span aria-hidden>{account.sample ? <FlaskConical /> : initials(account.name)}</span>
      {named && <span className="visually-hidden">{account.name}</span>}
    </span>
  )
}

/** The header of a log's column of marks while several accounts are looked at; else null. */
export const useAccountMarks = (): string | null => (useRowAccount() === null ? null : t('activity.account'))

/** The first cell of a row while several accounts are looked at: the account's mark. */
export function AccountCell({ accountId }: { accountId: string }) {
  const accountOf = useRowAccount()
  if (accountOf === null) return null
  const account = accountOf(accountId)
  return <MarkCell>{account && <AccountMark account={account} size="row" named />}</MarkCell>
}
