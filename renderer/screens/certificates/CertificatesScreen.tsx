import { useEffect, useState } from 'react'
import { FoldedLine } from '../../components/DataGrid/FoldedLine.tsx'
import { DetailPanel } from '../../components/detail/DetailPanel.tsx'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { ScreenTabs } from '../../components/ScreenTabs.tsx'
import { t } from '../../i18n.ts'
import { useCertificatePages } from '../../state/certificates.ts'
import { useDetail } from '../../state/detail.ts'
import { useDownloads } from '../../state/downloads.ts'
import { useRenewalPages, useRenewals } from '../../state/renewals.ts'
import { Screen, ScreenHead } from '../../ui/Screen.tsx'
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
  const panel = openId !== null && (
    <DetailPanel title={t('certificates.title')} {...(walked === undefined ? {} : { count: walked })} />
  )
  return (
    <Screen panel={panel}>
      <ScreenHead
        title={t('certificates.title')}
        between={<FoldedLine forAll={(count) => t('certificates.forAll', { count })} />}
      >
        {view === 'list' && <ListActions />}
        {view === 'renewals' && (
          <>
            <ValidityButton />
            {anyValidity && <RenewalActions />}
          </>
        )}
      </ScreenHead>
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
    </Screen>
  )
}
