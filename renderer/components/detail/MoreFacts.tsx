import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { Fold } from '../../ui/Fold.tsx'
import { ClassMarkerLink } from './ClassMarkerLink.tsx'
import { type Fact, Facts } from './DetailCard.tsx'
import styles from './MoreFacts.module.css'

/** What is rarely needed or personal, folded away: the answers' link, the IP address, every field as it was sent. */
export function MoreFacts({ detail }: { detail: ResultDetail }) {
  const url = detail.viewResultsUrl
  const facts: readonly Fact[] = [
    [t('detail.ipAddress'), detail.ipAddress],
    [t('detail.linkResultId'), detail.linkResultId === null ? null : String(detail.linkResultId)],
    [t('detail.firstSeen'), exactTime(detail.firstSeenAt, detail.timeZone)],
  ]
  return (
    <div className={styles.more}>
      <Fold title={t('detail.more')} wide>
        <div className={styles.body}>
          {url !== null && (
            <div className={styles.answers}>
              <ClassMarkerLink url={url} words={t('detail.viewResult')} />
              <p>{t('detail.viewResultHint')}</p>
            </div>
          )}
          <Facts facts={facts} />
        </div>
      </Fold>
      {detail.sentFields.length > 0 && (
        <Fold title={t('detail.showSent')} wide>
          <div className={styles.body}>
            <Facts facts={detail.sentFields} sent />
          </div>
        </Fold>
      )}
    </div>
  )
}
