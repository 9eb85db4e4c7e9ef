import type { ReactNode } from 'react'
import { t } from '../i18n.ts'
import { useRowAccount } from '../state/row-account.ts'
import { classNames } from '../styles/class-names.ts'
import { AccountMark } from './AccountMark.tsx'
import styles from './LogTable.module.css'

export interface LogColumn {
  readonly words: string
  readonly end?: boolean
  /** Leaves a narrow window; `last` only the narrowest. */
  readonly leaves?: boolean | 'last'
  /** Takes the room that is left. */
  readonly wide?: boolean
  /** Shows its words to screen readers only, above buttons. */
  readonly hidden?: boolean
}

interface LogTableProps {
  readonly label: string
  readonly columns: readonly LogColumn[]
  /** Its rows are of one account however many are looked at, so none says which. */
  readonly ofOneAccount?: boolean
  readonly children: ReactNode
}

/** A plain table of what happened, newest first; its head stays in view. */
export function LogTable({ label, columns, ofOneAccount = false, children }: LogTableProps) {
  const several = useRowAccount() !== null && !ofOneAccount
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {several && (
            <th scope="col" className={styles.mark}>
              <span className="visually-hidden">{t('activity.account')}</span>
            </th>
          )}
          {columns.map((column) => (
            <th key={column.words} scope="col" className={cellClass(column)}>
              {column.hidden ? <span className="visually-hidden">{column.words}</span> : column.words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

const cellClass = ({ end = false, leaves = false, wide = false }: Omit<LogColumn, 'words' | 'hidden'>): string =>
  classNames(end && styles.end, leaves && styles[leaves === 'last' ? 'leavesLast' : 'leaves'], wide && styles.wide)

/** The first cell of a row while several accounts are looked at: which one it is of. */
export function AccountCell({ accountId }: { accountId: string }) {
  const accountOf = useRowAccount()
  if (accountOf === null) return null
  const account = accountOf(accountId)
  return <td className={styles.mark}>{account && <AccountMark account={account} size="row" named />}</td>
}

interface CellProps extends Omit<LogColumn, 'words' | 'hidden'> {
  readonly dim?: boolean
  readonly title?: string | undefined
  readonly children: ReactNode
}

export function Cell({ dim = false, title, children, ...place }: CellProps) {
  return (
    <td className={classNames(cellClass(place), dim && styles.dim)} title={title}>
      {children}
    </td>
  )
}
