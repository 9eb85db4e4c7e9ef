import type { ResultChange } from '../../shared/model/activity.ts'
import { changeWords } from '../format/change-words.ts'
import { t } from '../i18n.ts'
import styles from './ChangeLine.module.css'

/** "Score 62.0% → 71.5%", the new value standing out. */
export function ChangeLine({ change, zone }: { change: ResultChange; zone: string }) {
  const { field, before, after } = changeWords(change, zone)
  if (before === null || after === null) return <>{t('change.linkChanged', { field })}</>
  return (
    <>
      <span className={styles.field}>{field}</span> {before} <span aria-hidden>→</span>{' '}
      <span className="visually-hidden">{t('change.to')} </span>
      <span className={styles.after}>{after}</span>
    </>
  )
}
