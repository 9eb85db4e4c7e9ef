import type { ReactNode } from 'react'
import { useMediaQuery } from '../media-query.ts'
import styles from './Screen.module.css'

interface ScreenProps {
  readonly children: ReactNode
  /** What stands beside it, or over it in a narrow window; nothing where none is open. */
  readonly panel?: ReactNode
}

/** A screen, or a part that fills one, with room for a panel. Beneath a panel that covers it nothing can be reached. */
export function Screen({ children, panel }: ScreenProps) {
  const covered = useMediaQuery('(max-width: 1099px)')
  return (
    <div className={styles.screen}>
      <div className={styles.page} inert={Boolean(panel) && covered}>
        {children}
      </div>
      {panel}
    </div>
  )
}

interface ScreenHeadProps {
  readonly title: string
  /** What takes the room between the title and the buttons. */
  readonly between?: ReactNode
  /** What can be done with all that the screen shows. */
  readonly children?: ReactNode
}

/** The first line of a screen: its title, and buttons at its end. */
export const ScreenHead = ({ title, between, children }: ScreenHeadProps) => (
  <div className={styles.head} data-region="toolbar">
    <h1 className={styles.title}>{title}</h1>
    {between ?? <span className={styles.room} />}
    {children}
  </div>
)

/** What stands in place of a screen's content until it is read. */
export const ScreenLoading = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles.loading}>{children}</p>
)
