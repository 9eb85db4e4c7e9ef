import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { FailedDownload } from '../../../shared/model/certificate.ts'
import { errorWords } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import styles from './FailedDownloads.module.css'

/** As many names as are read under one reason. */
const named = 3

/** What could not be downloaded, by reason, each as a sentence and whom it concerns. */
export function FailedDownloads({ failed }: { failed: readonly FailedDownload[] }) {
  const byReason = [...Map.groupBy(failed, ({ code }) => code)]
  return (
    <ul className={styles.reasons} aria-label={t('certificates.download.reasons')}>
      {byReason.map(([code, those]) => {
        const words = errorWords(rebuildError({ code, detail: {} } as SerialisedError), systemZone)
        return (
          <li key={code}>
            <span className={styles.what}>{words.what}</span> {words.todo}
            <p className={styles.whose}>
              {those
                .slice(0, named)
                .map(({ student, testName }) => `${student || t('results.noName')}, ${testName}`)
                .join(' · ')}
              {those.length > named && ` · ${t('certificates.download.moreFailed', { count: those.length - named })}`}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
