import { AccountMark } from '../../components/AccountMark.tsx'
import { MarkCell } from '../../components/LogTable.tsx'
import { t } from '../../i18n.ts'
import { useRowAccount } from '../../state/row-account.ts'

/** What the marks of a log say, while several accounts are looked at; else null. */
export const useAccountMarks = (): string | null => (useRowAccount() === null ? null : t('activity.account'))

/** The first cell of a row while several accounts are looked at: which one it is of. */
export function AccountCell({ accountId }: { accountId: string }) {
  const accountOf = useRowAccount()
  if (accountOf === null) return null
  const account = accountOf(accountId)
  return <MarkCell>{account && <AccountMark account={account} size="row" named />}</MarkCell>
}
