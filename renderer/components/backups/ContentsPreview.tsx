import type { DatabaseContents } from '../../../shared/model/backup.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import styles from './ContentsPreview.module.css'

interface ContentsPreviewProps {
  readonly contents: DatabaseContents
  /** What is here now and would be replaced. */
  readonly present: DatabaseContents
  /** When the copy was made, where that is known. */
  readonly taken?: string
}

/** What a copy holds beside what is here now, and what restoring it does. */
export function ContentsPreview({ contents, present, taken }: ContentsPreviewProps) {
  const now = useClock((state) => state.now)
  const accounts = ({ accounts }: DatabaseContents) =>
    accounts.length === 0 ? t('backups.preview.noAccounts') : accounts.join(', ')
  const newest = ({ newestResult }: DatabaseContents) =>
    newestResult === null ? t('backups.preview.noResults') : whenWords(newestResult, now, systemZone)
  const rows = [
    [t('backups.preview.accounts'), accounts],
    [t('backups.preview.results'), ({ results }: DatabaseContents) => wholeNumber(results)],
    [t('backups.preview.newest'), newest],
  ] as const
  const fewer = present.results - contents.results
  return (
    <>
      {taken !== undefined && <p>{t('backups.preview.taken', { taken })}</p>}
      <table className={styles.facts}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('backups.preview.copy')}</th>
            <th scope="col">{t('backups.preview.here')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, of]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{of(contents)}</td>
              <td>{of(present)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {fewer > 0 && (
        <p className={styles.fewer}>{t('backups.preview.fewer', { copy: contents.results, count: present.results })}</p>
      )}
      <p>{t('backups.preview.what')}</p>
      <p className={styles.dim}>{t('backups.preview.secrets')}</p>
    </>
  )
}
