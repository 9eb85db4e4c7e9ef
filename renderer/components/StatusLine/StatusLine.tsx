import { CircleCheck, CircleMinus } from 'lucide-react'
import type { Job } from '../../../shared/model/job.ts'
import { api, asAppError } from '../../api/client.ts'
import { jobEndWords } from '../../format/job-words.ts'
import { t } from '../../i18n.ts'
import { ofAccount, useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { sayFailed, useFeedback } from '../../state/feedback.ts'
import { failureOf, isComplete } from '../../state/job-end.ts'
import { useJobs } from '../../state/jobs.ts'
import { gapsFound } from '../../state/sync-course.ts'
import { Button } from '../Button.tsx'
import { ProgressBar } from '../ProgressBar.tsx'
import { FeedbackLine } from './FeedbackLine.tsx'
import { FailedLine, Line } from './Line.tsx'
import { isRoutine, lineJob } from './line-job.ts'
import styles from './StatusLine.module.css'

/**
 * One quiet line at the foot of the screen: what was just done or could not be, an export under way, how the last one or
 * the last sync ended. It covers nothing, and there is never a second one.
 */
export function StatusLine() {
  const { jobs, dismissed, choosingFile, exportRefused, dismissExportRefusal } = useJobs()
  const said = useFeedback((state) => state.current)
  if (choosingFile) return <Line>{t('export.choosing')}</Line>
  if (said !== null) return <FeedbackLine key={said.turn} said={said} />
  if (exportRefused !== null)
    return (
      <FailedLine error={exportRefused} accountId={null} onDismiss={dismissExportRefusal}>
        <ExportAgain code={exportRefused.code} />
      </FailedLine>
    )
  const job = lineJob(jobs, dismissed)
  return job ? <JobLine key={job.id} job={job} /> : null
}

function JobLine({ job }: { job: Job }) {
  const dismiss = useJobs((state) => state.dismiss)
  const accounts = useAccounts((state) => state.accounts)
  const now = useClock((state) => state.now)
  const course = useJobs((state) => state.courses[job.id])
  const exported = useJobs((state) => state.exported[job.id])
  const gaps = gapsFound(job, course)
  if (job.kind === 'export' && (job.state === 'running' || job.state === 'waiting'))
    return <ExportProgressLine job={job} />
  const failure = failureOf(job)
  if (failure !== null)
    return (
      <FailedLine error={failure} accountId={job.accountId} onDismiss={() => dismiss(job.id)}>
        <ExportAgain code={failure.code} />
      </FailedLine>
    )
  const icon = isComplete(job) ? (
    <CircleCheck className={styles.done} aria-hidden />
  ) : (
    <CircleMinus className={styles.stopped} aria-hidden />
  )
  const words = jobEndWords(job, { zone: zoneOf(accounts, job.accountId), now, gaps, exported })
  return (
    <Line icon={icon} leaves={isRoutine(job, gaps.length)} onDismiss={() => dismiss(job.id)}>
      <span className={styles.words}>{job.kind === 'sample' ? words : ofAccount(accounts, job.accountId, words)}</span>
      {job.kind === 'export' && job.state === 'done' && (
        <Button look="quiet" onPress={() => void api.export.show({ jobId: job.id }).catch(failed)}>
          {t('action.showInFolder')}
        </Button>
      )}
    </Line>
  )
}

const failed = (thrown: unknown): void => sayFailed(asAppError(thrown))

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

function ExportAgain({ code }: { code: string }) {
  const exportAgain = useJobs((state) => state.exportAgain)
  if (!code.startsWith('export/')) return null
  return (
    <Button onPress={() => void exportAgain()}>
      {t(code === 'export/file-busy' ? 'export.another' : 'action.tryAgain')}
    </Button>
  )
}
