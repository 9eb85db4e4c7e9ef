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
import { classNames } from '../../ui/class-names.ts'
import { LongText } from '../../ui/LongText.tsx'
import { typedPart, type Verdict } from '../certificate-files/index.ts'
import styles from './serial-marks.module.css'

/** A serial with the typed part marked; unmarked when something else was typed. */
export function MarkedSerial({ serial, typed, large = false }: { serial: string; typed: string; large?: boolean }) {
  const parts = typedPart(serial, typed)
  return (
    <span className={classNames(styles.serial, large && styles.large)}>
      {parts === null ? (
        <LongText text={serial} />
      ) : (
        <>
          {parts[0]}
          <mark className={styles.mark}>{parts[1]}</mark>
          {parts[2]}
        </>
      )}
    </span>
  )
}

// Only a passed test gets the tick.
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

/** A certificate's verdict: words first, with an icon and a colour. */
export function VerdictMark({ verdict, words }: { verdict: Verdict; words: string }) {
  const Icon = icons[verdict]
  return (
    <span className={classNames(styles.verdict, styles[verdict])}>
      <Icon aria-hidden />
      {words}
    </span>
  )
}
