import { isOutcomeUnknown } from '../../shared/model/result.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { t } from '../i18n.ts'
import styles from './OutcomeWords.module.css'

type Judged = Pick<ResultRow, 'outcome' | 'passMark' | 'requiresGrading' | 'survey'>

/** What came of an attempt, in a word. */
export function outcomeWords(result: Judged): string {
  const { outcome, requiresGrading, survey } = result
  if (requiresGrading) return t('results.outcome.toGrade')
  if (survey) return t('results.outcome.survey')
  const words = isOutcomeUnknown(result) ? t('results.unknown') : t(`results.outcome.${outcome}`)
  return requiresGrading === null ? t('results.gradingUnknown', { outcome: words }) : words
}

/** What came of an attempt, always in words; colour only underlines them. */
export function OutcomeWords({ result }: { result: Judged }) {
  const { outcome, requiresGrading, survey } = result
  const notPassed = outcome === 'not-passed' && !survey
  const look = requiresGrading ? styles.toGrade : notPassed ? styles.notPassed : styles.dim
  return <span className={look}>{outcomeWords(result)}</span>
}
