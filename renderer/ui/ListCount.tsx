import type { ReactNode } from 'react'
import { classNames } from '../styles/class-names.ts'
import styles from './ListCount.module.css'

interface ListCountProps {
  /** Not known yet: it keeps its room and says nothing. */
  readonly pending?: boolean
  readonly children: ReactNode
}

/** At the end of the line above a list: how many rows there are, or how many of them are selected. */
export const ListCount = ({ pending = false, children }: ListCountProps) => (
  <p className={classNames(styles.count, pending && styles.pending)}>{children}</p>
)
