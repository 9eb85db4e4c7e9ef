import { t } from '../../i18n.ts'
import styles from './SyncPill.module.css'

/** The pill of an account with nothing to sync. */
export function PlainPill({ main, aside }: { main: string; aside: string }) {
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <p className={styles.plain}>
        <span className={styles.main}>{main}</span>
        <span className={styles.aside}>{aside}</span>
      </p>
    </section>
  )
}
