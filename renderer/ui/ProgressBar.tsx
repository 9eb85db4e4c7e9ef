import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  readonly label: string
  readonly value: number
  /** Null while the whole is unknown. */
  readonly total: number | null
}

/** A thin bar that fills; while the whole is unknown it is faint over its full length. */
export function ProgressBar({ label, value, total }: ProgressBarProps) {
  const share = total !== null && total > 0 ? Math.min(1, value / total) : null
  return (
    <AriaProgressBar
      aria-label={label}
      className={styles.track ?? ''}
      isIndeterminate={share === null}
      value={(share ?? 0) * 100}
    >
      <div className={share === null ? styles.unknown : styles.fill} style={{ width: `${(share ?? 1) * 100}%` }} />
    </AriaProgressBar>
  )
}
