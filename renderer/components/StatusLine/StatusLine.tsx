import { CircleAlert, CircleCheck, CircleMinus, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { SerialisedError } from '../../../shared/errors.ts'
import type { Job } from '../../../shared/model/job.ts'
import { api } from '../../api/client.ts'
import { errorWords } from '../../format/error-words.ts'
import { jobEndWords } from '../../format/job-words.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { failureOf, isComplete } from '../../state/job-end.ts'
import { useJobs } from '../../state/jobs.ts'
import { useNavigation } from '../../state/navigation.ts'
import { gapsFound } from '../../state/sync-course.ts'
import { Button } from '../Button.tsx'
import { IconButton } from '../IconButton.tsx'
import { ProgressBar } from '../ProgressBar.tsx'
import { isRoutine, lineJob } from './line-job.ts'
import styles from './StatusLine.module.css'

/** Milliseconds until the end of an ordinary sync leaves by itself; the pill goes on saying when it was. */
const routineStays = 20_000

/** One quiet line at the foot of the screen: an export under way, how the last one or the last sync ended. It covers nothing. */
export function StatusLine() {
  const { jobs, dismissed, choosingFile, exportRefused, dismissExportRefusal } = useJobs()
  if (choosingFile) return <Line>{t('export.choosing')}</Line>
  if (exportRefused !== null) return <FailedLine error={exportRefused} onDismiss={dismissExportRefusal} />
  const job = lineJob(jobs, dismissed)
  return job ? <JobLine key={job.id} job={job} /> : null
}

function JobLine({ job }: { job: Job }) {
  const dismiss = useJobs((state) => state.dismiss)
  const zone = useAccounts((state) => zoneOf(state.accounts, job.accountId))
  const now = useClock((state) => state.now)
  const course = useJobs((state) => state.courses[job.id])
  const exported = useJobs((state) => state.exported[job.id])
  const gaps = gapsFound(job, course)
  useLeaving(isRoutine(job, gaps.length), () => dismiss(job.id))
  if (job.kind === 'export' && (job.state === 'running' || job.state === 'waiting'))
    return <ExportProgressLine job={job} />
  const failure = failureOf(job)
  if (failure !== null) return <FailedLine error={failure} onDismiss={() => dismiss(job.id)} />
  const icon = isComplete(job) ? (
    <CircleCheck className={styles.done} aria-hidden />
  ) : (
    <CircleMinus className={styles.stopped} aria-hidden />
  )
  return (
    <Line icon={icon} onDismiss={() => dismiss(job.id)}>
      <span className={styles.words}>{jobEndWords(job, { zone, now, gaps, exported })}</span>
      {job.kind === 'export' && job.state === 'done' && (
        <Button look="quiet" onPress={() => void api.export.show({ jobId: job.id }).catch(() => undefined)}>
          {t('export.show')}
        </Button>
      )}
    </Line>
  )
}

/** Lets a line leave by itself: after a while, or with the screen it came up on. */
function useLeaving(leaves: boolean, leave: () => void) {
  const screen = useNavigation((state) => state.screen)
  const cameUpOn = useRef(screen)
  const latest = useRef(leave)
  latest.current = leave
  useEffect(() => {
    if (!leaves) return
    const stays = screen === cameUpOn.current ? routineStays : 0
    const timer = setTimeout(() => latest.current(), stays)
    return () => clearTimeout(timer)
  }, [leaves, screen])
}

type RunningExport = Extract<Job, { kind: 'export'; state: 'running' | 'waiting' }>

function ExportProgressLine({ job }: { job: RunningExport }) {
  const cancel = useJobs((state) => state.cancel)
  const { progress } = job
  return (
    <Line>
      <span className={styles.words}>
        {progress === null ? t('export.starting') : t('export.running', { ...progress })}
      </span>
      <span className={styles.bar}>
        <ProgressBar label={t('export.progressLabel')} value={progress?.written ?? 0} total={progress?.total ?? null} />
      </span>
      <Button look="quiet" onPress={() => cancel(job.id)}>
        {t('action.cancel')}
      </Button>
    </Line>
  )
}

function FailedLine({ error, onDismiss }: { error: SerialisedError; onDismiss: () => void }) {
  const exportAgain = useJobs((state) => state.exportAgain)
  const zone = useAccounts((state) => zoneOf(state.accounts, null))
  const words = errorWords(error, zone)
  return (
    <Line icon={<CircleAlert className={styles.failed} aria-hidden />} onDismiss={onDismiss}>
      <span className={styles.words}>
        <b>{words.what}</b> {words.data} {words.todo}
      </span>
      {error.code.startsWith('export/') && (
        <Button onPress={() => void exportAgain()}>
          {t(error.code === 'export/file-busy' ? 'export.another' : 'action.tryAgain')}
        </Button>
      )}
    </Line>
  )
}

function Line({ icon, children, onDismiss }: { icon?: ReactNode; children: ReactNode; onDismiss?: () => void }) {
  return (
    <div className={styles.line}>
      {icon}
      {children}
      {onDismiss && (
        <span className={styles.dismiss}>
          <IconButton icon={X} label={t('action.dismiss')} onPress={onDismiss} />
        </span>
      )}
    </div>
  )
}
