import type { ResultRow } from '../../shared/model/results-view.ts'
import { t } from '../i18n.ts'
import styles from './OutcomeWords.module.css'

type Judged = Pick<ResultRow, 'outcome' | 'requiresGrading' | 'survey'>

/** What came of an attempt, in a word. */
export const outcomeWords = ({ outcome, requiresGrading, survey }: Judged): string =>
  t(`results.outcome.${requiresGrading ? 'toGrade' : survey ? 'survey' : outcome}`)

/** What came of an attempt, always in words; colour only underlines them. */
export function OutcomeWords({ result }: { result: Judged }) {
  const { outcome, requiresGrading, survey } = result
  const notPassed = outcome === 'not-passed' && !survey
  const look = requiresGrading ? styles.toGrade : notPassed ? styles.notPassed : styles.dim
  return <span className={look}>{outcomeWords(result)}</span>
}
