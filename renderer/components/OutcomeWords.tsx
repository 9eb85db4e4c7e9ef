import { isOutcomeUnknown } from '../../shared/model/result.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { t } from '../i18n.ts'
import styles from './OutcomeWords.module.css'

type Judged = Pick<ResultRow, 'outcome' | 'passMark' | 'requiresGrading' | 'survey'>

/** What came of an attempt, always in words; colour only underlines them. */
export function OutcomeWords({ result }: { result: Judged }) {
  if (result.requiresGrading) return <span className={styles.toGrade}>{t('results.outcome.toGrade')}</span>
  if (result.survey) return <span className={styles.dim}>{t('results.outcome.survey')}</span>
  const look = result.outcome === 'not-passed' ? styles.notPassed : styles.dim
  const outcome = isOutcomeUnknown(result) ? t('results.unknown') : t(`results.outcome.${result.outcome}`)
  return (
    <span className={look}>{result.requiresGrading === null ? t('results.gradingUnknown', { outcome }) : outcome}</span>
  )
}
