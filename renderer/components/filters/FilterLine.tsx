import type { ReactNode } from 'react'
import { FilterBar } from './FilterBar.tsx'
import styles from './FilterLine.module.css'

/**
 * Search, filters, and what they leave, in one line; in a narrow window the filters have the line below to themselves.
 * However many filters there are, it takes the same height, and the grid below stays where it is.
 */
export function FilterLine({ search, count }: { search: ReactNode; count: ReactNode }) {
  return (
    <div className={styles.line}>
      {search}
      <div className={styles.filters}>
        <FilterBar />
      </div>
      <div className={styles.count}>{count}</div>
    </div>
  )
}
