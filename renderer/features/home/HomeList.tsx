import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { wholeNumber } from '../../format/numbers.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './HomeScreen.module.css'

interface HomeListProps {
  /** The one figure of the column. */
  readonly figure: number
  readonly of: string
  readonly hint: string
  /** Beside the hint, above what stands at the end of the rows. */
  readonly aside?: ReactNode
  readonly region: string
  readonly children?: ReactNode
}

/** A column of Home: a figure, and rows on paper. */
export const HomeList = ({ figure, of, hint, aside, region, children }: HomeListProps) => (
  <section className={styles.column} data-region={region}>
    <h2 className={styles.figure}>
      <b className={classNames(figure === 0 && styles.none)}>{wholeNumber(figure)}</b> {of}
    </h2>
    <p className={styles.hint}>
      <span>{hint}</span>
      {aside}
    </p>
    {children}
  </section>
)

interface HomeRowProps {
  /** A figure or an icon. */
  readonly mark: ReactNode
  readonly title: string
  readonly sentence: string
  readonly aside?: ReactNode
  onOpen(): void
}

/** One line, as a whole a button that opens what it counts. */
export const HomeRow = ({ mark, title, sentence, aside, onOpen }: HomeRowProps) => (
  <li>
    <Button className={styles.row ?? ''} onPress={onOpen}>
      <span className={styles.mark}>{mark}</span>
      <span className={styles.words}>
        <span className={styles.name}>{title}</span>
        <span className={styles.sentence}>{sentence}</span>
      </span>
      {aside}
      <ChevronRight className={styles.chevron} aria-hidden />
    </Button>
  </li>
)
