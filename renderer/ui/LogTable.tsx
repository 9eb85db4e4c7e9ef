import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './LogTable.module.css'

export interface LogColumn {
  readonly words: string
  readonly end?: boolean
  /** Leaves a narrow window; `last` leaves only the narrowest. */
  readonly leaves?: boolean | 'last'
  /** Takes the remaining width. */
  readonly wide?: boolean
  /** Shows the column's words to screen readers only, above buttons. */
  readonly hidden?: boolean
}

interface LogTableProps {
  readonly label: string
  readonly columns: readonly LogColumn[]
  /** The header of the column of marks; null where rows have no marks. */
  readonly marks?: string | null
  readonly children: ReactNode
}

/** A plain table of events, newest first; its header stays in view. */
export function LogTable({ label, columns, marks = null, children }: LogTableProps) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {marks !== null && (
            <th scope="col" className={styles.mark}>
              <span className="visually-hidden">{marks}</span>
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

/** The first cell of a row in a table with marks. */
export const MarkCell = ({ children }: { readonly children: ReactNode }) => <td className={styles.mark}>{children}</td>

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
