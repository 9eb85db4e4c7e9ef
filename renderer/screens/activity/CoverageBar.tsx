import type { Gap, Interval } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { shortDate } from '../../format/time.ts'
import styles from './CoverageBar.module.css'

interface CoverageBarProps {
  readonly intervals: readonly Interval[]
  readonly gaps: readonly Gap[]
  readonly now: UnixSeconds
  readonly zone: string
}

/** The same as the words above it, drawn: filled where complete, hatched where something is missing. */
export function CoverageBar({ intervals, gaps, now, zone }: CoverageBarProps) {
  const start = unixSeconds(Math.min(...[...intervals, ...gaps].map(({ from }) => from)))
  const share = (moment: number): number => ((Math.min(moment, now) - start) / Math.max(1, now - start)) * 100
  const span = (from: number, to: number) => ({ left: `${share(from)}%`, width: `${share(to) - share(from)}%` })
  return (
    <div className={styles.bar} aria-hidden>
      <div className={styles.track}>
        {intervals.map(({ from, until }) => (
          <span key={from} className={styles.complete} style={span(from, until)} />
        ))}
        {gaps.map(({ from, to }) => (
          <span key={`${from} ${to}`} className={styles.gap} style={span(from, to)} />
        ))}
      </div>
      <div className={styles.ends}>
        <span>{shortDate(start, now, zone)}</span>
        <span>{shortDate(now, now, zone)}</span>
      </div>
    </div>
  )
}
