import {
  BadgeCheck,
  CalendarX,
  CircleHelp,
  FileText,
  FlaskConical,
  type LucideIcon,
  PenLine,
  TriangleAlert,
} from 'lucide-react'
import type { Verdict } from '../../format/certificate-words.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './VerdictMark.module.css'

// The tick is a passed test's alone.
const icons: Readonly<Record<Verdict, LucideIcon>> = {
  real: BadgeCheck,
  provisional: PenLine,
  'not-passed': TriangleAlert,
  'outcome-unknown': CircleHelp,
  'grading-unknown': CircleHelp,
  expired: CalendarX,
  'no-pass-mark': FileText,
  sample: FlaskConical,
}

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
