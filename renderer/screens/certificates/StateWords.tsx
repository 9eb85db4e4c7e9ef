import { CalendarCheck, CalendarClock, CalendarX, Repeat } from 'lucide-react'
import type { RenewalState } from '../../../shared/model/certificate.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './StateWords.module.css'

const icons = { expired: CalendarX, due: CalendarClock, valid: CalendarCheck, renewed: Repeat } as const

interface StateWordsProps {
  readonly state: RenewalState
  readonly words: string
  /** Whether it was issued though the test was not passed. */
  readonly notPassed: boolean
}

/** How a certificate stands, as a word with an icon; colour only underlines it. */
export function StateWords({ state, words, notPassed }: StateWordsProps) {
  const Icon = icons[state]
  return (
    <span className={classNames(styles.state, styles[state], notPassed && styles.notPassed)}>
      <Icon aria-hidden />
      {words}
    </span>
  )
}
