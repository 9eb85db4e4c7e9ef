import { t } from '../../i18n.ts'
import { FirstFetch } from './FirstFetch.tsx'
import styles from './NoCertificates.module.css'

/** That there are none at all, where they come from, and the first sync where there was none. */
export function NoCertificates() {
  return (
    <div className={styles.none}>
      <h2>{t('certificates.none.title')}</h2>
      <p>{t('certificates.none.text')}</p>
      <FirstFetch />
    </div>
  )
}
