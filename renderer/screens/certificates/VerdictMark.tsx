import { BadgeCheck, CalendarX, PenLine } from 'lucide-react'
import type { Verdict } from '../../format/certificate-words.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './VerdictMark.module.css'

const icons = { real: BadgeCheck, provisional: PenLine, expired: CalendarX } as const

/** What can be said of a certificate: words first, an icon and a colour beside them. */
export function VerdictMark({ verdict, words }: { verdict: Verdict; words: string }) {
  const Icon = icons[verdict]
  return (
    <span className={classNames(styles.verdict, styles[verdict])}>
      <Icon aria-hidden />
      {words}
    </span>
  )
}
