import { isOutcomeUnknown } from '../../../shared/model/result.ts'
import { fromTenths } from '../../../shared/model/result-values.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { percentFigure } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './ScoreBar.module.css'

type Scored = Pick<ResultRow, 'percentage' | 'passMark' | 'outcome' | 'requiresGrading' | 'survey'>

const percent = (tenths: number): string => `${Math.min(100, Math.max(0, tenths / 10))}%`

/** A score as a figure with one decimal and a bar with a tick at the pass mark. A survey has no score. */
export function ScoreBar({ result }: { result: Scored }) {
  if (result.survey) return null
  const { percentage, passMark, outcome } = result
  if (percentage === null) return <span className={styles.figure}>{t('results.unknown')}</span>
  const look = result.requiresGrading || outcome === 'none' ? styles.open : outcome === 'passed' ? null : styles.not
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

type Judged = Pick<ResultRow, 'outcome' | 'passMark' | 'requiresGrading' | 'survey'>

/** The outcome of an attempt, in a word. */
export function outcomeWords(result: Judged): string {
  const { outcome, requiresGrading, survey } = result
  if (requiresGrading) return t('results.outcome.toGrade')
  if (survey) return t('results.outcome.survey')
  const words = isOutcomeUnknown(result) ? t('results.unknown') : t(`results.outcome.${outcome}`)
  return requiresGrading === null ? t('results.gradingUnknown', { outcome: words }) : words
}

/** The outcome of an attempt, always in words; colour only adds emphasis. */
export function OutcomeWords({ result }: { result: Judged }) {
  const { outcome, requiresGrading, survey } = result
  const notPassed = outcome === 'not-passed' && !survey
  const look = requiresGrading ? styles.toGrade : notPassed ? styles.notPassed : styles.dim
  return <span className={look}>{outcomeWords(result)}</span>
}
