import { CircleAlert, CloudOff, Hourglass, KeyRound, RefreshCw, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { isRunning } from '../../../shared/model/job.ts'
import type { SyncProgress } from '../../../shared/model/sync.ts'
import { currentAccount, syncedAccounts, useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useCommand } from '../../app/commands.ts'
import { feedProgress } from '../../app/job-outcome.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { shortcutName } from '../../ui/shortcuts.ts'
import { pillWords } from './pill-words.ts'
import { SyncDetails } from './SyncDetails.tsx'
import styles from './SyncPill.module.css'
import { needsSignIn, type Pill, type PillState, usePill } from './sync-pill.ts'

const icons: { readonly [Kind in PillState['kind']]?: typeof X } = {
  waiting: Hourglass,
  limited: Hourglass,
  offline: CloudOff,
  failed: CircleAlert,
  'secret-missing': KeyRound,
}

type UnderWay = Extract<PillState, { kind: 'running' | 'waiting' }>

const isUnderWay = (state: PillState): state is UnderWay => state.kind === 'running' || state.kind === 'waiting'

/** Says how up to date the results are, beside the one button that syncs. */
export function SyncPill({ results }: { results: number }) {
  const { pill, sync } = usePill()
  const current = useAccounts(currentAccount)
  useCommand('sync', { words: t('sync.button'), run: sync, isDisabled: pill === null })
  if (current?.sample) return <SampleProgress results={results} />
  if (current?.archived) return <PlainPill main={t('sync.archived')} aside={t('sync.archivedHint')} />
  if (pill === null) return null
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <PillText pill={pill} results={results} />
      <PillAction pill={pill} onSync={sync} />
      {isUnderWay(pill.state) && (
        <div className={styles.progress}>
          <FeedProgressBar jobId={pill.state.jobId} progress={pill.state.progress} />
        </div>
      )}
    </section>
  )
}

/** The pill's words; pressing them opens all details. */
function PillText({ pill, results }: { pill: Pill; results: number }) {
  const now = useClock((state) => state.now)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isAlone = useAccounts((state) => currentAccount(state)?.id === pill.account.id)
  const isOneOfSeveral = useAccounts((state) => syncedAccounts(state).length > 1)
  const words = pillWords(
    pill.state,
    now,
    pill.account.timeZone,
    isAlone ? results : pill.account.results,
    pill.account.service,
  )
  const [warning] = pill.warnings.flatMap(({ short }) => short ?? [])
  const aside = isUnderWay(pill.state) ? words.aside : (warning ?? words.aside)
  const Icon = icons[pill.state.kind] ?? (warning === undefined ? undefined : CircleAlert)
  return (
    <>
      <Button ref={button} className={styles.text ?? ''} aria-haspopup="dialog" onPress={() => setOpen(true)}>
        {Icon && (
          <Icon className={classNames(styles.icon, pill.state.kind === 'failed' && styles.failed)} aria-hidden />
        )}
        <span className={styles.lines}>
          {isOneOfSeveral && <span className={styles.whose}>{pill.account.name}</span>}
          <span className={styles.main}>{words.main}</span>
          {aside !== '' && <span className={styles.aside}>{aside}</span>}
        </span>
      </Button>
      <Popover placement="top start" triggerRef={button} isOpen={open} onOpenChange={setOpen}>
        <Dialog className={styles.details ?? ''} aria-label={t('sync.detailTitle', { name: pill.account.name })}>
          <SyncDetails pill={pill} />
        </Dialog>
      </Popover>
    </>
  )
}

function PillAction({ pill, onSync }: { pill: Pill; onSync: () => void }) {
  const cancel = useJobs((state) => state.cancel)
  const openDialog = useNavigation((state) => state.openDialog)
  const { state, account } = pill
  if (isUnderWay(state)) {
    return <IconButton icon={X} label={t('sync.cancel')} onPress={() => cancel(state.jobId)} />
  }
  if (needsSignIn(state)) {
    return (
      <IconButton
        framed
        icon={KeyRound}
        label={t(account.service === 'assessments' ? 'sync.signIn' : 'sync.secretMissing')}
        onPress={() => openDialog({ kind: 'secret', accountId: account.id })}
      />
    )
  }
  return (
    <IconButton
      framed
      icon={RefreshCw}
      label={t('sync.button')}
      aria-keyshortcuts={shortcutName('sync')}
      onPress={onSync}
    />
  )
}

/** The pill of the sample account, which is filled once and never syncs. */
function SampleProgress({ results }: { results: number }) {
  const { jobs, cancel } = useJobs()
  const job = jobs.findLast((one) => one.kind === 'sample')
  if (!job || !isRunning(job) || (job.state !== 'running' && job.state !== 'waiting')) {
    return <PlainPill main={t('sync.sample')} aside={t('sync.sampleHint')} />
  }
  const { progress } = job
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <p className={styles.plain}>
        <span className={styles.main}>{t('sample.loading')}</span>
        <span className={styles.aside}>{t('sync.here', { count: results })}</span>
      </p>
      <IconButton icon={X} label={t('action.cancel')} onPress={() => cancel(job.id)} />
      <div className={styles.progress}>
        <FeedProgressBar jobId={job.id} progress={progress} />
      </div>
    </section>
  )
}

/** How much of the feed being read has arrived; the words beside it name the feed. */
function FeedProgressBar({ jobId, progress }: { jobId: string; progress: SyncProgress | null }) {
  const baseline = useJobs((state) => state.baselines[jobId])
  return <ProgressBar label={t('sync.progressLabel')} {...feedProgress(progress, baseline)} />
}

/** The pill of an account that has nothing to sync. */
function PlainPill({ main, aside }: { main: string; aside: string }) {
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <p className={styles.plain}>
        <span className={styles.main}>{main}</span>
        <span className={styles.aside}>{aside}</span>
      </p>
    </section>
  )
}
