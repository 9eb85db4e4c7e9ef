import { CircleAlert, Pause, Play, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DownloadQueue } from '../../../shared/model/certificate.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { waitingWords } from '../../format/download-words.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useConnection } from '../../state/connection.ts'
import { useDownloads } from '../../state/downloads.ts'
import { useJobs } from '../../state/jobs.ts'
import styles from './DownloadStrip.module.css'
import { FailedDownloads } from './FailedDownloads.tsx'

type RunningDownload = Extract<Job, { kind: 'certificates'; state: 'running' | 'waiting' }>

const isRunningDownload = (job: Job): job is RunningDownload => job.kind === 'certificates' && isRunning(job)

/** What is being downloaded, what waits and why, and what failed; nothing while there is nothing to say. */
export function DownloadStrip() {
  const { queue, error, choosing, dismiss } = useDownloads()
  const job = useJobs((state) => state.jobs.findLast(isRunningDownload))
  const accounts = useAccounts((state) => state.accounts)
  const busy = job !== undefined || (queue !== null && queue.waiting > 0)
  const failed = queue?.failed ?? []
  if (!busy && failed.length === 0 && !choosing && error === null) return null
  return (
    <section className={styles.strip} aria-label={t('certificates.download.region')}>
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={zoneOf(accounts, null)}>
            <Button onPress={dismiss}>{t('action.dismiss')}</Button>
          </ErrorMessage>
        </div>
      )}
      {choosing && <Line>{t('certificates.download.choosing')}</Line>}
      {!choosing && busy && queue !== null && <QueueLine queue={queue} job={job} />}
      {failed.length > 0 && <FailedLine queue={failed} running={job !== undefined} />}
    </section>
  )
}

function QueueLine({ queue, job }: { queue: DownloadQueue; job: RunningDownload | undefined }) {
  const { pause, resume, clear } = useDownloads()
  const online = useConnection((state) => state.online)
  const last = useJobs((state) => state.jobs.findLast(({ kind }) => kind === 'certificates')?.state)
  const progress = job?.progress ?? null
  const running = job !== undefined && !queue.paused && online
  return (
    <Line>
      <span className={styles.words}>
        {running ? runningWords(queue, progress) : waitingWords(queue, online, last)}
        {queue.folder !== null && running && (
          <span className={styles.folder} title={queue.folder}>
            {' '}
            {t('certificates.download.into', { folder: queue.folder })}
          </span>
        )}
      </span>
      {running && (
        <span className={styles.bar}>
          <ProgressBar
            label={t('certificates.download.progressLabel')}
            value={(progress?.saved ?? 0) + (progress?.failed ?? 0)}
            total={progress?.total ?? null}
          />
        </span>
      )}
      <span className={styles.actions}>
        {queue.paused || job === undefined ? (
          <Button icon={Play} onPress={() => void resume()}>
            {t('certificates.download.resume')}
          </Button>
        ) : (
          <Button icon={Pause} onPress={() => void pause()}>
            {t('certificates.download.pause')}
          </Button>
        )}
        <Button look="quiet" onPress={() => void clear()}>
          {t('certificates.download.clear')}
        </Button>
      </span>
    </Line>
  )
}

function runningWords({ waiting }: DownloadQueue, progress: RunningDownload['progress']): string {
  if (progress === null) return t('certificates.download.starting', { count: waiting })
  const { saved, failed, total } = progress
  return t('certificates.download.running', { done: saved + failed, total })
}

function FailedLine({ queue: failed, running }: { queue: DownloadQueue['failed']; running: boolean }) {
  const { retryFailed, clear, queue } = useDownloads()
  return (
    <>
      <Line icon={<CircleAlert className={styles.alert} aria-hidden />}>
        <span className={styles.words}>{t('certificates.download.failed', { count: failed.length })}</span>
        <span className={styles.actions}>
          <Button icon={RotateCcw} isDisabled={running} onPress={() => void retryFailed()}>
            {t('certificates.download.retry', { count: failed.length })}
          </Button>
          {queue?.waiting === 0 && (
            <Button look="quiet" onPress={() => void clear()}>
              {t('certificates.download.clear')}
            </Button>
          )}
        </span>
      </Line>
      <FailedDownloads failed={failed} />
    </>
  )
}

function Line({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.line}>
      {icon}
      {children}
    </div>
  )
}
