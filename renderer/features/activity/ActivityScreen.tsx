import { Hourglass, RefreshCw, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, isSync, type Job, type SyncJob } from '../../../shared/model/job.ts'
import type { ActivityLog } from '../../../shared/model/sync.ts'
import { lookedAt, syncedAccounts, useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { clockTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { LocalChangesTab } from '../local-changes/index.ts'
import { DetailPanel, useDetail } from '../results/index.ts'
import { anyRunning, usePill } from '../sync/index.ts'
import styles from './ActivityScreen.module.css'
import { useActivity } from './activity.ts'
import { ChangesTab } from './ChangesTab.tsx'
import { GapsTab } from './GapsTab.tsx'
import { RequestsTab } from './RequestsTab.tsx'
import { SyncsTab } from './SyncsTab.tsx'
import { UnreadableTab } from './UnreadableTab.tsx'

/** The log of syncing: running jobs, syncs, changes, gaps, unreadable results, requests. */
export function ActivityScreen() {
  const { log, error, load, watch } = useActivity()
  const accounts = useAccounts()
  const { openId, open, close } = useDetail()
  const [opened, setOpened] = useState(false)
  useEffect(() => watch(), [watch])
  const showsPanel = opened && openId !== null
  // A result opened here closes when the screen is left.
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
      <ListError error={error} focus={log === null} asBefore={log !== null} onRetry={() => void load()} />
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
  const synced = syncedAccounts(accounts)
  const reached = synced.filter(({ secret }) => secret !== 'missing')
  const ids = reached.map(({ id }) => id)
  const busy = ids.length === 0 || anyRunning(jobs, ids)
  // A platform lists no submissions, so nothing of it could be read again by time.
  const rechecked = reached.filter(isByTime).map(({ id }) => id)
  return (
    <ScreenHead title={t('activity.title')}>
      {(synced.length === 0 || synced.some(isByTime)) && (
        <Button
          icon={RotateCcw}
          isDisabled={rechecked.length === 0 || anyRunning(jobs, rechecked)}
          onPress={() => openDialog({ kind: 'recheck', accountIds: rechecked })}
        >
          {t('activity.recheck')}
        </Button>
      )}
      <Button look="primary" icon={RefreshCw} isDisabled={busy} onPress={sync}>
        {t('sync.button')}
      </Button>
    </ScreenHead>
  )
}

const isByTime = ({ service }: AccountSummary): boolean => service === 'classmarker'

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
    { id: 'local', words: t('localChanges.tab'), content: <LocalChangesTab /> },
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

type SyncUnderWay = Extract<SyncJob, { state: 'running' | 'waiting' }>

const isSyncUnderWay = (job: Job): job is SyncUnderWay => isSync(job) && isRunning(job)

/** The syncs that run or wait, each with its progress and a button to stop it. */
function JobsUnderWay() {
  const looked = lookedAt(useAccounts())
  const { jobs, cancel } = useJobs()
  const underWay = jobs.filter(isSyncUnderWay).flatMap((job) => {
    const account = looked.find(({ id }) => id === job.accountId)
    return account === undefined ? [] : [{ job, account }]
  })
  if (underWay.length === 0) return null
  return (
    <section className={styles.jobs} aria-label={t('activity.job.region')}>
      {underWay.map(({ job, account }) => (
        <p key={job.id} className={styles.job}>
          {job.state === 'waiting' ? <Hourglass aria-hidden /> : <RefreshCw aria-hidden />}
          <span className={styles.words}>{jobWords(job, account)}</span>
          <Button
            look="quiet"
            aria-label={t('activity.job.cancel', { name: account.name })}
            onPress={() => cancel(job.id)}
          >
            {t('action.cancel')}
          </Button>
        </p>
      ))}
    </section>
  )
}

const jobWords = (job: SyncUnderWay, { name, timeZone }: AccountSummary): string =>
  job.state === 'waiting'
    ? t('activity.job.waiting', { name, time: clockTime(job.until, timeZone) })
    : t('activity.job.running', { name, phase: t(`sync.phase.${job.progress?.phase ?? 'starting'}`) })

/** Only the log entries of the accounts looked at. */
function logOf(log: ActivityLog, accounts: readonly AccountSummary[]): ActivityLog {
  const ids = new Set(accounts.map(({ id }) => id))
  const own = ({ accountId }: { readonly accountId: string }): boolean => ids.has(accountId)
  return {
    runs: log.runs.filter(own),
    requests: log.requests.filter(own),
    changes: log.changes.filter(own),
    unreadable: log.unreadable.filter(own),
  }
}
