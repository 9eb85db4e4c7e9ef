import { useEffect, useState } from 'react'
import { t } from '../../format/words.ts'
import { FoldedLine } from '../../list/FoldedLine.tsx'
import { Screen, ScreenHead } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { DownloadStrip, useDownloads } from '../certificate-files/index.ts'
import { DetailPanel, IncompleteLine, useDetail } from '../results/index.ts'
import { useDeskAsked } from './certificate-desk.ts'
import { useCertificatePages } from './certificates.ts'
import { DeskTab } from './DeskTab.tsx'
import { ListActions, RenewalActions } from './ListActions.tsx'
import { ListTab } from './ListTab.tsx'
import { RenewalsTab } from './RenewalsTab.tsx'
import { useRenewalPages, useRenewals } from './renewals.ts'
import { ValidityButton } from './ValidityTable.tsx'

type View = 'desk' | 'list' | 'renewals'

/** The tabs of certificates: the desk for questions on the phone, the list, and the renewals. */
export function CertificatesScreen() {
  const [view, setView] = useState<View>('desk')
  const deskAsked = useDeskAsked((state) => state.turn)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is asked
  useEffect(() => setView('desk'), [deskAsked])
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
