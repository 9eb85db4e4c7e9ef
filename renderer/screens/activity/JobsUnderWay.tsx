import { Hourglass, RefreshCw } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning, isSync, type Job, type SyncJob } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { clockTime } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { lookedAt, useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import styles from './JobsUnderWay.module.css'

type SyncUnderWay = Extract<SyncJob, { state: 'running' | 'waiting' }>

const isSyncUnderWay = (job: Job): job is SyncUnderWay => isSync(job) && isRunning(job)

/** The syncs that run or wait, each with its time and the way to stop it. */
export function JobsUnderWay() {
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
