import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../i18n.ts'
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
      <Folded title={t('detail.more')}>
        {url !== null && (
          <div className={styles.answers}>
            <ClassMarkerLink url={url} words={t('detail.viewResult')} />
            <p>{t('detail.viewResultHint')}</p>
          </div>
        )}
        <Facts facts={facts} />
      </Folded>
      {detail.sentFields.length > 0 && (
        <Folded title={t('detail.showSent')}>
          <Facts facts={detail.sentFields} sent />
        </Folded>
      )}
    </div>
  )
}

function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Disclosure className={styles.folded ?? ''}>
      <Heading level={3} className={styles.heading ?? ''}>
        <AriaButton slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight aria-hidden />
          {title}
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <div className={styles.body}>{children}</div>
      </DisclosurePanel>
    </Disclosure>
  )
}
