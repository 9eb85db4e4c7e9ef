import { FlaskConical } from 'lucide-react'
import type { AccountSummary } from '../../shared/model/account.ts'
import { initials } from '../format/names.ts'
import { classNames } from '../styles/class-names.ts'
import styles from './AccountMark.module.css'

interface AccountMarkProps {
  readonly account: Pick<AccountSummary, 'name' | 'colour' | 'sample' | 'archived'>
  readonly size?: 'badge' | 'row'
  /** Whether the account's name is read out; where it stands beside the mark, it need not be. */
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
