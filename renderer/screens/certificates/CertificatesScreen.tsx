import { useEffect, useState } from 'react'
import { FoldedLine } from '../../components/DataGrid/FoldedLine.tsx'
import { DetailPanel } from '../../components/detail/DetailPanel.tsx'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { ScreenTabs } from '../../components/ScreenTabs.tsx'
import { t } from '../../i18n.ts'
import { useMediaQuery } from '../../media-query.ts'
import { useCertificatePages } from '../../state/certificates.ts'
import { useDetail } from '../../state/detail.ts'
import { useDownloads } from '../../state/downloads.ts'
import { useRenewalPages, useRenewals } from '../../state/renewals.ts'
import styles from './CertificatesScreen.module.css'
import { DeskTab } from './DeskTab.tsx'
import { DownloadStrip } from './DownloadStrip.tsx'
import { ListActions } from './ListActions.tsx'
import { ListTab } from './ListTab.tsx'
import { RenewalActions } from './RenewalActions.tsx'
import { RenewalsTab } from './RenewalsTab.tsx'
import { ValidityButton } from './ValidityDialog.tsx'

type View = 'desk' | 'list' | 'renewals'

/** Certificates: the desk that answers the phone, the list, and what has to be renewed. */
export function CertificatesScreen() {
  const [view, setView] = useState<View>('desk')
  const { openId, close } = useDetail()
  const asPage = useMediaQuery('(max-width: 1099px)')
  const certificates = useCertificatePages((state) => state.shown?.count ?? 0)
  const renewals = useRenewalPages((state) => state.shown?.count ?? 0)
  const anyValidity = useRenewals((state) => state.validities?.some(({ months }) => months !== null) ?? false)
  const loadQueue = useDownloads((state) => state.load)
  useEffect(() => void loadQueue(), [loadQueue])
  // A result opened in one view belongs to it, and so does one opened before this screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view closes the panel
  useEffect(() => {
    close()
    return close
  }, [view, close])

  const walked = { desk: undefined, list: certificates, renewals }[view]
  return (
    <div className={styles.screen}>
      <div className={styles.page} inert={openId !== null && asPage}>
        <div className={styles.toolbar} data-region="toolbar">
          <h1 className={styles.title}>{t('certificates.title')}</h1>
          <FoldedLine forAll={(count) => t('certificates.forAll', { count })} />
          {view === 'list' && <ListActions />}
          {view === 'renewals' && (
            <>
              <ValidityButton />
              {anyValidity && <RenewalActions />}
            </>
          )}
        </div>
        <IncompleteLine />
        <ScreenTabs
          label={t('certificates.tabs.label')}
          selected={view}
          onSelect={setView}
          tabs={[
            { id: 'desk', words: t('certificates.tabs.desk'), content: <DeskTab /> },
            { id: 'list', words: t('certificates.tabs.list'), fills: true, content: <ListTab /> },
            { id: 'renewals', words: t('certificates.tabs.renewals'), fills: true, content: <RenewalsTab /> },
          ]}
        />
        <DownloadStrip />
      </div>
      {openId !== null && (
        <DetailPanel title={t('certificates.title')} {...(walked === undefined ? {} : { count: walked })} />
      )}
    </div>
  )
}
