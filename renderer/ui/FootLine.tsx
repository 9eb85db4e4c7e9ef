import { CircleDashed, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './FootLine.module.css'
import { ProgressBar } from './ProgressBar.tsx'

interface FootLineProps {
  readonly icon: LucideIcon
  /** Whether it is about what waits; this is marked as at its rows and in the sidebar. */
  readonly waits?: boolean
  readonly words: ReactNode
  /** How far work has come; its `total` is null while the whole is unknown. */
  readonly progress?: { readonly label: string; readonly value: number; readonly total: number | null }
  /** Buttons that act on it. */
  readonly children?: ReactNode
}

/** One line at the foot of a screen: what waits or goes on, and what can be done about it. */
export const FootLine = ({ icon: Icon, waits = false, words, progress, children }: FootLineProps) => (
  <div className={styles.line}>
    <Icon className={waits ? styles.waits : undefined} aria-hidden />
    <p className={styles.words}>{words}</p>
    {progress !== undefined && (
      <span className={styles.progress}>
        <ProgressBar {...progress} />
      </span>
    )}
    {children}
  </div>
)

interface IncompleteNoteProps {
  readonly words: string
  readonly children?: ReactNode
}

/** Above a list: that it is not complete, and why. */
export const IncompleteNote = ({ words, children }: IncompleteNoteProps) => (
  <div className={styles.incomplete} role="note">
    <CircleDashed aria-hidden />
    <p className={styles.words}>{words}</p>
    {children}
  </div>
)
