import type { ReactNode } from 'react'
import styles from './ListBar.module.css'

/** The line above a list: its search, its filters and how many rows they leave. */
export const ListBar = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.bar} data-region="toolbar">
    {children}
  </div>
)
