import { CircleAlert, Pause, Play, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { DownloadQueue, FailedDownload } from '../../../shared/model/certificate.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import { systemZone, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useConnection } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { useDownloads } from './certificate-files.ts'
import styles from './DownloadStrip.module.css'

type RunningDownload = Extract<Job, { kind: 'certificates'; state: 'running' | 'waiting' }>

const isRunningDownload = (job: Job): job is RunningDownload => job.kind === 'certificates' && isRunning(job)

/** Downloads that are running, waiting (and why), or failed; renders nothing when there are none. */
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
      {failed.length > 0 && <FailedLine failed={failed} busy={busy} running={job !== undefined} />}
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

interface FailedLineProps {
  readonly failed: DownloadQueue['failed']
  /** True while the line of the queue stands above, with its own way to empty the queue. */
  readonly busy: boolean
  readonly running: boolean
}

function FailedLine({ failed, busy, running }: FailedLineProps) {
  const { retryFailed, clear } = useDownloads()
  return (
    <>
      <Line icon={<CircleAlert className={styles.alert} aria-hidden />}>
        <span className={styles.words}>{t('certificates.download.failed', { count: failed.length })}</span>
        <span className={styles.actions}>
          <Button icon={RotateCcw} isDisabled={running} onPress={() => void retryFailed()}>
            {t('certificates.download.retry', { count: failed.length })}
          </Button>
          {!busy && (
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

/** How many names are listed under one reason. */
const named = 3

/** Failed downloads by reason, each as a sentence with the people concerned. */
function FailedDownloads({ failed }: { failed: readonly FailedDownload[] }) {
  const byReason = [...Map.groupBy(failed, ({ code }) => code)]
  return (
    <ul className={styles.reasons} aria-label={t('certificates.download.reasons')}>
      {byReason.map(([code, those]) => {
        const words = errorWords(rebuildError({ code, detail: {} } as SerialisedError), systemZone)
        return (
          <li key={code}>
            <span className={styles.what}>{words.what}</span> {words.todo}
            <p className={styles.whose}>
              {those
                .slice(0, named)
                .map(({ student, testName }) => `${student || t('results.noName')}, ${testName}`)
                .join(' · ')}
              {those.length > named && ` · ${t('certificates.download.moreFailed', { count: those.length - named })}`}
            </p>
          </li>
        )
      })}
    </ul>
  )
}

/**
 * How many certificates wait, and why.
 * @param last state of the last download job; undefined when there was none since the app started
 */
export function waitingWords(
  { waiting: count, paused }: Pick<DownloadQueue, 'waiting' | 'paused'>,
  online: boolean,
  last: Job['state'] | undefined,
): string {
  if (paused) return t('certificates.download.paused', { count })
  if (!online) return t('certificates.download.offline', { count })
  // Downloads that ended but left some waiting could not reach ClassMarker.
  return t(last === 'done' ? 'certificates.download.unreached' : 'certificates.download.stopped', { count })
}
