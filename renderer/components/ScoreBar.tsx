import { fromTenths } from '../../shared/model/percent.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { percentFigure } from '../format/numbers.ts'
import { t } from '../i18n.ts'
import { classNames } from '../styles/class-names.ts'
import styles from './ScoreBar.module.css'

type Scored = Pick<ResultRow, 'percentage' | 'passMark' | 'outcome' | 'requiresGrading' | 'survey'>

const percent = (tenths: number): string => `${Math.min(100, Math.max(0, tenths / 10))}%`

/** A score as a bar with a tick at the pass mark, and as a figure with one decimal. A survey has no score. */
export function ScoreBar({ result }: { result: Scored }) {
  if (result.survey) return null
  const { percentage, passMark, outcome } = result
  if (percentage === null) return <span className={styles.figure}>{t('results.unknown')}</span>
  const look =
    result.requiresGrading || outcome === 'none' ? styles.open : outcome === 'passed' ? styles.passed : styles.not
  return (
    <>
      <span className={styles.bar} aria-hidden>
        <span className={styles.track}>
          <span className={classNames(styles.fill, look)} style={{ width: percent(percentage) }} />
        </span>
        {passMark !== null && fromTenths(passMark) > 0 && (
          <span className={styles.tick} style={{ left: percent(passMark) }} />
        )}
      </span>
      <span className={classNames(styles.figure, look === styles.not && styles.notPassed)}>
        {percentFigure(percentage)}
        <span className={styles.sign}>%</span>
      </span>
    </>
  )
}
