import type { DatabaseContents } from '../../../shared/model/backup.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import styles from './ContentsPreview.module.css'

interface ContentsPreviewProps {
  readonly contents: DatabaseContents
  /** When the copy was made, where that is known. */
  readonly taken?: string
}

/** What a copy holds, and what restoring it does. */
export function ContentsPreview({ contents: { accounts, results, newestResult }, taken }: ContentsPreviewProps) {
  const now = useClock((state) => state.now)
  return (
    <>
      <dl className={styles.facts}>
        {taken !== undefined && (
          <>
            <dt>{t('backups.preview.taken')}</dt>
            <dd>{taken}</dd>
          </>
        )}
        <dt>{t('backups.preview.accounts')}</dt>
        <dd>{accounts.length === 0 ? t('backups.preview.noAccounts') : accounts.join(', ')}</dd>
        <dt>{t('backups.preview.results')}</dt>
        <dd>{wholeNumber(results)}</dd>
        <dt>{t('backups.preview.newest')}</dt>
        <dd>{newestResult === null ? t('backups.preview.noResults') : whenWords(newestResult, now, systemZone)}</dd>
      </dl>
      <p>{t('backups.preview.what')}</p>
      <p className={styles.dim}>{t('backups.preview.secrets')}</p>
    </>
  )
}
