import type { ReactNode } from 'react'
import styles from './NothingHere.module.css'

interface NothingHereProps {
  readonly title: string
  readonly text: string
  /** A second sentence: what there would be. */
  readonly more?: string
  /** What to do about it. */
  readonly children?: ReactNode
}

/** In place of rows: that there are none, why, and the one thing to do about it. */
export const NothingHere = ({ title, text, more, children }: NothingHereProps) => (
  <div className={styles.nothing}>
    <h2>{title}</h2>
    <p>{text}</p>
    {more !== undefined && <p>{more}</p>}
    {children && <div className={styles.actions}>{children}</div>}
  </div>
)
