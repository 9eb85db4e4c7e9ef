import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Notice.module.css'

interface NoticeProps {
  readonly icon: LucideIcon
  readonly words: string
  /** What can be done about it. */
  readonly children?: ReactNode
}

/** One calm line across the top of a screen: something that should be known before it is too late. */
export const Notice = ({ icon: Icon, words, children }: NoticeProps) => (
  <div className={styles.notice}>
    <Icon aria-hidden />
    <p className={styles.words}>{words}</p>
    {children}
  </div>
)
