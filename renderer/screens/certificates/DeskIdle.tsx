import { t } from '../../i18n.ts'
import { useCertificateCount } from '../../state/certificate-count.ts'
import styles from './DeskIdle.module.css'
import { NoCertificates } from './NoCertificates.tsx'

/** Before anything is typed: how to ask, and how much there is to look through. */
export function DeskIdle() {
  const total = useCertificateCount((state) => state.total)
  if (total === 0) return <NoCertificates />
  return (
    <div className={styles.idle}>
      <p>{t('certificates.desk.hint')}</p>
      {total !== null && <p>{t('certificates.desk.here', { count: total })}</p>}
    </div>
  )
}
