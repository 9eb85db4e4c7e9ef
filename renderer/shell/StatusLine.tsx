import { CircleAlert, CircleCheck, CircleMinus, Hourglass } from 'lucide-react'
import type { CollectSummary } from '../../shared/model/assessment.ts'
import type { ExportedFile, Job } from '../../shared/model/job.ts'
import { api, asAppError } from '../api/client.ts'
import { ofAccount, useAccounts, zoneOf } from '../app/accounts.ts'
import { useClock } from '../app/clock.ts'
import { type Feedback, sayFailed, useFeedback } from '../app/feedback.ts'
import {
  type FollowedJob,
  failureOf,
  gapsFound,
  isComplete,
  isLacking,
  isRoutine,
  spokenOf,
} from '../app/job-outcome.ts'
import { useJobs } from '../app/jobs.ts'
import { useNavigation } from '../app/navigation.ts'
import { jobEndWords } from '../format/job-words.ts'
import { clockTime } from '../format/time.ts'
import { t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { FailedLine, Line } from './Line.tsx'
import styles from './StatusLine.module.css'

/**
 * One quiet line at the foot of the screen: running work that it follows, something just done or failed, or how the last export or
 * sync ended. It covers nothing, and there is never a second one.
 */
export function StatusLine() {
  const { jobs, dismissed, choosingFile, exportRefused, dismissExportRefusal } = useJobs()
  const said = useFeedback((state) => state.current)
  if (choosingFile) return <Line>{t('export.choosing')}</Line>
  const spoken = spokenOf({ jobs, dismissed, said, refused: exportRefused })
  if (spoken === null) return null
  if (spoken.kind === 'followed') return <ProgressLine key={spoken.job.id} job={spoken.job} />
  if (spoken.kind === 'said') return <FeedbackLine key={spoken.said.turn} said={spoken.said} />
  if (spoken.kind === 'refused')
    return (
      <FailedLine error={spoken.error} accountId={null} onDismiss={dismissExportRefusal}>
        <ExportAgain code={spoken.error.code} />
      </FailedLine>
    )
  return <EndedJobLine key={spoken.job.id} job={spoken.job} />
}

function EndedJobLine({ job }: { job: Job }) {
  const dismiss = useJobs((state) => state.dismiss)
  const accounts = useAccounts((state) => state.accounts)
  const now = useClock((state) => state.now)
  const baseline = useJobs((state) => state.baselines[job.id])
  const exported = useJobs((state) => state.exported[job.id])
  const gaps = gapsFound(job, baseline)
  const failure = failureOf(job)
  if (failure !== null)
    return (
      <FailedLine error={failure} accountId={job.accountId} onDismiss={() => dismiss(job.id)}>
        <ExportAgain code={failure.code} />
      </FailedLine>
    )
  const icon = isLacking(job) ? (
    <CircleAlert className={styles.stopped} aria-hidden />
  ) : isComplete(job) ? (
    <CircleCheck className={styles.done} aria-hidden />
  ) : (
    <CircleMinus className={styles.stopped} aria-hidden />
  )
  const words = jobEndWords(job, { zone: zoneOf(accounts, job.accountId), now, gaps, exported })
  return (
    <Line icon={icon} leaves={isRoutine(job, gaps.length)} onDismiss={() => dismiss(job.id)}>
      <span className={styles.words}>{job.kind === 'sample' ? words : ofAccount(accounts, job.accountId, words)}</span>
      {job.kind === 'assessments-collect' && job.state === 'done' && (
        <RejectedButton account={job.accountId} rejected={job.result.rejected} />
      )}
      {job.kind === 'export' && job.state === 'done' && (
        <>
          <LossesButton losses={job.result.questionLosses ?? noLosses} />
          <Button look="quiet" onPress={() => void api.export.open({ jobId: job.id }).catch(failed)}>
            {t('action.open')}
          </Button>
          <Button look="quiet" onPress={() => void api.export.show({ jobId: job.id }).catch(failed)}>
            {t('action.showInFolder')}
          </Button>
        </>
      )}
    </Line>
  )
}

type Losses = NonNullable<ExportedFile['questionLosses']>
const noLosses: Losses = []

/** Leads to what a file of questions could not say. */
function LossesButton({ losses }: { readonly losses: Losses }) {
  const openDialog = useNavigation((state) => state.openDialog)
  if (losses.length === 0) return null
  return (
    <Button look="quiet" onPress={() => openDialog({ kind: 'question-losses', losses })}>
      {t('bank.export.losses')}
    </Button>
  )
}

/** Leads to the submissions that could not be collected. */
function RejectedButton({
  account,
  rejected,
}: {
  readonly account: string | null
  readonly rejected: CollectSummary['rejected']
}) {
  const openDialog = useNavigation((state) => state.openDialog)
  if (account === null || rejected.length === 0) return null
  return (
    <Button look="quiet" onPress={() => openDialog({ kind: 'rejected-submissions', account, rejected })}>
      {t('assessments.collect.rejectedShow')}
    </Button>
  )
}

const failed = (thrown: unknown): void => sayFailed(asAppError(thrown))

function ProgressLine({ job }: { job: FollowedJob }) {
  const cancel = useJobs((state) => state.cancel)
  const { words, label, value, total } = job.kind === 'export' ? exportProgress(job) : collectProgress(job)
  return (
    <Line>
      <span className={styles.words}>{words}</span>
      <span className={styles.bar}>
        <ProgressBar label={label} value={value} total={total} />
      </span>
      <Button look="quiet" onPress={() => cancel(job.id)}>
        {t('action.cancel')}
      </Button>
    </Line>
  )
}

const exportProgress = ({ progress }: Extract<FollowedJob, { kind: 'export' }>) => ({
  words: progress === null ? t('export.starting') : t('export.running', { ...progress }),
  label: t('export.progressLabel'),
  value: progress?.written ?? 0,
  total: progress?.total ?? null,
})

function collectProgress(job: Extract<FollowedJob, { kind: 'assessments-collect' }>) {
  const { progress, accountId } = job
  const until =
    job.state === 'waiting'
      ? ` ${t('assessments.collect.waiting', { time: clockTime(job.until, zoneOf(useAccounts.getState().accounts, accountId)) })}`
      : ''
  return {
    words:
      (progress === null ? t('assessments.collect.starting') : t('assessments.collect.running', { ...progress })) +
      until,
    label: t('assessments.collect.progressLabel'),
    value: progress?.done ?? 0,
    total: progress?.total ?? null,
  }
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

/** Something just done, with a button to undo it or to show the file; or why it could not be done. */
function FeedbackLine({ said: { turn, words, waits, error, action, accountId } }: { said: Feedback }) {
  const withdraw = useFeedback((state) => state.withdraw)
  const accounts = useAccounts((state) => state.accounts)
  const dismiss = () => withdraw(turn)
  if (error !== null) return <FailedLine error={error} accountId={accountId} onDismiss={dismiss} />
  const Icon = waits ? Hourglass : CircleCheck
  return (
    <Line icon={<Icon className={waits ? styles.stopped : styles.done} aria-hidden />} leaves onDismiss={dismiss}>
      <span className={styles.words}>{ofAccount(accounts, accountId, words)}</span>
      {action !== null && (
        <Button look="quiet" onPress={action.run}>
          {action.words}
        </Button>
      )}
    </Line>
  )
}
