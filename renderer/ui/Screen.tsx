import { ChevronDown, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { usePanelCovers } from './measure.ts'
import styles from './Screen.module.css'

interface ScreenProps {
  readonly children: ReactNode
  /** Shown beside the screen, or over it in a narrow window; absent while no panel is open. */
  readonly panel?: ReactNode
}

/** A screen, or a part that fills one, with room for a panel. A panel that covers the screen makes it unreachable. */
export function Screen({ children, panel }: ScreenProps) {
  const covered = usePanelCovers()
  return (
    <div className={styles.screen} data-panel-covers={covered || undefined}>
      <div className={styles.page} inert={Boolean(panel) && covered}>
        {children}
      </div>
      {panel}
    </div>
  )
}

interface ScreenHeadProps {
  readonly title: string
  /** Takes the room between the title and the buttons. */
  readonly between?: ReactNode
  /** Buttons for everything the screen shows. */
  readonly children?: ReactNode
}

/** The first line of a screen: its title, with buttons at the end. */
export const ScreenHead = ({ title, between, children }: ScreenHeadProps) => (
  <div className={styles.head} data-region="toolbar">
    <ScreenTitle>{title}</ScreenTitle>
    {between ?? <span className={styles.room} />}
    {children}
  </div>
)

/** The heading with the screen's name. */
export const ScreenTitle = ({ children }: { readonly children: ReactNode }) => (
  <h1 className={styles.title}>{children}</h1>
)

/** Before the title of a page: the screen it lies in, which a press goes back to. */
export const ScreenCrumb = ({ children, onPress }: { readonly children: string; onPress(): void }) => (
  <Button className={styles.crumb ?? ''} onPress={onPress}>
    {children} <span aria-hidden>›</span>
  </Button>
)

/** Beside the title: opens the menu of what the screen can show under a name. */
export const TitleMenuButton = ({ label }: { readonly label: string }) => (
  <Button className={styles.titleMenu ?? ''} aria-label={label}>
    <ChevronDown aria-hidden />
  </Button>
)

/** Stands in for a screen's content until it is read. */
export const ScreenLoading = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles.loading}>{children}</p>
)

interface NothingHereProps {
  readonly title: string
  readonly text: string
  /** A second sentence: what would be shown here. */
  readonly more?: string
  /** Buttons that lead on from here. */
  readonly children?: ReactNode
}

/** Shown where there are no rows: says so, says why, and offers the one thing to do about it. */
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
  /** Buttons that act on the notice. */
  readonly children?: ReactNode
}

/** One calm line across the top of a screen, with a warning that should be seen before it is too late. */
export const Notice = ({ icon: Icon, words, children }: NoticeProps) => (
  <div className={styles.notice}>
    <Icon aria-hidden />
    <p className={styles.words}>{words}</p>
    {children}
  </div>
)

/** One part of the settings, with its title at the side. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      <div className={styles.sectionBody}>{children}</div>
    </section>
  )
}
