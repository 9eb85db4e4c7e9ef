import { RefreshCw, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ActivityLog } from '../../../shared/model/activity.ts'
import { Button } from '../../components/Button.tsx'
import { DetailPanel } from '../../components/detail/DetailPanel.tsx'
import { ScreenTabs } from '../../components/ScreenTabs.tsx'
import { usePill } from '../../components/SyncPill/use-pill.ts'
import { t } from '../../i18n.ts'
import { ListError } from '../../list/ListGrid.tsx'
import { lookedAt, syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useActivity } from '../../state/activity.ts'
import { useDetail } from '../../state/detail.ts'
import { useJobs } from '../../state/jobs.ts'
import { useNavigation } from '../../state/navigation.ts'
import { anyRunning } from '../../state/sync-pill.ts'
import { Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import { ChangesTab } from './ChangesTab.tsx'
import { GapsTab } from './GapsTab.tsx'
import { JobsUnderWay } from './JobsUnderWay.tsx'
import { logOf } from './log-of.ts'
import { RequestsTab } from './RequestsTab.tsx'
import { SyncsTab } from './SyncsTab.tsx'
import { UnreadableTab } from './UnreadableTab.tsx'

/** What syncing did: runs, changes, gaps, what could not be read, requests; and what is under way. */
export function ActivityScreen() {
  const { log, error, load, watch } = useActivity()
  const accounts = useAccounts()
  const { openId, open, close } = useDetail()
  const [opened, setOpened] = useState(false)
  useEffect(() => watch(), [watch])
  const showsPanel = opened && openId !== null
  // A result opened here belongs to this screen, and leaves with it.
  useEffect(() => {
    if (showsPanel) return close
  }, [showsPanel, close])

  const openResult = (id: number) => {
    setOpened(true)
    void open(id, null).then(() => document.querySelector<HTMLElement>('[data-detail-title]')?.focus())
  }

  return (
    <Screen panel={showsPanel && <DetailPanel title={t('activity.title')} />}>
      <Toolbar />
      <JobsUnderWay />
      <ListError error={error} focus={log === null} onRetry={() => void load()} />
      {log === null ? (
        error === null && <ScreenLoading>{t('activity.loading')}</ScreenLoading>
      ) : (
        <LogTabs log={logOf(log, lookedAt(accounts))} onOpenResult={openResult} />
      )}
    </Screen>
  )
}

function Toolbar() {
  const accounts = useAccounts()
  const jobs = useJobs((state) => state.jobs)
  const openDialog = useNavigation((state) => state.openDialog)
  const { sync } = usePill()
  const ids = syncedAccounts(accounts)
    .filter(({ secret }) => secret !== 'missing')
    .map(({ id }) => id)
  const busy = ids.length === 0 || anyRunning(jobs, ids)
  return (
    <ScreenHead title={t('activity.title')}>
      <Button icon={RotateCcw} isDisabled={busy} onPress={() => openDialog({ kind: 'recheck', accountIds: ids })}>
        {t('activity.recheck')}
      </Button>
      <Button look="primary" icon={RefreshCw} isDisabled={busy} onPress={sync}>
        {t('sync.button')}
      </Button>
    </ScreenHead>
  )
}

function LogTabs({ log, onOpenResult }: { log: ActivityLog; onOpenResult: (id: number) => void }) {
  const accounts = useAccounts()
  const looked = lookedAt(accounts)
  const gaps = accounts.statuses
    .filter(({ id }) => looked.some((account) => account.id === id))
    .reduce((sum, status) => sum + status.gaps.length, 0)
  const tabs = [
    { id: 'syncs', words: t('activity.tabs.syncs'), content: <SyncsTab runs={log.runs} /> },
    {
      id: 'changes',
      words: t('activity.tabs.changes'),
      count: log.changes.length,
      content: <ChangesTab changes={log.changes} onOpen={onOpenResult} />,
    },
    { id: 'gaps', words: t('activity.tabs.gaps'), count: gaps, content: <GapsTab /> },
    {
      id: 'unreadable',
      words: t('activity.tabs.unreadable'),
      count: log.unreadable.length,
      content: <UnreadableTab entries={log.unreadable} />,
    },
    { id: 'requests', words: t('activity.tabs.requests'), content: <RequestsTab requests={log.requests} /> },
  ]
  return <ScreenTabs label={t('activity.tabs.label')} tabs={tabs} />
}
