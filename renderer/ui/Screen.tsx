import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMediaQuery } from './measure.ts'
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
    <ScreenTitle>{title}</ScreenTitle>
    {between ?? <span className={styles.room} />}
    {children}
  </div>
)

/** The name of a screen. */
export const ScreenTitle = ({ children }: { readonly children: ReactNode }) => (
  <h1 className={styles.title}>{children}</h1>
)

/** What stands in place of a screen's content until it is read. */
export const ScreenLoading = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles.loading}>{children}</p>
)

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

/** One part of the settings, its title at the side. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      <div className={styles.sectionBody}>{children}</div>
    </section>
  )
}
